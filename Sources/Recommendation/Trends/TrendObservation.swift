public import ClipCore

/// What boards list.
public enum TrendKind: String, Hashable, Codable, CaseIterable, Sendable {
    /// Music.
    case sound
    /// Hashtags, without the `#`, in lower case.
    case hashtag
    /// Words that people search for.
    case keyword
    /// Looks and filters.
    case look
}

/// One line of a dated board: what an item's rank or count was on a day.
public struct TrendObservation: Hashable, Codable, Sendable {
    /// What is listed.
    public var kind: TrendKind
    /// The board's own id of the item; a hashtag's or keyword's name; else title and artist folded to lower case.
    public var item: String
    /// What to call it: a title, a tag without `#`.
    public var name: String
    /// Who made it, of music; "" elsewhere.
    public var author: String
    /// ISO 3166 code or the board's own word in lower case; "" where it is not said.
    public var region: String
    /// The board's own word in lower case; "" for all.
    public var category: String
    /// Where it was listed, e.g. `tiktok`, or the file's own word for its source; "" where it is not said.
    public var source: String
    /// The day for which it holds.
    public var day: CalendarDay
    /// From 1, the best; nil on boards of counts.
    public var rank: Int?
    /// Uses or views so far; nil on boards of ranks.
    public var count: Double?
    /// Whether a business may use it on that platform, where the board tells.
    public var isBusinessCleared: Bool?

    /// An observation without rank and count.
    public init(kind: TrendKind, item: String, name: String, day: CalendarDay) {
        (self.kind, self.item, self.name, self.day) = (kind, item, name, day)
        (author, region, category, source) = ("", "", "", "")
        (rank, count, isBusinessCleared) = (nil, nil, nil)
    }
}
