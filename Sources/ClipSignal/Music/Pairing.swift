public import ClipCore

/// A start offset in a track for a clip, scored by how its beats meet the clip's cuts.
public struct Pairing: Hashable, Sendable {
    /// One term of an offset's score.
    public struct Term: Hashable, Sendable {
        /// `cuts`, `motion`, `phrase`, `energy`, `silence` or `loop`.
        public let name: String
        /// Its contribution to the score.
        public let effect: Double
    }

    /// Seconds from the track's start.
    public let offset: Double
    /// All terms; their effects sum up to ``score``.
    public let terms: [Term]
    /// The higher, the better; 0 means that track and clip are unrelated.
    public var score: Double { terms.reduce(0) { $0 + $1.effect } }

    /// The largest unnoticeable distance between cut and beat, in seconds.
    public static let tolerance = 0.05

    /// The best offsets, best first, at least a second apart.
    ///
    /// - Parameters:
    ///   - count: the most offsets to return.
    ///   - isLooped: the track may restart when it ends.
    /// - Returns: none if the clip's length is not positive, or the track is silent or, unless looped, too short.
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

    /// The share of `cuts` (seconds into the clip) within ``tolerance`` of a beat if the track starts at
    /// `offset`; 0 without cuts or beats.
    public static func share(ofCuts cuts: [Double], onBeats beats: [Double], from offset: Double) -> Double {
        guard !cuts.isEmpty else { return 0 }
        let near = cuts.filter { Nearest(beats).distance(to: $0 + offset) <= tolerance }
        return Double(near.count) / Double(cuts.count)
    }
}
