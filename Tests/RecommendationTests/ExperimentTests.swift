import ClipCore
import Testing

@testable import Recommendation

/// Experiments: calibrated verdicts, and what they are of.
@Suite struct ExperimentTests {
    @Test func `of simulated verdicts of 90 per cent as many are right`() {
        var random = SeededGenerator(seed: 7)
        var (sure, right, expected) = (0, 0, 0.0)
        for _ in 0..<2_000 {
            let count = Int.random(in: 2...3, using: &random)
            let truths = (0..<count).map { _ in 0.25 * random.normal() }
            // Brands differ, and what is expected of them is not exact.
            let noise = 0.35 * exponential(0.25 * random.normal())
            var outcomes: [String: [Double]] = [:]
            var result: ExperimentResult?
            // Looked at after each round of posts, as users do.
            for _ in 0..<20 where result?.winner == nil {
                for (number, truth) in truths.enumerated() {
                    outcomes["\(number)", default: []].append(truth + noise * random.normal())
                }
                result = ExperimentResult(outcomes, noise: 0.35)
            }
            guard let winner = result?.winner else { continue }
            sure += 1
            expected += winner.probability
            if truths[Int(winner.name)!] == truths.max() { right += 1 }
        }
        let share = Double(right) / Double(sure)
        #expect(sure > 800)
        #expect((0.85...0.95).contains(share), "\(right) of \(sure), expected \(expected)")
    }

    @Test func `verdicts of one look at the posts are as sure as they say`() {
        var random = SeededGenerator(seed: 8)
        var bins = [(count: Int, right: Int, expected: Double)](repeating: (0, 0, 0), count: 5)
        for number in 0..<2_000 {
            let truths = [0.25 * random.normal(), 0.25 * random.normal()]
            let posts = 1 + number % 8
            let draw = { (truth: Double) in (0..<posts).map { _ in truth + 0.35 * random.normal() } }
            let (one, other) = (draw(truths[0]), draw(truths[1]))
            let leader = ExperimentResult(["0": one, "1": other], noise: 0.35)!.variants[0]
            let bin = min(4, Int((leader.probability - 0.5) * 10))
            bins[bin].count += 1
            bins[bin].expected += leader.probability
            if truths[Int(leader.name)!] == truths.max() { bins[bin].right += 1 }
        }
        for bin in bins {
            // Never surer than they may be by more than chance allows; right a little more often than they say.
            let more = Double(bin.right) / Double(bin.count) - bin.expected / Double(bin.count)
            #expect((-0.06...0.1).contains(more), "\(bin)")
        }
    }

    @Test func `what is clear wins, what is alike does not`() throws {
        let clear = try #require(
            ExperimentResult(["a": [0.5, 0.6, 0.4, 0.5], "b": [-0.2, -0.1, 0, -0.3]], noise: 0.35))
        #expect(clear.winner?.name == "a" && clear.needed == nil)
        #expect(try #require(clear.winner).effect > 0.2)
        let alike = try #require(ExperimentResult(["a": [0.1, 0.2], "b": [0.2, 0.1]], noise: 0.35))
        #expect(alike.winner == nil && alike.needed == nil)
        let close = try #require(ExperimentResult(["a": [0.4], "b": [0]], noise: 0.35))
        #expect(close.winner == nil && close.variants.map(\.name) == ["a", "b"])
        #expect((2...30).contains(try #require(close.needed)))
        #expect(abs(close.variants.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
        #expect(ExperimentResult(["a": [1, 2], "b": []], noise: 0.35) == nil)
        #expect(ExperimentResult(["a": [1, 2]], noise: 0.35) == nil)
    }

    @Test func `covers are compared by views, other variants by engagement, and young posts wait`() {
        var (seen, liked) = (Post(id: "1", posted: 0, views: 90_000), Post(id: "2", posted: 0, views: 1_000))
        (seen.likes, liked.likes) = (900, 500)
        var young = Post(id: "3", posted: 0, views: 5_000)
        (young.likes, young.measured) = (5_000, 3_600)
        let posts = ["a": [seen], "b": [liked, young]]
        let outcomes = { (kind: PlannedPost.Experiment.Kind) in
            ExperimentResult.outcomes(posts, of: kind, among: [seen, liked, young], nil).values
        }
        #expect(outcomes(.cover)["a"]![0] > outcomes(.cover)["b"]![0])
        #expect(outcomes(.look)["a"]![0] < outcomes(.look)["b"]![0])
        #expect(outcomes(.look)["b"]!.count == 1 && outcomes(.cover)["b"]!.count == 1)
    }
}
