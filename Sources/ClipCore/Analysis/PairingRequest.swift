/// What music is matched against: length, cuts and motion of a clip.
public struct PairingRequest: Hashable, Sendable {
    /// Required seconds of music.
    public var length: Double
    /// Times of the cuts inside the clip, in seconds from its start.
    public var cuts: [Double]
    /// Motion in each tenth of a second, in any unit; empty if unknown.
    public var motion: [Double]

    /// Creates a request for a clip of this length.
    public init(length: Double, cuts: [Double] = [], motion: [Double] = []) {
        (self.length, self.cuts, self.motion) = (length, cuts, motion)
    }
}

extension PairingRequest {
    /// Takes cuts and motion from an analysis, from the start of its span.
    public init(_ analysis: Analysis) {
        let start = analysis.span.start
        self.init(length: analysis.span.duration.seconds)
        cuts = analysis.boundaries.map { ($0.time - start).seconds }
        var sums = [(change: Double, count: Double)](
            repeating: (0, 0), count: max(0, Int((length * 10).rounded(.up))))
        for score in analysis.pictures {
            let tenth = Int((score.time - start).seconds * 10)
            guard sums.indices.contains(tenth) else { continue }
            sums[tenth] = (sums[tenth].change + Double(score.change), sums[tenth].count + 1)
        }
        motion = sums.map { $0.count > 0 ? $0.change / Double($0.count) : 0 }
    }
}
