/// How one shot turns into the next.
public enum Transition: String, Hashable, Codable, Sendable {
    /// The start of the clip.
    case none
    /// A hard cut from one frame to the next.
    case cut
    /// One shot blends into the other.
    case dissolve
    /// Through black or white.
    case fade
}

/// A boundary between two shots.
public struct ShotBoundary: Hashable, Codable, Sendable {
    /// The first frame of the new shot, or the middle of a gradual transition; on the file's own clock.
    public var time: MediaTime
    /// The kind of transition.
    public var transition: Transition
    /// Length of the transition in seconds; 0 for a cut.
    public var duration: Double

    /// Creates a boundary.
    public init(time: MediaTime, transition: Transition, duration: Double = 0) {
        (self.time, self.transition, self.duration) = (time, transition, duration)
    }
}

/// A continuous take in a clip.
public struct Shot: Hashable, Codable, Sendable {
    /// Its range; it starts in the middle of the transition into it.
    public var range: TimeRange
    /// The transition into it.
    public var transition: Transition

    /// Splits a span into shots at its boundaries.
    ///
    /// - Parameter boundaries: ascending in time; those outside of `span` are ignored.
    public static func all(in span: TimeRange, between boundaries: [ShotBoundary]) -> [Shot] {
        let inner = boundaries.filter { $0.time > span.start && $0.time < span.end }
        let starts = [ShotBoundary(time: span.start, transition: .none)] + inner
        let ends = inner.map(\.time) + [span.end]
        return zip(starts, ends).map {
            Shot(range: TimeRange(start: $0.time, end: $1), transition: $0.transition)
        }
    }
}
