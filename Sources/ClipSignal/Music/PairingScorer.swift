internal import ClipCore
internal import SystemLibrary

/// Scores offsets of one track for one clip.
struct PairingScorer {
    /// Candidate offsets in seconds, ascending.
    let offsets: [Double]
    private let clip: PairingRequest
    private let track: TrackAnalysis
    private let peaks: [Double]
    private let beats: Nearest
    private let downbeats: Nearest
    private let sections: Nearest
    private let sounding: ClosedRange<Double>
    private let isLooped: Bool

    /// The largest effect of each term.
    private enum Weight {
        static let cuts = 1.5
        static let motion = 0.4
        static let downbeat = 0.3
        static let section = 0.2
        static let energy = 0.4
        static let silence = 1.0
        static let loop = 0.5
    }

    /// Nil if no offset leaves enough music.
    init?(_ track: TrackAnalysis, _ clip: PairingRequest, isLooped: Bool) {
        (self.track, self.isLooped) = (track, isLooped)
        let end = track.duration - track.trailingSilence
        guard end.isFinite, end > track.leadingSilence else { return nil }
        sounding = track.leadingSilence...end
        let last = isLooped ? end - min(1, end - track.leadingSilence) : track.duration - clip.length
        guard last >= -1e-6 else { return nil }
        var clip = clip
        clip.cuts = clip.cuts.filter { $0.isFinite && $0 > 0 && $0 < clip.length }
        clip.motion = clip.motion.map { $0.isFinite ? $0 : 0 }
        self.clip = clip
        peaks = Self.peaks(clip.motion).filter { $0 < clip.length }
        beats = Nearest(track.beats(until: end + clip.length).sorted())
        downbeats = Nearest(track.downbeats)
        sections = Nearest(track.sections)
        offsets = Self.offsets(track, clip, upTo: max(0, last))
    }

    /// All beats and half-beats, offsets where the first cuts or peaks meet a beat, and every 0.2 s.
    private static func offsets(_ track: TrackAnalysis, _ clip: PairingRequest, upTo last: Double) -> [Double]
    {
        var all = stride(from: 0, through: last, by: 0.2).map { $0 } + track.beats + track.sections + [last]
        for cut in clip.cuts.prefix(8) { all += track.beats.map { $0 - cut } }
        all += zip(track.beats, track.beats.dropFirst()).map { ($0 + $1) / 2 }
        // To the millisecond: closer offsets are equal.
        let milliseconds = Set(all.filter { $0 >= 0 && $0 <= last }.map { Int(($0 * 1000).rounded(.down)) })
        return milliseconds.sorted().map { Double($0) / 1000 }
    }

    /// Times of motion peaks in seconds, well above the mean.
    private static func peaks(_ motion: [Double]) -> [Double] {
        guard motion.count > 4 else { return [] }
        let spread = Statistics(motion)
        let bound = spread.mean + spread.variance.squareRoot()
        return motion.indices.filter { index in
            let around = motion[max(0, index - 3)..<min(motion.count, index + 4)]
            return motion[index] > bound && motion[index] == around.max()
        }.map { (Double($0) + 0.5) / 10 }
    }

    func terms(at offset: Double) -> [Pairing.Term] {
        [
            .init(name: "cuts", effect: Weight.cuts * trust * onBeats(clip.cuts, offset)),
            .init(name: "motion", effect: Weight.motion * trust * onBeats(peaks, offset)),
            .init(name: "phrase", effect: phrase(offset)),
            .init(name: "energy", effect: Weight.energy * energyMatch(offset)),
            .init(name: "silence", effect: -Weight.silence * silence(offset)),
            .init(
                name: "loop",
                effect: offset + clip.length > sounding.upperBound && isLooped ? -Weight.loop : 0),
        ]
    }

    /// Trust in beats: even uncertain ones are mostly right.
    private var trust: Double { 0.5 + 0.5 * track.tempoConfidence }

    /// Mean closeness of times to beats: 1 on a beat, 0 from ``Pairing/tolerance`` on.
    private func onBeats(_ times: [Double], _ offset: Double) -> Double {
        guard !times.isEmpty else { return 0 }
        let nearness = times.map { time -> Double in
            let distance = beats.distance(to: time + offset)
            return max(0, min(1, (Pairing.tolerance - distance) / (Pairing.tolerance - 0.03)))
        }
        return nearness.reduce(0, +) / Double(times.count)
    }

    private func phrase(_ offset: Double) -> Double {
        let bar =
            downbeats.distance(to: offset) <= Pairing.tolerance
            ? Weight.downbeat * track.downbeatConfidence : 0
        return bar + (sections.distance(to: offset) <= Pairing.tolerance ? Weight.section : 0)
    }

    /// Correlation of the clip's motion and the track's energy per second, -1 to 1; 0 if either is constant.
    private func energyMatch(_ offset: Double) -> Double {
        let motion = stride(from: 0, to: clip.motion.count - 9, by: 10).map { start in
            clip.motion[start..<(start + 10)].reduce(0, +) / 10
        }
        let pairs = motion.enumerated().compactMap { second, value -> (Double, Double)? in
            let place = Int(offset) + second
            return track.energyCurve.indices.contains(place) ? (value, track.energyCurve[place]) : nil
        }
        guard pairs.count >= 4 else { return 0 }
        let left = pairs.map(\.0)
        let right = pairs.map(\.1)
        let products = zip(Statistics(left).standardised(left), Statistics(right).standardised(right)).map(*)
        return products.reduce(0, +) / Double(products.count)
    }

    /// The silent share of the first and last two seconds together.
    private func silence(_ offset: Double) -> Double {
        let ends = min(2, clip.length / 2)
        let before = max(0, min(ends, sounding.lowerBound - offset))
        let after = isLooped ? 0 : max(0, min(ends, offset + clip.length - sounding.upperBound))
        return (before + after) / (2 * ends)
    }
}
