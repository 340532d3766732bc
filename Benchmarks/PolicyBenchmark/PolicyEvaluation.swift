internal import Recommendation

/// What another way to choose would have brought, by choices that were logged with their probabilities: learns it from the
/// first share by time, and weighs the rest (Horvitz-Thompson, self-normalised, doubly robust).
struct PolicyEvaluation: Sendable {
    /// A value, and within what it lies with a chance of 95 %.
    struct Estimate: Hashable, Codable, Sendable {
        /// The value.
        var value: Double
        /// The lower end.
        var low: Double
        /// The upper end.
        var high: Double
    }

    /// What may be said of it.
    enum Verdict: String, Hashable, Codable, Sendable {
        /// An effective sample below 100, fewer than ten successes among what it would have chosen as well, or a log that does
        /// not hold all that could have been chosen.
        case tooLittle = "too little evidence"
        /// The interval of its difference from the log lies above 0.
        case better
        /// It lies below 0.
        case worse
        /// It holds 0.
        case same = "no difference shown"
    }

    /// A logged choice as the estimates use it.
    struct Row: Hashable, Codable, Sendable {
        /// What was chosen.
        var item: String
        /// At which place.
        var position: Int
        /// What came of it.
        var reward: Double
        /// With what probability it was chosen.
        var propensity: Double
        /// With what probability the policy would have chosen it.
        var target: Double
        /// What was expected of it.
        var expected: Double
        /// What was expected of the policy's choice.
        var baseline: Double

        /// A row.
        init(
            item: String, position: Int, reward: Double, propensity: Double, target: Double,
            expected: Double, baseline: Double
        ) {
            (self.item, self.position, self.reward, self.propensity) = (item, position, reward, propensity)
            (self.target, self.expected, self.baseline) = (target, expected, baseline)
        }

        var weight: Double { target / propensity }
    }

    /// How many choices it was learnt from.
    let trained: Int
    /// Those that it was weighed by.
    let rows: [Row]
    /// The mean of weighted rewards.
    let ips: Estimate
    /// The weighted mean of rewards; nil where nothing matches.
    let snips: Estimate?
    /// What is expected of the policy, corrected by what is known of the choices that match.
    let dr: Estimate
    /// What the log brought.
    let logged: Estimate
    /// ``dr`` above ``logged``, on the same draws.
    let gain: Estimate
    /// (Σ weight)² / Σ weight².
    let effectiveSample: Double
    /// How many choices the policy could have made as well, and how many of these were successes: rewards above the usual.
    let matched: Int
    /// See ``matched``.
    let positives: Int

    private static let draws = 2_000

    /// Weighs a policy; nil with fewer than two choices on either side.
    init?(_ log: [LoggedChoice], _ kind: ChoicePolicy.Kind, share: Double, seed: UInt64) {
        let sorted = log.enumerated().sorted {
            ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
        }.map(\.element)
        let cut = Int((Double(sorted.count) * share).rounded(.down))
        guard cut >= 2, sorted.count - cut >= 2 else { return nil }
        let policy = ChoicePolicy(kind, Array(sorted[..<cut]), seed: seed)
        var baselines: [Int: Double] = [:]
        let rows = sorted[cut...].map { choice in
            let target = policy.probabilities(choice)
            let known = choice.options.isEmpty ? baselines[choice.position] : nil
            let baseline =
                known
                ?? target.sorted { $0.key < $1.key }
                .reduce(0) { $0 + $1.value * policy.expected($1.key) }
            if choice.options.isEmpty { baselines[choice.position] = baseline }
            return Row(
                item: choice.item, position: choice.position, reward: choice.reward,
                propensity: choice.propensity, target: target[choice.item] ?? 0,
                expected: policy.expected(choice.item), baseline: baseline)
        }
        self.init(rows, trained: cut, seed: seed)
    }

    /// Weighs rows; at least one.
    init(_ rows: [Row], trained: Int = 0, seed: UInt64 = 0) {
        (self.rows, self.trained) = (rows, trained)
        let (weights, squares) = rows.reduce((0.0, 0.0)) { ($0.0 + $1.weight, $0.1 + $1.weight * $1.weight) }
        effectiveSample = squares > 0 ? weights * weights / squares : 0
        let usual = Self.usual(rows.map(\.reward))
        matched = rows.count { $0.weight > 0 }
        positives = rows.count { $0.weight > 0 && $0.reward > usual }
        let all = Sums(rows.indices, rows)
        var draws: [Sums] = []
        var generator = SeededGenerator(seed: seed, name: "bootstrap")
        for _ in 0..<Self.draws {
            let indices = rows.indices.lazy.map { _ in Int.random(in: 0..<rows.count, using: &generator) }
            draws.append(Sums(indices, rows))
        }
        let estimate = { (value: (Sums) -> Double) in
            let sorted = draws.map(value).filter(\.isFinite).sorted()
            let (low, high) = (sorted.count / 40, sorted.count - 1 - sorted.count / 40)
            return Estimate(
                value: value(all), low: sorted.isEmpty ? value(all) : sorted[low],
                high: sorted.isEmpty ? value(all) : sorted[high])
        }
        ips = estimate(\.ips)
        snips = weights > 0 ? estimate(\.snips) : nil
        dr = estimate(\.dr)
        logged = estimate(\.logged)
        gain = estimate { $0.dr - $0.logged }
    }

    /// What a success is above: 0 where rewards are 0 and 1, else the middle one.
    private static func usual(_ rewards: [Double]) -> Double {
        guard rewards.contains(where: { $0 != 0 && $0 != 1 }) else { return 0 }
        return rewards.sorted()[rewards.count / 2]
    }

    /// Weights have a mean of 1 where a log holds all that there was to choose from; three standard errors are allowed.
    private var isWhole: Bool {
        let count = Double(rows.count)
        let mean = rows.reduce(0) { $0 + $1.weight } / count
        let variance = rows.reduce(0) { $0 + ($1.weight - mean) * ($1.weight - mean) } / count
        return (mean - 1).magnitude <= 3 * (variance / count).squareRoot() + 1e-9
    }

    /// What may be said.
    var verdict: Verdict {
        if effectiveSample < 100 || positives < 10 || !isWhole { return .tooLittle }
        return gain.low > 0 ? .better : gain.high < 0 ? .worse : .same
    }

    private struct Sums {
        private var (count, rewards, weights, weighted, robust) = (0.0, 0.0, 0.0, 0.0, 0.0)

        init(_ indices: some Sequence<Int>, _ rows: [Row]) {
            for index in indices {
                let row = rows[index]
                count += 1
                rewards += row.reward
                weights += row.weight
                weighted += row.weight * row.reward
                robust += row.baseline + row.weight * (row.reward - row.expected)
            }
        }

        var logged: Double { rewards / count }
        var ips: Double { weighted / count }
        var snips: Double { weighted / weights }
        var dr: Double { robust / count }
    }
}
