import ClipCore
import Foundation
import Presets
import Testing

@testable import Recommendation

/// Sentences of advice in the languages of `Presets/advice`.
@Suite struct MessageTests {
    /// Templates of all sentences in advice about clips, brands and charts of many kinds.
    private static func templates() -> Set<String> {
        var random = SeededGenerator(seed: 3)
        var found: Set<String> = []
        func keep(_ phrase: Phrase) {
            if !phrase.values.isEmpty || phrase.template.contains(" ") { found.insert(phrase.template) }
            // Values that are not sentences themselves have no placeholders and are names or numbers.
            for value in phrase.values where !value.values.isEmpty || value.template == "1 post" {
                keep(value)
            }
        }
        for round in 0..<400 {
            func share() -> Double { Double.random(in: 0...1, using: &random) }
            let features = clip(
                cuts: 60 * share(), motion: share(), light: share(), warmth: 2 * share() - 1,
                saturation: share(), speech: share(), cutTempo: 60 + 120 * share())
            let moods = ["calm", "happy", "warm", "dark"].filter { _ in share() < 0.3 }
            let tracks = (0..<6).map { number in
                track(
                    "t\(number)", tempo: share() < 0.1 ? nil : 60 + 120 * share(), energy: share(),
                    brightness: share(), moods: moods, duration: share() < 0.1 ? 8 : 90)
            }
            let ranks = (0..<Int(1 + 8 * share())).map { _ in Int(1 + 60 * share()) }
            var charts = ranks.enumerated().map {
                listing("t0|artist of t0", rank: $1, daysAgo: 7 * (ranks.count - 1 - $0) + round % 3)
            }
            charts += ranks.enumerated().map { listing("other", rank: 60 - $1 / 2, daysAgo: 7 * $0) }
            let growth = exp(2 * share() - 1)
            charts += (0..<6).map {
                listing("kopi", kind: .hashtag, count: 1000 * pow(growth, Double($0)), daysAgo: 10 - 2 * $0)
            }
            let book = TrendBook(charts, on: today)
            for entry in book.entries {
                keep(entry.past)
                entry.outlook.map(keep)
            }
            var brand = business(moods)
            brand.hashtagsAlways = ["kopisenja"]
            let advice = advice(
                features, brand, tracks: tracks, looks: PlantedCaseTests.looks, trends: charts
            ) {
                $0.top = 20
                ($0.recent.renders, $0.recent.music) = (5, ["t1": round % 4])
                $0.learned.posts = 20
                $0.learned.music = ["t2": [.init(effect: share() - 0.5, sd: 0.05, posts: 1 + round % 3)]]
                if round % 2 == 0 { $0.platformNames = ["TikTok"] }
            }
            let all = advice.music.suggestions + advice.looks.suggestions + advice.hashtags.suggestions
            for suggestion in all { suggestion.terms.compactMap(\.text).forEach(keep) }
        }
        return found
    }

    @Test func `each sentence of advice has a translation`() throws {
        let messages = Messages(Presets.messagesID)
        let used = Self.templates()
        #expect(used.count > 40, "\(used.count)")
        let missing = used.filter { messages.text(Phrase(stringLiteral: $0)) == $0 }
        #expect(missing.isEmpty, "\(missing.sorted())")
    }
}
