public import ClipCore

/// Record of a render, to match posts to it later.
public struct RenderRecord: Hashable, Sendable {
    /// Its row id; nil before it is stored.
    public var id: Int64?
    /// The clip's path.
    public var source: String
    /// Identity of the clip's file.
    public var identity: String
    /// Path of the output.
    public var output: String
    /// Date of the render.
    public var made: CalendarDay
    /// The preset's name; "" for none.
    public var brand: String
    /// Ids of its platforms.
    public var platforms: [String]
    /// Its music track; nil for none, and for a file outside the library.
    public var musicID: String?
    /// Its look.
    public var look: String?
    /// Its hashtags without `#`.
    public var tags: [String]
    /// Start of its window in the clip, in seconds.
    public var start: Double
    /// Length in seconds.
    public var length: Double
    /// Seed of the suggestion used; nil if none was used.
    public var seed: UInt64?
    /// The id in its `NAME.post.json`; nil if there is no such file.
    public var postKey: String?
    /// Caption for the post; nil if there is none. Only its fingerprint is stored, so records read back have none.
    public var caption: String?
    /// The experiment that it is part of; nil for none.
    public var experiment: PlannedPost.Experiment?

    /// Creates a record; optional values are nil or empty.
    public init(
        source: String, identity: String, output: String, made: CalendarDay, start: Double, length: Double
    ) {
        (self.source, self.identity, self.output, self.made) = (source, identity, output, made)
        (self.start, self.length) = (start, length)
        (brand, platforms, tags) = ("", [], [])
        (id, musicID, look, seed) = (nil, nil, nil, nil)
        (postKey, caption, experiment) = (nil, nil, nil)
    }
}
