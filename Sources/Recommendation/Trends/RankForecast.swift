internal import ClipCore

/// Forecasts ranks one week ahead: ridge regression on the features of ``RankSeries``, plus the probability
/// of being among the ten biggest climbers.
///
/// Strength persists and tends to fall after a gain: momentum alone forecasts worse than nothing in charts.
struct RankForecast: Sendable {
    private let strength: LinearModel
    private let climb: LinearModel?
    /// Standard deviation of the errors, for listed items.
    let sd: Double
    /// Number of rows of the fit; 0 for ``standard``.
    let rows: Int

    /// Without history: as now, slightly towards the four-week mean and against the last change.
    static let standard = RankForecast(
        strength: LinearModel(weights: [1, -0.1, 0, 0, 0.15, 0, 0, 0, 0, 0, 0, 0], intercept: 0), climb: nil,
        sd: 0.3, rows: 0)

    /// For charts of a few items, whose means say nothing: as now.
    static let persistent = RankForecast(
        strength: LinearModel(weights: [1] + Array(repeating: 0, count: 11), intercept: 0), climb: nil,
        sd: 0.3, rows: 0)
    /// Charts with fewer items are not pulled to a mean.
    static let fewestItems = 10
    /// The least number of rows for a fit.
    private static let fewestRows = 300

    private init(strength: LinearModel, climb: LinearModel?, sd: Double, rows: Int) {
        (self.strength, self.climb, self.sd, self.rows) = (strength, climb, sd, rows)
    }

    /// Fits on weeks whose next week is known.
    ///
    /// - Parameter weeks: how many first weeks of each chart are known, including the next weeks.
    /// - Returns: nil if there are too few.
    init?(_ boards: [(series: RankSeries, weeks: Int)]) {
        var (rows, targets) = ([[Double]](), [Double]())
        var (listed, labels) = ([[Double]](), [Bool]())
        for (series, known) in boards {
            for week in 0..<max(0, known - 1) {
                guard let next = series.next(after: week) else { continue }
                let climbers = series.climbers(from: week, to: next)
                for state in series.weeks[week].states {
                    rows.append(state.features)
                    targets.append(series.weeks[next].strengths[state.item] ?? 0)
                    guard state.isListed else { continue }
                    listed.append(Self.hinged(state.features))
                    labels.append(climbers.contains(state.item))
                }
            }
        }
        guard rows.count >= Self.fewestRows, let model = LinearModel.ridge(rows, targets, penalty: 3) else {
            return nil
        }
        var squares = 0.0
        for (row, target) in zip(rows, targets) where row[RankSeries.listedFeature] > 0 {
            let miss = target - max(0, model.value(row))
            squares += miss * miss
        }
        self.init(
            strength: model, climb: LinearModel.logistic(listed, labels, penalty: 3),
            sd: (squares / Double(max(1, listed.count))).squareRoot(), rows: rows.count)
    }

    /// The forecast strength one week ahead.
    func expected(_ state: RankSeries.State) -> Double { max(0, strength.value(state.features)) }

    /// The probability of being among the ten biggest climbers; nil if not fitted or not listed.
    func climbChance(_ state: RankSeries.State) -> Double? {
        guard state.isListed else { return nil }
        return climb.map { LinearModel.chance(ofOdds: $0.value(Self.hinged(state.features))) }
    }

    /// The features with hinges and products: 26 in total.
    private static func hinged(_ row: [Double]) -> [Double] {
        let over = { (index: Int, bend: Double) in max(0, row[index] - bend) }
        return row + [
            over(0, 0.5), over(0, 1.5), over(1, 0), over(2, 0), over(3, 0), over(4, 0), over(5, 0.5),
            over(6, 1.5), over(6, 2.5), row[0] * row[1], row[0] * row[4], row[0] * row[0], row[0] * row[6],
            row[0] * row[8],
        ]
    }
}
