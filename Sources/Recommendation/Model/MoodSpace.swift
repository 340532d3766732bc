/// Positions of mood words for music and looks: words that are close have similar meanings.
enum MoodSpace {
    /// A position; each axis from -1 to 1.
    struct Place: Hashable, Sendable {
        /// From calm to lively.
        var arousal: Double
        /// From dark and sad to light and happy.
        var light: Double
        /// From cold to warm.
        var warmth: Double

        func distance(to other: Place) -> Double {
            let steps = [arousal - other.arousal, light - other.light, warmth - other.warmth]
            return steps.reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
    }

    /// Similarity of two words: 1 if equal, 0 if far apart; nil if one is unknown.
    static func likeness(_ one: String, _ other: String) -> Double? {
        if one == other { return 1 }
        guard let here = places[one], let there = places[other] else { return nil }
        return 0.9 * max(0, 1 - here.distance(to: there) / 1.2)
    }

    /// Mean position of the known words; nil if none is known.
    static func mean(of words: [String]) -> Place? {
        let known = words.compactMap { places[$0] }
        guard !known.isEmpty else { return nil }
        let count = Double(known.count)
        return Place(
            arousal: known.reduce(0) { $0 + $1.arousal } / count,
            light: known.reduce(0) { $0 + $1.light } / count,
            warmth: known.reduce(0) { $0 + $1.warmth } / count)
    }

    /// How well `offered` words match `wanted` ones, each by its best match: 0 to 1; nil if none is known.
    static func match(wanted: [String], offered: [String]) -> Double? {
        let best = wanted.compactMap { word in offered.compactMap { likeness(word, $0) }.max() }
        return best.isEmpty ? nil : best.reduce(0, +) / Double(best.count)
    }

    /// How well a position matches `wanted` words: 0 to 1; nil if none is known.
    static func match(wanted: [String], at place: Place) -> Double? {
        let near = wanted.compactMap { places[$0] }.map { max(0, 1 - $0.distance(to: place) / 1.2) }
        return near.isEmpty ? nil : near.reduce(0, +) / Double(near.count)
    }

    /// The words of the two nearest moods, one each.
    static func words(near place: Place) -> [String] {
        let moods = rows.prefix { !$0.words.hasPrefix("electronic") }.map {
            (
                word: String($0.words.prefix { $0 != " " }),
                distance: Place(arousal: $0.arousal, light: $0.light, warmth: $0.warmth).distance(to: place)
            )
        }
        return moods.sorted { $0.distance < $1.distance }.prefix(2).map(\.word)
    }

    private static let places: [String: Place] = rows.reduce(into: [:]) { places, row in
        for word in row.words.split(separator: " ") {
            places[String(word)] = Place(arousal: row.arousal, light: row.light, warmth: row.warmth)
        }
    }

    private static let rows: [(words: String, arousal: Double, light: Double, warmth: Double)] = [
        ("calm quiet gentle peaceful relaxed tenang damai santai", -0.8, 0.1, 0.3),
        ("soft tender lembut", -0.7, 0.3, 0.4),
        ("chill lofi lo-fi slow ambient kalem", -0.6, 0.0, 0.1),
        ("warm cozy cosy homely hangat nyaman", -0.4, 0.3, 0.9),
        ("acoustic folk akustik", -0.3, 0.2, 0.7),
        ("romantic love romantis", -0.4, 0.3, 0.7),
        ("jazz soul", -0.2, 0.1, 0.5),
        ("dreamy ethereal melamun", -0.6, 0.2, 0.0),
        ("nostalgic retro vintage kenangan", -0.4, -0.1, 0.4),
        ("sad melancholic melancholy sedih galau", -0.7, -0.7, 0.0),
        ("dark gloomy moody gelap", -0.2, -0.9, -0.4),
        ("night malam", 0.1, -0.8, -0.2),
        ("mysterious tense suspense misterius tegang", 0.1, -0.8, -0.5),
        ("serious sober serius", -0.2, -0.3, -0.3),
        ("dramatic epic cinematic dramatis megah", 0.5, -0.4, 0.0),
        ("cold icy cool dingin", -0.1, 0.0, -0.9),
        ("clean minimal modern bersih", 0.1, 0.5, -0.3),
        ("classic classical klasik", -0.3, 0.0, 0.1),
        ("focused corporate fokus", 0.1, 0.2, -0.1),
        ("bright light fresh cerah segar", 0.3, 0.8, 0.2),
        ("friendly sweet ramah manis", 0.1, 0.6, 0.6),
        ("happy cheerful joyful glad ceria gembira bahagia", 0.5, 0.8, 0.5),
        ("playful fun funny quirky lucu seru", 0.6, 0.7, 0.4),
        ("inspiring uplifting hopeful semangat", 0.5, 0.7, 0.3),
        ("driving confident groovy funky funk", 0.6, 0.2, 0.2),
        ("energetic upbeat lively dance party festive enerjik meriah", 0.9, 0.5, 0.2),
        ("fast powerful sporty sport kencang", 0.9, 0.2, 0.0),
        ("electronic edm techno house elektronik", 0.8, 0.0, -0.4),
        ("hip-hop trap rap", 0.6, -0.2, 0.0),
        ("rock metal aggressive intense keras", 0.9, -0.4, -0.1),
    ]
}
