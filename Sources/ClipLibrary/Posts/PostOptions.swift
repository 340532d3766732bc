public import ClipCore

/// What is said about an export beside its file.
public struct PostOptions: Hashable, Sendable {
    /// Whose posts they are, where a row does not name its creator.
    public var brand: String?
    /// The day that its figures are of, whatever the file says.
    public var asOf: CalendarDay?
    /// The day that its figures are of where neither option nor file tell it: that of the file's last change.
    public var changed: CalendarDay
    /// The latest day that anything can be of.
    public var today: CalendarDay

    /// Nothing is said but what day it is.
    public init(today: CalendarDay) {
        (self.today, changed) = (today, today)
        (brand, asOf) = (nil, nil)
    }
}

/// The posts of a file.
public struct PostExport: Hashable, Sendable {
    /// `tiktok`, `instagram`, `youtube`, or `own` for our own table.
    public var platform: String
    /// What people call it: `TikTok Studio`.
    public var name: String
    /// Each post and day once.
    public var records: [PostRecord] = []
    /// Rows that do not count.
    public var leftOut: [LeftOutRow] = []
    /// What had to be decided while it was read: a sentence each, lower case, no full stop.
    public var notes: [String] = []
}
