internal import Recommendation

/// A way to choose, learnt from logged choices.
struct ChoicePolicy: Sendable {
    /// How it chooses.
    enum Kind: String, CaseIterable, Sendable {
        /// What is expected to be the best.
        case greedy
        /// What is the best after a draw of half a standard deviation.
        case halfThompson = "half-thompson"
        /// What has been chosen with success most often.
        case popularity
        /// Anything, each as probable as the others.
        case random
    }

    private typealias Option = Advice.Contender

    private static let rounds = 1_000

    private let kind: Kind
    private let seed: UInt64
    /// What items are worth by the log, in the order of their names.
    private let learned: [Option]
    private let worth: [String: Double]
    private let successes: [String: Double]
    /// What an item that was never chosen is worth.
    private let mean: Double
    /// Probabilities among ``learned``, by position; empty until they are needed.
    private var known: [Int: [String: Double]] = [:]

    /// Learns from choices.
    init(_ kind: Kind, _ choices: [LoggedChoice], seed: UInt64) {
        (self.kind, self.seed) = (kind, seed)
        let mean = choices.reduce(0) { $0 + $1.reward } / Double(max(1, choices.count))
        let groups = Dictionary(grouping: choices, by: \.item)
        let (noise, prior) = Self.spread(groups.mapValues { $0.map(\.reward) }, mean)
        learned = groups.sorted { $0.key < $1.key }.map { item, rows in
            let count = Double(rows.count)
            return Option(
                item: item, mean: (rows.reduce(0) { $0 + $1.reward } + prior * mean) / (count + prior),
                sd: (noise / (count + prior)).squareRoot())
        }
        worth = Dictionary(uniqueKeysWithValues: learned.map { ($0.item, $0.mean) })
        successes = groups.mapValues { rows in Double(rows.count { $0.reward > mean }) }
        self.mean = mean
        for position in Set(choices.map(\.position)) {
            known[position] = probabilities(among: learned, position)
        }
    }

    /// The variance of one reward, and how many rewards the belief is worth that items are alike (by moments).
    private static func spread(_ groups: [String: [Double]], _ mean: Double) -> (Double, Double) {
        var (within, between, count) = (0.0, 0.0, 0.0)
        for values in groups.values {
            let own = values.reduce(0, +) / Double(values.count)
            within += values.reduce(0) { $0 + ($1 - own) * ($1 - own) }
            between += Double(values.count) * (own - mean) * (own - mean)
            count += Double(values.count)
        }
        let items = Double(groups.count)
        guard count > items, items > 1, within > 0 else { return (max(1e-9, within), 10) }
        let noise = within / (count - items)
        let size = groups.values.reduce(0) { $0 + Double($1.count * $1.count) } / count
        let real = max(0, (between / (items - 1) - noise) * (items - 1) / (count - size))
        return (noise, real > 0 ? min(1e6, noise / real) : 1e6)
    }

    /// What is expected of an item.
    func expected(_ item: String) -> Double { worth[item] ?? mean }

    /// With what probability it would choose each of what there was, at that position.
    func probabilities(_ choice: LoggedChoice) -> [String: Double] {
        guard choice.options.isEmpty else { return probabilities(among: choice.options, choice.position) }
        return known[choice.position] ?? probabilities(among: learned, choice.position)
    }

    private func probabilities(among options: [Advice.Contender], _ position: Int) -> [String: Double] {
        guard position >= 1, position <= options.count else { return [:] }
        switch kind {
        case .random:
            return Dictionary(options.map { ($0.item, 1 / Double(options.count)) }) { $0 + $1 }
        case .greedy: return [best(options.map(\.mean), options, position): 1]
        case .popularity:
            return [best(options.map { successes[$0.item] ?? 0 }, options, position): 1]
        case .halfThompson:
            var shares: [String: Double] = [:]
            for round in 0..<Self.rounds {
                var generator = SeededGenerator(seed: seed, name: "policy \(round)")
                let drawn = options.map { $0.mean + 0.5 * $0.sd * generator.normal() }
                shares[best(drawn, options, position), default: 0] += 1 / Double(Self.rounds)
            }
            return shares
        }
    }

    /// The item that stands at the position when they are sorted by their values.
    private func best(_ values: [Double], _ options: [Advice.Contender], _ position: Int) -> String {
        let order = values.indices.sorted {
            values[$0] == values[$1] ? options[$0].item < options[$1].item : values[$0] > values[$1]
        }
        return options[order[position - 1]].item
    }
}
