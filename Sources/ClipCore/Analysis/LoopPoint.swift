/// The least visible place for a loop to jump from its end back to its start.
public struct LoopPoint: Hashable, Sendable {
    /// The repeated range; the frame at its end is not shown again.
    public var range: TimeRange
    /// Difference of the pictures at both ends: 0 to 255 and above.
    public var difference: Double

    /// For people: `difference 3.2 of 255`.
    var text: String { "difference \(Int(difference.rounded())) of 255" }

    /// Finds the best loop. It starts in the first third and ends in the last, with the most similar pictures
    /// at both and just before both; each second that is not repeated costs a little.
    ///
    /// - Parameters:
    ///   - times: of the pictures, ascending.
    ///   - end: of the clip.
    ///   - difference: between two pictures, by index.
    /// - Returns: nil if there are fewer than six pictures.
    public init?(_ times: [MediaTime], end: MediaTime, difference gap: (Int, Int) -> Double) {
        guard times.count >= 6, let first = times.first else { return nil }
        let span = (end - first).seconds
        let starts = times.indices.dropFirst().filter { (times[$0] - first).seconds <= span / 3 }
        let ends = times.indices.filter { (times[$0] - first).seconds >= span * 2 / 3 }
        var best: (cost: Double, start: Int, end: Int, difference: Double)?
        for start in starts {
            for end in ends where end > start {
                // The start picture replaces the one at the end: compare these two, and the two just before them.
                let lost = span - (times[end] - times[start]).seconds
                let at = gap(start, end)
                guard at + Self.price * lost < best?.cost ?? .infinity else { continue }
                let apart = max(at, gap(start - 1, end - 1))
                let cost = apart + Self.price * lost
                if cost < best?.cost ?? .infinity { best = (cost, start, end, apart) }
            }
        }
        guard let best else { return nil }
        range = TimeRange(start: times[best.start], end: times[best.end])
        difference = best.difference
    }

    /// The cost of each second that is not repeated.
    private static let price = 0.5

    /// Creates a loop point.
    public init(range: TimeRange, difference: Double) { (self.range, self.difference) = (range, difference) }
}
