internal import ClipCore

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
        let moods = rows.prefix { $0.words[0] != "electronic" }.map {
            (word: $0.words[0], distance: $0.place.distance(to: place))
        }
        return moods.sorted { $0.distance < $1.distance }.prefix(2).map(\.word)
    }

    private static let places: [String: Place] = rows.reduce(into: [:]) { places, row in
        for word in row.words { places[word] = row.place }
    }

    /// The table `moods.tsv`.
    private static let rows: [(words: [String], place: Place)] = DataTable.rows(PackageResources.moods_tsv)
        .map {
            let axes = $0.prefix(3).compactMap { Double($0) }
            return (Array($0.dropFirst(3)), Place(arousal: axes[0], light: axes[1], warmth: axes[2]))
        }
}
