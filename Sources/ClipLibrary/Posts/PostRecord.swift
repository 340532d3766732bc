public import Recommendation

/// A post according to one row of an export.
public struct PostRecord: Hashable, Sendable {
    /// The data to learn from.
    public var post: Post
    /// `tiktok`, `instagram`, `facebook`, `youtube` or another platform id; "" if unknown.
    public var platform: String
    /// Link to the post.
    public var url: String?
    /// Its text.
    public var title: String?
    /// Number of accounts reached.
    public var reach: Double?
    /// Followers gained.
    public var follows: Double?
    /// Number of impressions.
    public var impressions: Double?
    /// The id in the render's `NAME.post.json`.
    public var renderKey: String?
    /// False if the export has no views; they are then not stored.
    public var tellsViews = true
    /// Row of its table or index in its list, from 1.
    public var row: Int

    /// A post without other facts.
    public init(_ post: Post, platform: String = "", row: Int = 0) {
        (self.post, self.platform, self.row) = (post, platform, row)
        (url, title, reach, follows, impressions, renderKey) = (nil, nil, nil, nil, nil, nil)
    }
}

/// A row left out, with the reason: lower case, no full stop.
public struct LeftOutRow: Hashable, Sendable {
    /// From 1; a table's header is row 1.
    public let row: Int
    /// `column 2 (views)`; nil if the whole row is affected.
    public var column: String?
    /// Equal for all rows left out for the same reason.
    public let reason: String
    /// The offending text; nil if irrelevant.
    public var found: String?
}
