public import ClipCore

/// Kinds of chart items.
public enum TrendKind: String, Hashable, Codable, CaseIterable, Sendable {
    /// Music.
    case sound
    /// Hashtags in lower case, without `#`.
    case hashtag
    /// Search terms.
    case keyword
    /// Looks and filters.
    case look
}

/// One row of a dated chart: the rank or count of an item on a day.
public struct TrendObservation: Hashable, Codable, Sendable {
    /// The kind of item.
    public var kind: TrendKind
    /// The chart's own id of the item; the name of a hashtag or keyword; else title and artist in lower case.
    public var item: String
    /// Display name: a title, or a tag without `#`.
    public var name: String
    /// The artist of music; "" otherwise.
    public var author: String
    /// ISO 3166 code or the chart's own word in lower case; "" if unknown.
    public var region: String
    /// The chart's own word in lower case; "" for all.
    public var category: String
    /// The source, e.g. `tiktok`, or the file's own word for it; "" if unknown.
    public var source: String
    /// The day of the chart.
    public var day: CalendarDay
    /// The rank from 1 (best); nil in count charts.
    public var rank: Int?
    /// Uses or views so far; nil in rank charts.
    public var count: Double?
    /// Whether businesses may use it on that platform, if the chart states it.
    public var isBusinessCleared: Bool?

    /// Creates an observation without rank and count.
    public init(kind: TrendKind, item: String, name: String, day: CalendarDay) {
        (self.kind, self.item, self.name, self.day) = (kind, item, name, day)
        (author, region, category, source) = ("", "", "", "")
        (rank, count, isBusinessCleared) = (nil, nil, nil)
    }
}
