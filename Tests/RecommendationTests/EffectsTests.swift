import ClipCore
import Recommendation
import Testing

/// What posts teach about what can be chosen for the next one.
@Suite struct EffectsTests {
    /// What is planted, on ln of engagement a view and on log odds of being watched to the end.
    private static let sounds = ["s0": 0.6, "s1": 0.3, "s2": 0.0, "s3": -0.3, "s4": -0.6]
    private static let looks = ["l0": 0.4, "l1": 0.1, "l2": -0.1, "l3": -0.4]

    /// 500 posts whose sound and look decide, with luck, how they are liked and watched; short ones are watched to the end
    /// more often whatever they have. `s0` is on short clips alone.
    private static func posts(seed: UInt64, trolls: Bool = false) -> [Post] {
        var dice = SeededGenerator(seed: seed)
        return (0..<500).map { number in
            var post = Post(id: "p\(number)", posted: Double(number) * 86_400, views: 99_800)
            post.music = "s\(Int.random(in: 0..<5, using: &dice))"
            post.look = "l\(Int.random(in: 0..<4, using: &dice))"
            post.duration = post.music == "s0" ? 9 : [9, 20, 50][Int.random(in: 0..<3, using: &dice)]
            let merit = (sounds[post.music] ?? 0) + (looks[post.look] ?? 0)
            let engagement = exponential(-3 + merit + 0.5 * dice.normal())
            post.likes = engagement * 100_000 - 20
            post.comments = 0
            let byLength = 1.2 - 0.05 * (post.duration ?? 0)
            post.completion = 1 / (1 + exponential(-(byLength + merit + 0.5 * dice.normal())))
            if trolls, number % 3 == 0 { (post.comments, post.cleanComments) = (50_000, 0) }
            return post
        }
    }

    private static func exponential(_ x: Double) -> Double {
        // e^x as a series of squares: no Foundation in the tests of pure rules.
        var value = 1 + x / 1_048_576
        for _ in 0..<20 { value *= value }
        return value
    }

    private func effects(_ posts: [Post]) throws -> LearnedEffects {
        let model = try #require(PostModel(posts))
        var question = LearnedEffects.Question(brand: "", categories: [])
        question.names[.music] = Self.sounds.mapValues { _ in [] }
        question.names[.look] = Self.looks.mapValues { _ in [] }
        return LearnedEffects(model, question)
    }

    @Test func `planted effects have their signs, and intervals hold them as often as they say`() throws {
        var (held, all) = (0.0, 0.0)
        for seed in 1...24 {
            let posts = Self.posts(seed: UInt64(seed))
            let found = try effects(posts)
            let truth = [(found.music, Self.sounds, \Post.music), (found.looks, Self.looks, \Post.look)]
            for (learned, planted, item) in truth {
                // An effect is what sets an item apart from the mean post, and that has some effect itself.
                let usual =
                    posts.reduce(0) { $0 + (planted[$1[keyPath: item]] ?? 0) } / Double(posts.count)
                for (name, effect) in planted {
                    let value = effect - usual
                    let one = try #require(learned[name]?.first)
                    if effect.magnitude > 0.2 {
                        #expect(one.effect.sign == value.sign, "\(name) \(one.effect)")
                    }
                    all += 1
                    if (one.effect - value).magnitude <= 1.2816 * one.sd { held += 1 }
                }
            }
        }
        #expect((0.7...0.95).contains(held / all), "\(held / all)")
    }

    @Test func `troll comments change nothing`() throws {
        let (clean, trolled) = (Self.posts(seed: 3), Self.posts(seed: 3, trolls: true))
        #expect(try effects(clean) == effects(trolled))
    }

    /// Posts of two brands; the sound `kopi` does well with `own` alone.
    private func brands() -> [Post] {
        (0..<60).map { number in
            var post = Post(id: "p\(number)", posted: Double(number) * 86_400, views: 9_800)
            post.creator = number % 2 == 0 ? "own" : "other"
            post.music = number % 4 < 2 ? "kopi" : "teh"
            post.category = "food"
            post.likes = post.creator == "own" && post.music == "kopi" ? 1_980 : 480
            return post
        }
    }

