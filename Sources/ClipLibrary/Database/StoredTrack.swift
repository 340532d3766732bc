public import ClipCore
public import Recommendation

/// A track as stored in the library.
public struct StoredTrack: Hashable, Sendable {
    /// The track.
    public var track: Track
    /// Identity of its file, wherever it is moved.
    public var identity: String
    /// Identity of its content, a name as in `MusicContent.names`; nil if not read yet.
    public var content: String?
    /// Date of adding.
    public var added: CalendarDay

    package init(_ track: Track, identity: String, content: String? = nil, added: CalendarDay) {
        (self.track, self.identity, self.content, self.added) = (track, identity, content, added)
    }
}
