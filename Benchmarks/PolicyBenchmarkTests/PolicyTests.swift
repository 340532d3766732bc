import Recommendation
import Testing

@testable import PolicyBenchmark

/// Judging ways to choose by logged choices.
@Suite struct PolicyTests {
    private func row(_ reward: Double, _ propensity: Double, _ target: Double, _ expected: Double)
        -> PolicyEvaluation.Row
    {
        .init(
            item: "a", position: 1, reward: reward, propensity: propensity, target: target,
            expected: expected, baseline: 0.4)
    }

    @Test func `estimates are those that are reckoned by hand`() throws {
        // Weights 2, 0.5, 0: IPS (2 + 0 + 0) / 3, SNIPS 2 / 2.5, DR (1.2 + 2·0.5 + 0.5·(-0.2)) / 3.
        let found = PolicyEvaluation([row(1, 0.25, 0.5, 0.5), row(0, 0.5, 0.25, 0.2), row(1, 0.5, 0, 0.9)])
        #expect((found.ips.value - 2.0 / 3).magnitude < 1e-12)
        #expect((try #require(found.snips).value - 0.8).magnitude < 1e-12)
        #expect((found.dr.value - 0.7).magnitude < 1e-12)
        #expect((found.effectiveSample - 6.25 / 4.25).magnitude < 1e-12)
        #expect((found.logged.value - 2.0 / 3).magnitude < 1e-12)
        #expect(found.matched == 2 && found.positives == 1)
        #expect(found.verdict == .tooLittle)
        #expect(found.ips.low <= found.ips.value && found.ips.value <= found.ips.high)
        #expect(PolicyEvaluation([row(1, 0.5, 0, 0)]).snips == nil)
    }

    /// Choices at random among four items, of which `good` is the best.
    private func log(_ count: Int, good: Double, others: Double) -> [LoggedChoice] {
        var dice = SeededGenerator(seed: 5)
        return (0..<count).map { number in
            let item = Int.random(in: 0..<4, using: &dice)
            let chance = item == 2 ? good : others
            return LoggedChoice(
                item: item == 2 ? "good" : "item \(item)", position: 1, propensity: 0.25,
                reward: Double.random(in: 0..<1, using: &dice) < chance ? 1 : 0, time: Double(number))
        }
    }

    @Test func `what is truly better is found, and what is the same is not called better`() throws {
        let rows = log(1_000, good: 0.6, others: 0.1)
        let greedy = try #require(PolicyEvaluation(rows, .greedy, share: 0.5, seed: 1))
        #expect(greedy.verdict == .better)
        #expect((try #require(greedy.snips).value - 0.6).magnitude < 0.15)
        #expect((greedy.dr.value - 0.6).magnitude < 0.15)
        let random = try #require(PolicyEvaluation(rows, .random, share: 0.5, seed: 1))
        #expect(random.verdict == .same && (random.effectiveSample - 500).magnitude < 1)
        #expect((random.ips.value - random.logged.value).magnitude < 1e-9)
        let drawn = try #require(PolicyEvaluation(rows, .halfThompson, share: 0.5, seed: 1))
        #expect(drawn.verdict == .better)
        #expect(PolicyEvaluation(rows, .popularity, share: 0.5, seed: 1)?.verdict == .better)
    }

    @Test func `few choices are too little evidence, and none are no result`() throws {
        let few = try #require(
            PolicyEvaluation(log(60, good: 0.9, others: 0.1), .greedy, share: 0.5, seed: 1))
        #expect(few.verdict == .tooLittle)
        #expect(PolicyEvaluation([], .greedy, share: 0.5, seed: 1) == nil)
    }

    @Test func `a log that tells the first few of many options alone allows no verdict`() throws {
        var dice = SeededGenerator(seed: 8)
        // One of twenty was chosen at random; three are written down.
        let rows = (0..<4000).map { (number: Int) -> LoggedChoice in
            var items = Array(0..<20)
            items.shuffle(using: &dice)
            let options = items.prefix(3).map { Advice.Contender(item: "\($0)", mean: 0, sd: 1) }
            return LoggedChoice(
                item: options[0].item, position: 1, propensity: 1.0 / 20,
                reward: Double.random(in: 0...1, using: &dice), time: Double(number), options: options)
        }
        let found = try #require(PolicyEvaluation(rows, .random, share: 0.5, seed: 1))
        #expect(found.effectiveSample > 1000 && found.positives > 100)
        #expect(found.verdict == .tooLittle)
    }

    @Test func `a choice among what was shown is judged among what was shown`() throws {
        let options: [Advice.Contender] = [
            .init(item: "a", mean: 1, sd: 0.1), .init(item: "b", mean: 0, sd: 0.1),
        ]
        let rows = (0..<40).map { (number: Int) -> LoggedChoice in
            let isFirst = number % 2 == 0
            return LoggedChoice(
                item: isFirst ? "a" : "b", position: 1, propensity: 0.5, reward: isFirst ? 1 : 0,
                time: Double(number), options: options)
        }
        let greedy = try #require(PolicyEvaluation(rows, .greedy, share: 0.5, seed: 1))
        #expect(greedy.matched == 10 && greedy.snips?.value == 1)
        let drawn = try #require(PolicyEvaluation(rows, .halfThompson, share: 0.5, seed: 1))
        #expect((try #require(drawn.rows.first).target - 1).magnitude < 1e-9)
    }
}