    @Test func `advice tells the brand's own posts from others`() throws {
        var question = LearnedEffects.Question(brand: "own", categories: ["food"])
        question.names[.music] = ["kopi-pagi": ["kopi"], "teh": [], "new": ["7001"]]
        let model = try #require(PostModel(brands()))
        #expect(question.tokens.contains(PostToken.item(.music, "kopi", of: "own")))
        let found = LearnedEffects(model, question)
        #expect(found.posts == 30 && found.allPosts == 60 && found.postsInCategory == 60)
        #expect(found.evidence == .good)
        let kopi = try #require(found.music["kopi-pagi"])
        #expect(kopi.map(\.of) == ["sound", "brand × sound", "food × sound"])
        #expect(kopi.map(\.posts) == [30, 15, 30] && kopi.map(\.isOwn) == [false, true, false])
        #expect(kopi[1].effect > 0.1)
        #expect(found.music["new"] == nil && found.unseen > kopi[1].sd)
        let tracks = [track("kopi-pagi"), track("teh"), track("new")]
        let music = advice(clip(cuts: 20), Brand(name: "own"), tracks: tracks) {
            $0.learned = found
            $0.explores = false
        }.music
        #expect(music.suggestions.first?.id == "kopi-pagi")
        for suggestion in music.suggestions {
            #expect(suggestion.score == suggestion.terms.reduce(0) { $0 + $1.effect })
            #expect(suggestion.probability == 1)
        }
        let notes = music.suggestions.first?.terms.filter { $0.factor == .learned }.map(\.note) ?? []
        #expect(notes.contains { $0.hasPrefix("brand × sound +0.") && $0.hasSuffix("(15 of your posts)") })
    }

    @Test func `draws have the probability that is told, and each clip its own`() throws {
        let ask = { (clip: String, explores: Bool) in
            advice(RecommendationTests.clip(cuts: 20), tracks: ["a", "b", "c"].map { track($0) }) {
                ($0.learned.posts, $0.learned.unseen, $0.clip) = (12, 0.3, clip)
                $0.learned.music = [
                    "a": [.init(effect: 0.1, sd: 0.2, posts: 4)], "b": [.init(effect: 0, sd: 0.2, posts: 4)],
                    "c": [.init(effect: -0.9, sd: 0.1, posts: 40)],
                ]
                $0.explores = explores
            }.music
        }
        var (firsts, told) = ([String: Double](), [String: Double]())
        for number in 0..<60 {
            let all = ask("clip \(number)", true)
            let first = try #require(all.suggestions.first { $0.id == all.choice })
            // The better one is shown first, and a draw for another is marked.
            #expect(all.suggestions.first?.id == "a" && first.isTrial == (first.id != "a"))
            firsts[first.id, default: 0] += 1 / 60
            told[first.id] = first.probability
        }
        // 0.1 / (0.5 · 0.2 · √2): a stands before b three times out of four.
        #expect((try #require(told["a"]) - 0.76).magnitude < 0.05)
        #expect((try #require(told["a"]) + #require(told["b"]) - 1).magnitude < 0.01)
        #expect((try #require(firsts["a"]) - #require(told["a"])).magnitude < 0.2)
        #expect(firsts["c"] == nil)
        let greedy = ask("clip 1", false)
        #expect(greedy.suggestions.map(\.id) == ["a", "b", "c"] && greedy.suggestions[0].probability == 1)
        #expect(greedy.contenders.map(\.item) == ["a"])
        #expect(Set(ask("clip 1", true).contenders.map(\.item)) == ["a", "b"])
        #expect(!greedy.isClear)
        #expect(!greedy.suggestions.flatMap(\.terms).contains { $0.factor == .exploration })
    }

    @Test func `an explanation adds up to what is expected`() throws {
        let posts = brands()
        let model = try #require(PostModel(posts))
        let found = Explanation(model, model.tokens.tokens(posts[0]))
        let sum = found.mean + found.lines.reduce(0) { $0 + $1.effect }
        #expect((sum - found.expected).magnitude < 1e-9)
        #expect(found.low < found.expected && found.expected < found.high && found.posts == 60)
        #expect(found.lines.contains { $0.group == "creator item" && $0.name == "own × music × kopi" })
        #expect(found.lines.contains { $0.group == "bin" && $0.name == "0 to 3 h UTC" && $0.posts == 60 })
    }

    @Test func `hashtags that go with the brand's come into question, under the same rules`() throws {
        let companions = HashtagCompanions(
            (0..<40).map { number in
                var post = Post(id: "\(number)", posted: 0, views: 0)
                post.hashtags = ["kopi", "ngopisore", "bom"]
                return post
            })
        var brand = Brand(name: "own")
        (brand.hashtagsAlways, brand.hashtagsNever) = (["kopi"], ["bom"])
        (brand.categories, brand.language) = (["food"], "id")
        var request = AdviceRequest(clip(cuts: 3), brand: brand, day: today)
        request.top = 3
        let found = companions.ranked([.hashtag("kopi")])
        let tags = Advisor().advise(
            request,
            among: Candidates(
                hashtags: HashtagTests.table, trends: TrendBook([], on: today), companions: found)
        ).hashtags
        let evening = try #require(tags.suggestions.first { $0.id == "ngopisore" })
        #expect(tags.refused.map(\.id) == ["bom"])
        #expect(evening.terms.contains { $0.factor == .company && $0.evidence == 40 })
    }
}
