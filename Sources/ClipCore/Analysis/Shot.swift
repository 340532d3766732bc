/// How one shot turns into the next.
public enum Transition: String, Hashable, Codable, Sendable {
    /// Nothing comes before: the clip begins.
    case none
    /// From one frame to the next.
    case cut
    /// Each shows through the other.
    case dissolve
    /// Through black or white.
    case fade
}

/// A change of shots.
public struct ShotBoundary: Hashable, Codable, Sendable {
    /// The first frame of the new shot, or the middle of a gradual transition; on the file's own clock.
    public var time: MediaTime
    /// How it happens.
    public var transition: Transition
    /// How long it takes, in seconds; 0 for a cut.
    public var duration: Double

    /// A boundary of these facts.
    public init(time: MediaTime, transition: Transition, duration: Double = 0) {
        (self.time, self.transition, self.duration) = (time, transition, duration)
    }
}

/// A part of a clip that was taken in one go.
public struct Shot: Hashable, Codable, Sendable {
    /// When it is seen; it starts in the middle of the transition into it.
    public var range: TimeRange
    /// How it begins.
    public var transition: Transition

    /// A shot of these facts.
    public init(range: TimeRange, transition: Transition) {
        (self.range, self.transition) = (range, transition)
    }

    /// The shots between boundaries.
    ///
    /// - Parameter boundaries: rising in time; those outside of `span` do not count.
    public static func all(in span: TimeRange, between boundaries: [ShotBoundary]) -> [Shot] {
        let inner = boundaries.filter { $0.time > span.start && $0.time < span.end }
        let starts = [ShotBoundary(time: span.start, transition: .none)] + inner
        let ends = inner.map(\.time) + [span.end]
        return zip(starts, ends).map {
            Shot(range: TimeRange(start: $0.time, end: $1), transition: $0.transition)
        }
    }
}
