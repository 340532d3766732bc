internal import ClipCore

/// Back-test of ``RankForecast`` on the later weeks of charts.
struct RankBacktest {
    /// Sums over the forecast weeks.
    private struct Sums {
        var (ndcg, precision, error) = (0.0, 0.0, 0.0)

        func means(weeks: Int, rows: Int) -> TrendEvaluation.Ranks? {
            guard weeks > 0, rows > 0 else { return nil }
            return .init(
                ndcgAt10: ndcg / Double(weeks), precisionAt10Climbers: precision / Double(weeks),
                meanAbsoluteError: error / Double(rows))
        }
    }

    private(set) var weeks = 0
    private var rows = 0
    private var inside = 0
    private var (own, idle) = (Sums(), Sums())

    var model: TrendEvaluation.Ranks? { own.means(weeks: weeks, rows: rows) }
    var persistence: TrendEvaluation.Ranks? { idle.means(weeks: weeks, rows: rows) }
    var coverage: Double? { rows > 0 ? Double(inside) / Double(rows) : nil }

    /// Fits on the first 60 % of the weeks of related charts and tests on the rest.
    mutating func run(_ boards: [RankSeries]) {
        let known = boards.map { (series: $0, weeks: $0.weeks.count * 6 / 10) }
        let forecast = RankForecast(known) ?? .standard
        for (series, first) in known {
            for week in max(0, first - 1)..<max(0, first - 1, series.weeks.count - 1) {
                guard let next = series.next(after: week) else { continue }
                score(series, week, next, forecast)
            }
        }
    }

    private mutating func score(_ series: RankSeries, _ week: Int, _ next: Int, _ forecast: RankForecast) {
        let states = series.weeks[week].states
        let truth = states.map { series.weeks[next].strengths[$0.item] ?? 0 }
        let expected = states.map(forecast.expected)
        let now = states.map(\.strength)
        guard let ownGain = Self.ndcg(expected, truth), let idleGain = Self.ndcg(now, truth) else { return }
        weeks += 1
        own.ndcg += ownGain
        idle.ndcg += idleGain
        for index in states.indices where states[index].isListed {
            rows += 1
            own.error += (expected[index] - truth[index]).magnitude
            idle.error += (now[index] - truth[index]).magnitude
            if (expected[index] - truth[index]).magnitude <= 1.2816 * forecast.sd { inside += 1 }
        }
        let climbers = series.climbers(from: week, to: next)
        let listed = states.filter(\.isListed)
        own.precision += Self.precision(listed, climbers) {
            forecast.climbChance($0) ?? forecast.expected($0) - $0.strength
        }
        idle.precision += Self.precision(listed, climbers) { $0.features[1] }
    }

    private static func precision(
        _ states: [RankSeries.State], _ climbers: Set<Int>, by score: (RankSeries.State) -> Double
    ) -> Double {
        let scores = states.map(score)
        return Double(best(scores).count { climbers.contains(states[$0].item) }) / 10
    }

    /// NDCG of the first ten in the order of `scores`; nil without any gains.
    static func ndcg(_ scores: [Double], _ gains: [Double]) -> Double? {
        let most = discounted(gains.sorted(by: >).prefix(10))
        return most > 0 ? discounted(best(scores).map { gains[$0] }[...]) / most : nil
    }

    /// Indices of the ten highest scores, ties in order.
    private static func best(_ scores: [Double]) -> [Int] {
        Array(
            scores.indices.sorted { scores[$0] == scores[$1] ? $0 < $1 : scores[$0] > scores[$1] }.prefix(10))
    }

    private static func discounted(_ gains: ArraySlice<Double>) -> Double {
        gains.enumerated().reduce(0) {
            $0 + $1.element * naturalLogarithm(2) / naturalLogarithm(Double($1.offset) + 2)
        }
    }
}
