public import Recommendation

/// A post as one row of an export tells it.
public struct PostRecord: Hashable, Sendable {
    /// What is learnt from.
    public var post: Post
    /// `tiktok`, `instagram`, `youtube` or another id of a platform; "" where it is not known.
    public var platform: String
    /// Where the post is.
    public var url: String?
    /// Its text.
    public var title: String?
    /// How many accounts saw it.
    public var reach: Double?
    /// Followers that it brought.
    public var follows: Double?
    /// How often it was shown before it was chosen.
    public var impressions: Double?
    /// The id in `NAME.post.json` of the render that it is.
    public var renderKey: String?
    /// False where the export does not tell how often it was seen: its views are not stored then.
    public var tellsViews = true
    /// Where it stands: the row of its table, the item of its list, from 1.
    public var row: Int

    /// A post of which nothing else is known.
    public init(_ post: Post, platform: String = "", row: Int = 0) {
        (self.post, self.platform, self.row) = (post, platform, row)
        (url, title, reach, follows, impressions, renderKey) = (nil, nil, nil, nil, nil, nil)
    }
}

/// A row that does not count, and why: lower case, no full stop.
public struct LeftOutRow: Hashable, Sendable {
    /// From 1; a table's header is row 1.
    public let row: Int
    /// `column 2 (views)`; nil where it is about the whole row.
    public var column: String?
    /// The same for all rows that are left out for it.
    public let reason: String
    /// What stands there; nil where that does not matter.
    public var found: String?

    /// A row that is left out.
    public init(row: Int, column: String? = nil, reason: String, found: String? = nil) {
        (self.row, self.column, self.reason, self.found) = (row, column, reason, found)
    }
}
