public import ClipCore
public import Recommendation

/// What is said about a board beside its file: it holds where the file is silent. Where both speak, they must agree.
public struct ChartOptions: Hashable, Sendable {
    /// What is listed.
    public var kind: TrendKind?
    /// Where: ISO 3166 code or another word.
    public var region: String?
    /// For what.
    public var category: String?
    /// Whose board it is.
    public var source: String?
    /// The day for which it holds.
    public var asOf: CalendarDay?
    /// The latest day that a board can be of.
    public var today: CalendarDay

    /// Nothing is said but what day it is.
    public init(today: CalendarDay) {
        self.today = today
        (kind, region, category, source, asOf) = (nil, nil, nil, nil, nil)
    }
}

/// A board that was read.
public struct Chart: Hashable, Sendable {
    /// Its lines, each of them once.
    public var observations: [TrendObservation]
    /// What had to be decided while it was read: a sentence each, lower case, no full stop.
    public var notes: [String]
}
