import ClipCore
import Presets
import Recommendation
import Testing

/// A clip and a brand for which one of the candidates is plainly right.
struct PlantedCase: CustomTestStringConvertible, Sendable {
    let name: String
    let clip: ClipFeatures
    var brand = Brand()
    var trends: [TrendObservation] = []
    var recent: [String: Int] = [:]
    /// Right music, or right look where it is the name of one.
    let right: String

    var testDescription: String { name }
}

@Suite struct PlantedCaseTests {
    /// A small library with plain differences.
    static let library = [
        track("lullaby", tempo: 68, energy: 0.12, brightness: 0.25, moods: ["calm", "soft"]),
        track("cafe", tempo: 88, energy: 0.3, brightness: 0.4, moods: ["warm", "acoustic"]),
        track("march", tempo: 105, energy: 0.5, brightness: 0.55, moods: ["focused", "driving"]),
        track("sunny", tempo: 118, energy: 0.6, brightness: 0.75, moods: ["happy", "bright"]),
        track("rave", tempo: 140, energy: 0.92, brightness: 0.8, moods: ["energetic", "dance"]),
        track("cellar", tempo: 96, energy: 0.4, brightness: 0.12, moods: ["dark", "mysterious"]),
        track("drone", tempo: nil, energy: 0.05, brightness: 0.1, moods: ["ambient"]),
    ]

    /// A few looks with plain differences.
    static let looks: [Look] = Presets.looks.filter { plainLooks.contains($0.name) }
        .compactMap { try? LookFile.read($0.bytes, file: $0.name) }
    private static let plainLooks = [
        "black-and-white", "crisp-product", "film-fade", "night-neon", "soft-skin", "warm-cafe",
    ]

    static let music: [PlantedCase] = [
        PlantedCase(name: "fast cuts", clip: clip(cuts: 70, motion: 0.9), right: "rave"),
        PlantedCase(
            name: "fast cuts in daylight", clip: clip(cuts: 80, motion: 0.95, light: 0.8), right: "rave"),
        PlantedCase(
            name: "one still shot", clip: clip(cuts: 0, motion: 0.05, light: 0.35), right: "drone"),
        PlantedCase(
            name: "a calm brand", clip: clip(cuts: 4, motion: 0.1), brand: business(["calm", "soft"]),
            right: "lullaby"),
        PlantedCase(
            name: "a warm room", clip: clip(cuts: 10, motion: 0.25, light: 0.45, warmth: 0.7),
            brand: business(["warm", "cozy"]), right: "cafe"),
        PlantedCase(
            name: "a dark cellar", clip: clip(cuts: 12, motion: 0.3, light: 0.05, warmth: -0.5),
            brand: business(["dark"]), right: "cellar"),
        PlantedCase(
            name: "a workshop", clip: clip(cuts: 22, motion: 0.45), brand: business(["driving", "focused"]),
            right: "march"),
        PlantedCase(
            name: "a bright day", clip: clip(cuts: 28, motion: 0.6, light: 0.85, warmth: 0.4),
            brand: business(["happy"]), right: "sunny"),
        PlantedCase(
            name: "moods in Indonesian", clip: clip(cuts: 3, motion: 0.1), brand: business(["tenang"]),
            right: "lullaby"),
        PlantedCase(
            name: "speech", clip: clip(motion: 0.1, speech: 1), right: "drone"),
        PlantedCase(
            name: "a brand's range of tempo", clip: clip(cuts: 20, motion: 0.3),
            brand: {
                var brand = business(["dance"])
                brand.tempoRange = 130...150
                return brand
            }(), right: "rave"),
        PlantedCase(
            name: "used in every render", clip: clip(cuts: 70, motion: 0.6), brand: business(["happy"]),
            recent: ["rave": 5], right: "sunny"),
        PlantedCase(
            name: "between two that fit a trend decides", clip: clip(cuts: 12, motion: 0.35),
            trends: [listing("cafe|artist of cafe", rank: 1), listing("other", rank: 50)], right: "cafe"),
    ]

    static let pictures: [PlantedCase] = [
        PlantedCase(
            name: "lamplight", clip: clip(motion: 0.2, light: 0.5, warmth: 0.7), brand: business(["warm"]),
            right: "warm-cafe"),
        PlantedCase(
            name: "a city at night",
            clip: clip(cuts: 30, motion: 0.6, light: 0.1, warmth: -0.5, saturation: 0.7),
            right: "night-neon"),
        PlantedCase(
            name: "a product on white",
            clip: clip(cuts: 20, motion: 0.3, light: 0.85, warmth: -0.1, saturation: 0.5),
            brand: business(["clean"]), right: "crisp-product"),
        PlantedCase(
            name: "an old film", clip: clip(motion: 0.1, light: 0.45, warmth: 0, saturation: 0.25),
            brand: business(["nostalgic"]), right: "film-fade"),
        PlantedCase(
            name: "a face", clip: clip(motion: 0.1, light: 0.65, warmth: 0.3, saturation: 0.5),
            brand: business(["soft", "tender"]), right: "soft-skin"),
        PlantedCase(
            name: "a serious portrait without colours", clip: clip(motion: 0.2, light: 0.4, saturation: 0.02),
            brand: business(["dramatic", "serious"]), right: "black-and-white"),
        PlantedCase(
            name: "a party", clip: clip(cuts: 60, motion: 0.8, light: 0.2, saturation: 0.8),
            brand: business(["energetic"]), right: "night-neon"),
    ]

    static func first(_ planted: PlantedCase) -> String? {
        let advice = advice(
            planted.clip, planted.brand, tracks: library, looks: looks, trends: planted.trends
        ) {
            $0.recent.renders = planted.recent.isEmpty ? 0 : 5
            $0.recent.music = planted.recent
        }
        let isLook = looks.contains { $0.name == planted.right }
        return (isLook ? advice.looks : advice.music).suggestions.first?.id
    }

    @Test(arguments: music + pictures)
    func `the plainly right one is first`(_ planted: PlantedCase) {
        #expect(Self.first(planted) == planted.right)
    }

    @Test func `of twenty planted cases at least eighteen are right`() {
        let all = Self.music + Self.pictures
        #expect(all.count == 20)
        #expect(all.count { Self.first($0) == $0.right } >= 18)
    }

    @Test func `the sets hold what they are about`() {
        #expect(Self.looks.count == 6)
        // Nothing wins everywhere: each piece of music is right somewhere.
        #expect(Set(Self.music.map(\.right)).count == 7)
    }
}
