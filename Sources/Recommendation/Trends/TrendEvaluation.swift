internal import ClipCore

/// Back-tests forecasts on the history of charts, against the assumption of no change.
///
/// Forecasts of ranks are fitted on the first 60 % of each chart's weeks, all regions together; each later
/// week is forecast from data before it and compared with the chart 5 to 10 days later. Counts need no fit:
/// growth over the next 7 days (5 to 10 if that day is missing) is compared on the last 40 % of the days, for
/// items with at least three points in 14 days.
public struct TrendEvaluation: Hashable, Codable, Sendable {
    /// Quality of one method to forecast ranks.
    public struct Ranks: Hashable, Codable, Sendable {
        /// NDCG of the first ten, by the strength of their next rank: 0 to 1.
        public var ndcgAt10: Double
        /// The share of ten forecast climbers that are among the ten biggest climbers: 0 to 1.
        public var precisionAt10Climbers: Double
        /// The error of ln((N + 1) / rank), over the items of the week's chart.
        public var meanAbsoluteError: Double
    }

    /// Number of charts.
    public var boards: Int
    /// Number of forecast weeks.
    public var weeks: Int
    /// Results for ranks; nil without rank charts that are long enough.
    public var ranks: Ranks?
    /// The same for "as this week", and for climbers "as last week".
    public var persistence: Ranks?
    /// The share of listed items whose next rank was within the 80 % interval.
    public var coverage80: Double?
    /// Spearman's rank correlation between forecast and actual growth.
    public var growthSpearman: Double?
    /// The same for the last step alone as forecast.
    public var lastStepSpearman: Double?
    /// Number of compared growths.
    public var growths: Int

    /// Runs the back-tests on a history.
    public init(_ observations: [TrendObservation]) {
        let boards = TrendChart.boards(of: observations)
        var test = RankBacktest()
        let ranked = boards.filter(\.id.isRanked)
        for (_, family) in Dictionary(grouping: ranked, by: \.id.family).sorted(by: { $0.key < $1.key }) {
            test.run(family.map { RankSeries($0) })
        }
        let growth = GrowthBacktest(boards.filter { !$0.id.isRanked })
        self.boards = boards.count
        (weeks, ranks, persistence, coverage80) = (test.weeks, test.model, test.persistence, test.coverage)
        (growthSpearman, lastStepSpearman, growths) = (growth.spearman, growth.lastStep, growth.count)
    }
}
