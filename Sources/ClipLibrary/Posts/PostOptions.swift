public import ClipCore

/// Options for reading an export.
public struct PostOptions: Hashable, Sendable {
    /// Brand of posts whose row has no creator.
    public var brand: String?
    /// Date of the figures, overriding the file's.
    public var asOf: CalendarDay?
    /// Date of the figures if neither option nor file gives one: that of the file's last change.
    public var changed: CalendarDay
    /// The latest possible date.
    public var today: CalendarDay

    /// Options with only today's date.
    public init(today: CalendarDay) {
        (self.today, changed) = (today, today)
        (brand, asOf) = (nil, nil)
    }
}

/// Posts read from a file.
public struct PostExport: Hashable, Sendable {
    /// `tiktok`, `instagram`, `youtube`, or `own` for our own table.
    public var platform: String
    /// Display name, e.g. `TikTok Studio`.
    public var name: String
    /// Posts, one per day.
    public var records: [PostRecord] = []
    /// Rows left out.
    public var leftOut: [LeftOutRow] = []
    /// Decisions made while reading: one sentence each, lower case, no full stop.
    public var notes: [String] = []
}
