public import ClipCore
public import Recommendation

/// A track as the library holds it.
public struct StoredTrack: Hashable, Sendable {
    /// The track.
    public var track: Track
    /// What tells its file from others, wherever it is moved to.
    public var identity: String
    /// What tells what is in it from others, a name as in `MusicContent.names`; nil where nobody read it.
    public var content: String?
    /// The day on which it was added.
    public var added: CalendarDay

    /// A track, with its file's identity and content.
    public init(_ track: Track, identity: String, content: String? = nil, added: CalendarDay) {
        (self.track, self.identity, self.content, self.added) = (track, identity, content, added)
    }
}
