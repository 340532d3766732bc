import Recommendation
import Testing

/// Learning from posts: the model, and its back-test.
@Suite struct LearningTests {
    private func token(_ name: String, _ group: PostToken.Group = .music) -> PostToken {
        PostToken(group, name)
    }

    /// Posts of four sounds, a day apart, whose quality the sound alone decides.
    private func posts(_ count: Int) -> [Post] {
        (0..<count).map { number in
            var post = Post(id: "p\(number)", posted: Double(number) * 86_400, views: 9_800)
            post.music = "sound \(number % 4)"
            post.creator = "creator \(number % 7)"
            post.likes = [80, 480, 980, 1_980][number % 4]
            post.hashtags = number % 2 == 0 ? ["kopi", "pagi", "fyp"] : ["baju", "mode", "fyp"]
            return post
        }
    }

    @Test func `quality weighs comments, shares and saves more than likes`() {
        var post = Post(id: "a", posted: 0, views: 800)
        (post.likes, post.comments, post.shares, post.saves) = (20, 10, 4, 10)
        // (20 + 30 + 20 + 40 + 20) / 1000
        #expect((Reward.quality(post) - -2.040220828526555).magnitude < 1e-12)
        #expect((Reward.quality(Post(id: "b", posted: 0, views: 0)) - -2.302585092994046).magnitude < 1e-12)
    }

    @Test func `effects are those that the normal equations give`() {
        // Two rows of each sound, penalty 2: the effect is half of the distance from the mean.
        let rows = ["a", "a", "b", "b"].map { [token($0)] }
        let model = MixedModel(rows, [3, 5, 1, 3], penalties: [.music: 2], sweeps: 200)
        #expect((model.mean - 3).magnitude < 1e-9)
        #expect(((model.effects[token("a")]?.value ?? 0) - 0.5).magnitude < 1e-9)
        #expect(((model.effects[token("b")]?.value ?? 0) + 0.5).magnitude < 1e-9)
        #expect((model.expected([token("a"), token("never seen")]) - 3.5).magnitude < 1e-9)
        // What is left: -0.5, 1.5, -1.5, 0.5.
        #expect((model.sigma * model.sigma - 1.25).magnitude < 1e-9)
        #expect((model.deviation(token("a")) - (1.25 / 4).squareRoot()).magnitude < 1e-9)
    }

    @Test func `planted effects of two groups are found, each pulled to 0 by its penalty`() throws {
        let truth = ["x": 0.7, "y": -0.7, "u": 0.2, "v": -0.2]
        let rows = ["x", "y"].flatMap { first in
            ["u", "v"].map { [token(first), token($0, .look)] }
        }
        let values = rows.map { row in 1 + row.reduce(0) { $0 + (truth[$1.name] ?? 0) } }
        let model = MixedModel(rows, values, penalties: [.music: 2, .look: 6], sweeps: 500)
        for (name, group) in [("x", PostToken.Group.music), ("y", .music), ("u", .look), ("v", .look)] {
            let effect = try #require(model.effects[token(name, group)]?.value)
            // Of two rows each, with penalties of 2 and 6: a half and a quarter.
            let share = group == .music ? 0.5 : 0.25
            #expect((effect - share * (truth[name] ?? 0)).magnitude < 1e-6)
        }
    }

    @Test func `figures that a post gets later are no tokens of it`() {
        var post = posts(5)[3]
        let tokens = PostTokens(posts(100))
        let before = tokens.tokens(post)
        (post.views, post.likes, post.comments, post.shares, post.saves) = (1e9, 1, 2, 3, 4)
        #expect(tokens.tokens(post) == before)
        #expect(Set(before).count == before.count)
    }

    @Test func `what the sound decides is forecast, and the result is the same again`() throws {
        let result = try #require(PostEvaluation(posts(400), share: 0.7, seed: 1))
        #expect(result.trained == 280 && result.predictions.count == 120 && result.posts == 400)
        #expect(try #require(result.spearman) > 0.9 && #require(result.r2) > 0.9)
        let again = try #require(PostEvaluation(posts(400).reversed(), share: 0.7, seed: 1))
        #expect(again.predictions == result.predictions && again.hashtags == result.hashtags)
    }

    @Test func `a hidden hashtag is found by its companions`() throws {
        let result = try #require(PostEvaluation(posts(400), share: 0.7, seed: 1))
        #expect(result.hashtags.tested == 120 && result.hashtags.recallAt5 == 1)
        #expect(result.hashtags.recallAt1 > 0.9 && result.hashtags.meanReciprocalRank > 0.9)
        var post = Post(id: "new", posted: 0, views: 0)
        post.hashtags = ["kopi"]
        let ranked = HashtagCompanions(posts(100)).ranked(HashtagCompanions.clues(post))
        #expect(ranked.count == 4 && Set(ranked.prefix(2).map(\.tag)) == ["pagi", "fyp"])
        #expect(ranked[0].posts == 50 && ranked[0].chance > 0.9)
        #expect(ranked.first { $0.tag == "pagi" }?.share == 0.5)
    }

    @Test func `too few posts are no evidence`() {
        #expect(PostEvaluation(posts(30), share: 0.7, seed: 0) == nil)
        #expect(PostEvaluation([], share: 0.5, seed: 0) == nil)
    }
}
