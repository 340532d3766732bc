public import ClipCore
public import Recommendation

/// Options for reading a chart: used where the file gives no value; if both do, they must agree.
public struct ChartOptions: Hashable, Sendable {
    /// Kind of the listed items.
    public var kind: TrendKind?
    /// Region: ISO 3166 code or another word.
    public var region: String?
    /// Category.
    public var category: String?
    /// Publisher of the chart.
    public var source: String?
    /// Date of the chart.
    public var asOf: CalendarDay?
    /// The latest possible date of a chart.
    public var today: CalendarDay

    /// Options with only today's date.
    public init(today: CalendarDay) {
        self.today = today
        (kind, region, category, source, asOf) = (nil, nil, nil, nil, nil)
    }
}

/// A chart read from a file.
public struct Chart: Hashable, Sendable {
    /// Its lines, without duplicates.
    public var observations: [TrendObservation]
    /// Decisions made while reading: one sentence each, lower case, no full stop.
    public var notes: [String]
}
