import ClipCore
import Recommendation
import Testing

@Suite struct AdvisorTests {
    @Test func `a copy of a song with another licence is suggested once`() {
        var copy = track("kopi", licence: .owned)
        (copy.id, copy.path) = ("kopi-2", "kopi-2.mp3")
        let found = advice(clip(), tracks: [track("kopi"), copy, track("other")]).music
        #expect(found.suggestions.map(\.id).sorted() == ["kopi", "other"])
    }

    @Test func `a reason is told once`() {
        let terms = ["a", "a", "b"].map { Term(.learned, 0.2, note: $0, text: Phrase(stringLiteral: $0)) }
        #expect(Suggestion(id: "x", name: "x", terms: terms).reasons.map(\.english) == ["a", "b"])
    }

    @Test func `a score is the sum of its terms exactly`() throws {
        let trends = [
            listing("rave|artist of rave", rank: 3, daysAgo: 4), listing("x", rank: 20, daysAgo: 4),
        ]
        let found = advice(
            clip(cuts: 33, motion: 0.37, light: 0.41, warmth: 0.13, speech: 0.7),
            business(["calm", "happy"]),
            tracks: PlantedCaseTests.library, looks: PlantedCaseTests.looks, trends: trends
        ) {
            $0.top = 20
            $0.learned.posts = 40
            $0.learned.music["cafe"] = [
                .init(effect: 0.21, sd: 0.1, posts: 4, of: "brand × sound", isOwn: true),
                .init(effect: -0.03, sd: 0.05, posts: 1, of: "sound"),
                .init(effect: 0, sd: 0.2, posts: 0, of: "food × sound"),
            ]
            $0.recent.renders = 7
            $0.recent.music = ["lullaby": 3]
        }
        let all = found.music.suggestions + found.looks.suggestions
        #expect(all.count == PlantedCaseTests.library.count + PlantedCaseTests.looks.count)
        for suggestion in all {
            #expect(suggestion.score == suggestion.terms.reduce(0) { $0 + $1.effect })
            #expect(suggestion.terms.contains { $0.factor == .exploration })
        }
        let learned = try #require(found.music.suggestions.first { $0.id == "cafe" }?.terms)
        #expect(
            learned.filter { $0.factor == .learned }.map(\.note) == [
                "brand × sound +0.21 (4 of your posts)", "sound -0.03 (1 post)",
                "no posts yet: food × sound",
            ])
        #expect(learned.contains { $0.factor == .learned && $0.effect == 0.21 && $0.evidence == 4 })
    }

    @Test func `equal inputs give equal advice in any order of the candidates`() {
        let ask = { (tracks: [Track], seed: UInt64) in
            advice(clip(cuts: 20), business(["warm"]), tracks: tracks) {
                ($0.learned.posts, $0.learned.unseen) = (12, 0.3)
                $0.seed = seed
                $0.top = 7
            }
        }
        let once = ask(PlantedCaseTests.library, 7)
        #expect(once == ask(PlantedCaseTests.library, 7))
        #expect(once.music == ask(PlantedCaseTests.library.reversed(), 7).music)
        #expect(once.music != ask(PlantedCaseTests.library, 8).music)
    }

    @Test func `ties fall differently for each clip, and equally each time`() {
        let ask = { (clip: String) in
            advice(RecommendationTests.clip(cuts: 20), tracks: ["b", "c", "a"].map { track($0) }) {
                $0.clip = clip
            }.music
        }
        let found = ask("one")
        #expect(found == ask("one") && !found.isClear)
        #expect(found.suggestions[0].runnerUp?.id == found.suggestions[1].id)
        #expect(found.suggestions[0].runnerUp?.lead == 0)
        let firsts = (0..<30).compactMap { ask("\($0)").suggestions.first?.id }
        #expect(Set(firsts) == ["a", "b", "c"])
    }

    @Test func `without posts no draw is made, and the seed changes nothing`() {
        let ask = { (seed: UInt64) in
            advice(clip(cuts: 20), tracks: PlantedCaseTests.library) { $0.seed = seed }.music
        }
        #expect(ask(1) == ask(2))
        #expect(!ask(1).suggestions.flatMap(\.terms).contains { $0.factor == .exploration })
    }

    @Test func `of one artist at most one song is among the first three`() {
        var tracks = (1...4).map { track("same-\($0)", tempo: 140, energy: 0.9, moods: ["dance"]) }
        for index in tracks.indices { tracks[index].artist = "Ayu" }
        tracks += [track("other", energy: 0.1), track("third", energy: 0.1)]
        let found = advice(clip(cuts: 70, motion: 0.9), tracks: tracks) { $0.top = 6 }.music.suggestions
        #expect(found.prefix(3).count { $0.id.hasPrefix("same") } == 1)
        #expect(found.count == 6)
        #expect(found[0].id.hasPrefix("same"))
    }

    @Test func `what is no number never reaches a score`() {
        let bad: [Double] = [.nan, .infinity, -.infinity, 1e308, -1e308]
        for value in bad {
            var odd = track("odd", tempo: value, energy: value, brightness: value, moods: ["warm"])
            (odd.analysis.tempoConfidence, odd.analysis.duration) = (value, value)
            odd.analysis.alternatives = [value]
            var features = clip(
                cuts: value, motion: value, light: value, warmth: value, saturation: value, speech: value,
                cutTempo: value)
            features.duration = value
            let found = advice(
                features, business(["warm"]), tracks: [odd, track("plain")], looks: PlantedCaseTests.looks,
                trends: [listing("odd|artist of odd", count: value)]
            ) {
                $0.top = 9
                $0.learned.posts = 20
                $0.learned.music["odd"] = [.init(effect: value, sd: value, posts: 3)]
            }
            for suggestion in found.music.suggestions + found.looks.suggestions {
                #expect(suggestion.score.isFinite)
                #expect(suggestion.sd.isFinite)
            }
            #expect(found.music.suggestions.count == 2)
        }
    }

    @Test func `a fresh machine is told that it has no trends and no posts`() {
        let notes = advice(clip(cuts: 3), tracks: [track("a")]).notes
        #expect(notes.contains { $0.contains("no trend data yet") })
        #expect(notes.contains { $0.contains("no posts yet") })
    }

    @Test func `rising music that the brand may use and the library lacks is to be obtained, never paired`() {
        let lines = [(0, 2), (7, 9), (14, 30)].flatMap { (age: Int, rank: Int) -> [TrendObservation] in
            [("7001", rank, true), ("7002", rank + 1, false), ("7003", 40 - rank, true)].map {
                id, rank, isCleared in
                var line = listing(id, rank: rank, daysAgo: age)
                (line.name, line.author, line.isBusinessCleared) = ("Song \(id)", "Ayu", isCleared)
                line.category = "jazz"
                return line
            } + [listing("a|artist of a", rank: 3, daysAgo: age)]
        }
        let tracks = [track("a", moods: ["rock"]), track("b", moods: ["soul"])]
        let found = advice(clip(cuts: 3), business(), tracks: tracks, trends: lines)
        #expect(found.toObtain.map(\.item) == ["7001"])
        #expect(found.toObtain.first?.past.english == "rose 28 places in 2 weeks")
        #expect(found.toObtain.first?.like == "b")
        #expect(found.music.suggestions.map(\.id).sorted() == ["a", "b"])
        #expect(
            advice(clip(cuts: 3), tracks: tracks, trends: lines).toObtain.map(\.item) == ["7001", "7002"])
    }

    @Test func `the age of a listing is seen in its note and in its effect`() throws {
        let level = { (daysAgo: Int) throws -> Term in
            let trends = [
                listing("a|artist of a", rank: 1, daysAgo: daysAgo), listing("z", rank: 40, daysAgo: daysAgo),
            ]
            let found = advice(clip(cuts: 3), tracks: [track("a")], trends: trends).music.suggestions
            return try #require(found.first?.terms.first { $0.factor == .trendLevel })
        }
        #expect(try level(12).note.contains("listed 12 days ago, weight 0.44"))
        #expect(try level(12).asOf == today.adding(days: -12))
        #expect(try level(0).effect > level(5).effect)
        #expect(try level(5).effect > level(12).effect)
        #expect(try level(61).effect == 0)
    }

    @Test func `asking for none gives none`() {
        #expect(advice(clip(cuts: 3), tracks: [track("a")]) { $0.top = -1 }.music.suggestions.isEmpty)
        #expect(advice(clip(cuts: 3)).music == Advice.Ranking())
    }
}
