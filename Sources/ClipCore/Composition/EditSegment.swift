/// One segment of an edit: a source range and its speed. An output plays its segments in order.
public struct EditSegment: Hashable, Codable, Sendable {
    /// The part, on the source's clock.
    public var range: TimeRange
    /// How long it lasts in the output: other than the part itself where it is played slower or faster, with its pitch.
    public var length: MediaTime
    /// Only its first picture is shown, all the time, and nothing is heard.
    public var isHeld: Bool
    /// For how long at most its sound and that of the piece before are heard together; nil for ``usualSeam``.
    public var seam: MediaTime?

    /// 10 ms: enough that nothing clicks.
    public static let usualSeam = MediaTime(ticks: 10, timescale: 1000)
    /// How much slower or faster than recorded a piece may be played.
    public static let rates = 0.5...2.0

    /// A part at its own speed, or in another length.
    public init(_ range: TimeRange, length: MediaTime? = nil, isHeld: Bool = false, seam: MediaTime? = nil) {
        (self.range, self.isHeld, self.seam) = (range, isHeld, seam)
        self.length = length ?? range.duration
    }

    /// Seconds of the source for a second of the output.
    public var rate: Double { range.duration == length ? 1 : range.duration.seconds / length.seconds }

    /// What keeps it from being played, e.g. in a plan that somebody edited; nil where it is sound.
    var problem: String? {
        if range.duration <= .zero || length <= .zero { return "a piece is empty" }
        if let seam, seam < .zero { return "a seam is negative" }
        // Rounding to frames may move a rate by a hair.
        let isPlayable = (Self.rates.lowerBound - 0.01...Self.rates.upperBound + 0.01).contains(rate)
        return isHeld || isPlayable ? nil : "a piece is played at \(rate) times its speed, not at 0.5 to 2"
    }
}

extension [EditSegment] {
    /// How long they last in the output.
    public var length: MediaTime { reduce(.zero) { $0 + $1.length } }

    /// They are one part as it is, which need not be made anew.
    public var isPlainPart: Bool { count == 1 && self[0].rate == 1 && !self[0].isHeld }

    /// From the earliest to the latest moment that they show; nil for none.
    public var hull: TimeRange? {
        guard let start = map(\.range.start).min(), let end = map(\.range.end).max() else { return nil }
        return TimeRange(start: start, end: end)
    }
}

extension EditSegment {
    /// The same part on another clock, which reads `offset` more.
    public func shifted(by offset: MediaTime) -> EditSegment {
        var piece = self
        piece.range = range.shifted(by: offset)
        return piece
    }
}
