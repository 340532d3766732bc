public import ClipCore

/// What was rendered, so that posts can be joined to it later.
public struct RenderRecord: Hashable, Sendable {
    /// Its number in the library; nil before it is stored.
    public var id: Int64?
    /// The clip's path.
    public var source: String
    /// What tells the clip's file from others.
    public var identity: String
    /// The path of what was written.
    public var output: String
    /// The day on which it was made.
    public var made: CalendarDay
    /// The preset's name; "" for none.
    public var brand: String
    /// Ids of the platforms that it is for.
    public var platforms: [String]
    /// The track under it; nil for none, and for a file that is no track of the library.
    public var musicID: String?
    /// The look on it.
    public var look: String?
    /// Its hashtags without `#`.
    public var tags: [String]
    /// Where its part of the clip begins, in seconds.
    public var start: Double
    /// Seconds.
    public var length: Double
    /// The seed of the suggestion that it follows; nil where it follows none.
    public var seed: UInt64?
    /// The id in `NAME.post.json` beside it; nil where there is no such file.
    public var postKey: String?
    /// The text that it is to be posted with; nil likewise. Only a fingerprint of it is stored: what is read has none.
    public var caption: String?

    /// A render of `source` on that day; what is optional is nil or empty.
    public init(
        source: String, identity: String, output: String, made: CalendarDay, start: Double, length: Double
    ) {
        (self.source, self.identity, self.output, self.made) = (source, identity, output, made)
        (self.start, self.length) = (start, length)
        (brand, platforms, tags) = ("", [], [])
        (id, musicID, look, seed) = (nil, nil, nil, nil)
        (postKey, caption) = (nil, nil)
    }
}
