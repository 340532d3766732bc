/// What a clip brings to music: how long it is, where it is cut, how much moves.
public struct PairingRequest: Hashable, Sendable {
    /// Seconds of music that are needed.
    public var length: Double
    /// Seconds of the cuts inside the clip, from its start.
    public var cuts: [Double]
    /// How much moves in each tenth of a second, in any unit; empty where that is unknown.
    public var motion: [Double]

    /// A clip of that many seconds.
    public init(length: Double, cuts: [Double] = [], motion: [Double] = []) {
        (self.length, self.cuts, self.motion) = (length, cuts, motion)
    }
}

extension PairingRequest {
    /// What an analysis tells of a clip: its cuts and its movement, from the start of what was analysed.
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
