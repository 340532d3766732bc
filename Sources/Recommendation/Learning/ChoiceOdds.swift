/// Estimates how probable a random choice is, by simulating draws like those of ``Scoring``.
struct ChoiceOdds {
    /// Number of simulated rounds, in addition to the actual one.
    static let rounds = 1_000
    /// The largest relevant draw, in standard deviations.
    private static let reach = 3.5
    /// The most candidates considered.
    private static let most = 200

    /// Scores without draws, with standard deviations.
    let candidates: [(mean: Double, sd: Double)]
    /// The scale of draws in standard deviations; 0 for none.
    let boldness: Double
    let seed: UInt64

    /// The probability that each chosen candidate is chosen at its place; 1 without draws.
    ///
    /// - Parameters:
    ///   - places: how many of the first places matter.
    ///   - anywhere: count any place in the result of `choose`, not only its own.
    ///   - choose: chooses from candidates, best first.
    func probabilities(
        _ chosen: [Int], places: Int, anywhere: Bool = false, choose: ([Int]) -> [Int]
    ) -> [Double] {
        guard boldness > 0, !chosen.isEmpty else { return chosen.map { _ in 1 } }
        let contenders = contenders(places, besides: chosen)
        var hits = [Int](repeating: 1, count: chosen.count)
        var values = [Double](repeating: 0, count: candidates.count)
        for round in 0..<Self.rounds {
            var generator = SeededGenerator(seed: seed, name: "round \(round)")
            for one in contenders {
                values[one] = candidates[one].mean + boldness * candidates[one].sd * generator.normal()
            }
            let order = choose(
                contenders.sorted { values[$0] == values[$1] ? $0 < $1 : values[$0] > values[$1] })
            for (place, one) in chosen.enumerated() {
                let isThere = anywhere ? order.contains(one) : place < order.count && order[place] == one
                if isThere { hits[place] += 1 }
            }
        }
        return hits.map { Double($0) / Double(Self.rounds + 1) }
    }

    /// Candidates that can reach the first places at all.
    func contenders(_ places: Int, besides chosen: [Int]) -> [Int] {
        guard !candidates.isEmpty else { return [] }
        let reach = Self.reach * boldness
        let order = candidates.indices.sorted {
            let (one, other) = (candidates[$0], candidates[$1])
            let (high, low) = (one.mean + reach * one.sd, other.mean + reach * other.sd)
            return high == low ? $0 < $1 : high > low
        }
        let floors = candidates.map { $0.mean - reach * $0.sd }.sorted(by: >)
        let floor = floors[min(max(1, places), floors.count) - 1]
        let able = order.prefix(Self.most).filter { candidates[$0].mean + reach * candidates[$0].sd >= floor }
        return able + chosen.filter { !able.contains($0) }
    }
}
