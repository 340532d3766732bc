/// One segment of an edit: a source range and its speed. An output plays its segments in order.
public struct EditSegment: Hashable, Codable, Sendable {
    /// The range, on the source's clock.
    public var range: TimeRange
    /// Its length in the output: differs from the range if it is played slower or faster; the pitch is kept.
    public var length: MediaTime
    /// Holds the first picture for the whole length, silently.
    public var isHeld: Bool
    /// The longest crossfade with the segment before; nil for ``usualSeam``.
    public var seam: MediaTime?

    /// The default crossfade, 10 ms: enough to avoid a click.
    public static let usualSeam = MediaTime(ticks: 10, timescale: 1000)
    /// The range of playback rates.
    public static let rates = 0.5...2.0

    /// Creates a segment at normal speed, or of another length.
    public init(_ range: TimeRange, length: MediaTime? = nil, isHeld: Bool = false, seam: MediaTime? = nil) {
        (self.range, self.isHeld, self.seam) = (range, isHeld, seam)
        self.length = length ?? range.duration
    }

    /// Seconds of source per second of output.
    public var rate: Double { range.duration == length ? 1 : range.duration.seconds / length.seconds }

    /// Why the segment is invalid, e.g. in a plan edited by hand; nil if it is valid.
    var problem: String? {
        if range.duration <= .zero || length <= .zero { return "a piece is empty" }
        if let seam, seam < .zero { return "a seam is negative" }
        // Rounding to frames may change a rate slightly.
        let isPlayable = (Self.rates.lowerBound - 0.01...Self.rates.upperBound + 0.01).contains(rate)
        return isHeld || isPlayable ? nil : "a piece is played at \(rate) times its speed, not at 0.5 to 2"
    }
}

extension [EditSegment] {
    /// Total length in the output.
    public var length: MediaTime { reduce(.zero) { $0 + $1.length } }

    /// A single unchanged range, which needs no re-encoding.
    public var isPlainPart: Bool { count == 1 && self[0].rate == 1 && !self[0].isHeld }

    /// From the earliest to the latest source time shown; nil if empty.
    public var hull: TimeRange? {
        guard let start = map(\.range.start).min(), let end = map(\.range.end).max() else { return nil }
        return TimeRange(start: start, end: end)
    }
}

extension EditSegment {
    /// The same segment on a clock that is ahead by `offset`.
    public func shifted(by offset: MediaTime) -> EditSegment {
        var piece = self
        piece.range = range.shifted(by: offset)
        return piece
    }
}
