public import ClipCore

/// Where in a piece to begin, so that its beats meet the clip's cuts: every offset's reasons, and their sum.
public struct Pairing: Hashable, Sendable {
    /// One reason for or against an offset.
    public struct Term: Hashable, Sendable {
        /// `cuts`, `motion`, `phrase`, `energy`, `silence` or `loop`.
        public let name: String
        /// What it adds to the score.
        public let effect: Double
    }

    /// Seconds into the piece.
    public let offset: Double
    /// Why: none is zero for want of looking, and their effects sum to ``score``.
    public let terms: [Term]
    /// The higher, the better; 0 is a piece that has nothing to do with the clip.
    public var score: Double { terms.reduce(0) { $0 + $1.effect } }

    /// A cut this near to a beat, in seconds, is on it: less is not noticed.
    public static let tolerance = 0.05

    /// The best offsets, the best first, none within a second of another.
    ///
    /// - Parameters:
    ///   - count: at most as many.
    ///   - isLooped: the piece may go on from its beginning where it ends.
    /// - Returns: nothing where the clip's length is not a positive number, or the piece is silent or, not looped, too short.
    public static func best(
        _ count: Int, of track: TrackAnalysis, for clip: PairingRequest, isLooped: Bool = false
    ) -> [Pairing] {
        guard clip.length.isFinite, clip.length > 0,
            let scorer = PairingScorer(track, clip, isLooped: isLooped)
        else { return [] }
        let all = scorer.offsets.map { Pairing(offset: $0, terms: scorer.terms(at: $0)) }
        var chosen: [Pairing] = []
        for pairing in all.sorted(by: { ($0.score, $1.offset) > ($1.score, $0.offset) })
        where chosen.allSatisfy({ abs($0.offset - pairing.offset) >= 1 }) {
            chosen.append(pairing)
            if chosen.count >= count { break }
        }
        return chosen
    }

    /// The share of `cuts` (seconds into the clip) that lie within ``tolerance`` of a beat when the piece begins at
    /// `offset`; 0 without cuts or beats.
    public static func share(ofCuts cuts: [Double], onBeats beats: [Double], from offset: Double) -> Double {
        guard !cuts.isEmpty else { return 0 }
        let near = cuts.filter { Nearest(beats).distance(to: $0 + offset) <= tolerance }
        return Double(near.count) / Double(cuts.count)
    }
}
