/// Where a clip that is repeated goes from its end back to its start, so that one sees it least.
public struct LoopPoint: Hashable, Sendable {
    /// What is repeated: its end is not shown any more.
    public var range: TimeRange
    /// How much the pictures at both ends differ: 0 to 255 and above.
    public var difference: Double

    /// For people: `difference 3.2 of 255`.
    var text: String { "difference \(Int(difference.rounded())) of 255" }

    /// The best seam: its start in the first third, its end in the last one, and the pictures there and those just
    /// before most alike; each second that is not repeated counts as a little difference.
    ///
    /// - Parameters:
    ///   - times: of the pictures, rising.
    ///   - end: of the clip.
    ///   - difference: between two pictures by their numbers.
    /// - Returns: nil where there are less than six pictures.
    public init?(_ times: [MediaTime], end: MediaTime, difference gap: (Int, Int) -> Double) {
        guard times.count >= 6, let first = times.first else { return nil }
        let span = (end - first).seconds
        let starts = times.indices.dropFirst().filter { (times[$0] - first).seconds <= span / 3 }
        let ends = times.indices.filter { (times[$0] - first).seconds >= span * 2 / 3 }
        var best: (cost: Double, start: Int, end: Int, difference: Double)?
        for start in starts {
            for end in ends where end > start {
                // The first picture again in place of the one behind the last, coming from where that came from.
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

    /// What a second costs that is not repeated.
    private static let price = 0.5

    /// A seam of these facts.
    public init(range: TimeRange, difference: Double) { (self.range, self.difference) = (range, difference) }
}
