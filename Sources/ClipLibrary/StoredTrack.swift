public import ClipCore
public import Recommendation

/// A track as the library holds it.
public struct StoredTrack: Hashable, Sendable {
    /// The track.
    public var track: Track
    /// What tells its file from others, wherever it is moved to.
    public var identity: String
    /// The day on which it was added.
    public var added: CalendarDay

    /// A track, with its file's identity.
    public init(_ track: Track, identity: String, added: CalendarDay) {
        (self.track, self.identity, self.added) = (track, identity, added)
    }
}
