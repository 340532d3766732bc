/// Maps source frames to constant-rate output slots: a slot shows the last frame that rounds to it or an
/// earlier one. Rounded or uneven times neither drop nor repeat a frame needlessly.
public struct FrameSlots: Hashable, Sendable {
    private let rate: Fraction
    private let count: Int
    private var filled = 0
    private var hasFrame = false

    /// Creates `count` slots at `rate` frames per second; the first is at time 0.
    public init(rate: Fraction, count: Int) { (self.rate, self.count) = (rate, count) }

    /// How many slots the previous frame fills, now that the next one is known; 0 for the first frame.
    ///
    /// - Parameter time: presentation time of the next frame, from the first slot; not before the previous frame.
    public mutating func advance(to time: MediaTime) -> Int {
        guard hasFrame else {
            // Before the first frame there is nothing else to show.
            hasFrame = true
            return 0
        }
        let base = TimeBase(Int64(rate.denominator), Int64(rate.numerator))
        return fill(upTo: Int(clamping: time.ticksNearest(in: base)))
    }

    /// How many slots the last frame fills.
    public mutating func finish() -> Int { hasFrame ? fill(upTo: count) : 0 }

    /// All slots are filled.
    public var isFull: Bool { filled >= count }

    private mutating func fill(upTo place: Int) -> Int {
        let end = max(filled, min(place, count))
        defer { filled = end }
        return end - filled
    }
}
