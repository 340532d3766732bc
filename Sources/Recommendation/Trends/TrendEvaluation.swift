internal import ClipCore

/// How well the forecasts would have done on the history of boards, beside doing nothing.
///
/// Of each board of ranks the first 60 % of the weeks are for fitting, boards of all regions together; each later week
/// is forecast from what was known before it, its target is the board 5 to 10 days later. Counts need no fitting: growth over the
/// next 7 days (5 to 10 where that day is missing) is compared on the last 40 % of the days, for items with at least three
/// points in 14 days.
public struct TrendEvaluation: Hashable, Codable, Sendable {
    /// How good one way of forecasting ranks is.
    public struct Ranks: Hashable, Codable, Sendable {
        /// The order of the first ten, weighed by the strength of their next rank: 0 to 1.
        public var ndcgAt10: Double
        /// Of ten items named as climbers how many are among the ten that gain most ranks: 0 to 1.
        public var precisionAt10Climbers: Double
        /// Of ln((N + 1) / rank), over the items of the week's board.
        public var meanAbsoluteError: Double
    }

    /// How many boards there are.
    public var boards: Int
    /// How many weeks of boards were forecast.
    public var weeks: Int
    /// The forecast of ranks; nil without boards of ranks that are long enough.
    public var ranks: Ranks?
    /// The same for "as this week", and for climbers "as last week".
    public var persistence: Ranks?
    /// How often the next rank of an item of the board was within the 80 % interval of its forecast.
    public var coverage80: Double?
    /// Spearman's rank correlation of the forecast of growth with growth.
    public var growthSpearman: Double?
    /// The same for the last step alone.
    public var lastStepSpearman: Double?
    /// How many growths were compared.
    public var growths: Int

    /// Back-tests on a history.
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
