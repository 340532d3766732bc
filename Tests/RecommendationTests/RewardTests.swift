import Recommendation
import Testing

/// How good posts were: counts that are missing, watch time, age.
@Suite struct RewardTests {
    private func post(_ id: String = "a", likes: Double? = 380, views: Double = 9_800) -> Post {
        var post = Post(id: id, posted: 0, views: views)
        post.likes = likes
        return post
    }

    @Test func `a count that is not told is what is usual, and not none`() throws {
        var full = post("full")
        (full.comments, full.shares, full.saves) = (38, 19, 76)
        var silent = post("silent")
        silent.comments = nil
        let reward = Reward([full, silent])
        #expect(reward.value(silent) == reward.value(full))
        // Where nobody tells of shares there is nothing usual.
        #expect(Reward([silent]).value(silent) == Reward.quality(silent))
        #expect(reward.value(post(likes: nil)) == nil)
    }

    @Test func `figures of the first two days are left out`() {
        var young = post()
        young.measured = 47 * 3600
        #expect(Reward([young]).value(young) == nil)
        young.measured = 48 * 3600
        #expect(Reward([young]).value(young) != nil)
    }

    @Test func `comments that do not count change nothing`() throws {
        var quiet = post("quiet")
        quiet.comments = 10
        var trolled = quiet
        (trolled.comments, trolled.cleanComments) = (1_000, 0.01)
        let reward = Reward([quiet])
        #expect(reward.value(trolled) == reward.value(quiet))
        trolled.cleanComments = nil
        #expect(try #require(reward.value(trolled)) > #require(reward.value(quiet)))
    }

    @Test func `what is watched to the end more often is better, for its length`() throws {
        // Short clips are watched to the end more often: that is no merit.
        let posts = (0..<200).map { number in
            var one = post("p\(number)", likes: 380 + Double(number % 10))
            one.duration = number % 2 == 0 ? 6 : 50
            one.completion = (number % 2 == 0 ? 0.7 : 0.2) + 0.001 * Double(number % 50)
            return one
        }
        let reward = Reward(posts)
        var (short, long) = (posts[0], posts[1])
        (short.completion, long.completion) = (0.7, 0.7)
        #expect(try #require(reward.value(long)) > #require(reward.value(short)) + 0.02)
        let means = [0, 1].map { first in
            stride(from: first, to: 200, by: 2).compactMap { reward.value(posts[$0]) }.reduce(0, +) / 100
        }
        #expect((means[0] - means[1]).magnitude < 0.01)
        long.completion = nil
        #expect((try #require(reward.value(long)) - Reward.quality(long)).magnitude < 1e-12)
        // With all of the weight on engagement nothing of it counts.
        #expect(
            (try #require(Reward(posts, balance: 1).value(short)) - Reward.quality(short)).magnitude < 1e-9)
    }
}
