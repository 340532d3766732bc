internal import ClipCore
internal import SystemLibrary

/// Judges offsets of one piece for one clip.
struct PairingScorer {
    /// Seconds into the piece that are worth judging, rising.
    let offsets: [Double]
    private let clip: PairingRequest
    private let track: TrackAnalysis
    private let peaks: [Double]
    private let beats: Nearest
    private let downbeats: Nearest
    private let sections: Nearest
    private let sounding: ClosedRange<Double>
    private let isLooped: Bool

    /// Effects of what is as good as can be.
    private enum Weight {
        static let cuts = 1.5
        static let motion = 0.4
        static let downbeat = 0.3
        static let section = 0.2
        static let energy = 0.4
        static let silence = 1.0
        static let loop = 0.5
    }

    /// Nil where no offset gives enough music.
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
        beats = Nearest(Self.repeated(track.beats, track, clip, isLooped))
        downbeats = Nearest(track.downbeats)
        sections = Nearest(track.sections)
        offsets = Self.offsets(track, clip, upTo: max(0, last))
    }

    /// Every beat and half of one, where the first cuts and peaks would meet a beat, and every fifth of a second.
    private static func offsets(_ track: TrackAnalysis, _ clip: PairingRequest, upTo last: Double) -> [Double]
    {
        var all = stride(from: 0, through: last, by: 0.2).map { $0 } + track.beats + track.sections + [last]
        for cut in clip.cuts.prefix(8) { all += track.beats.map { $0 - cut } }
        all += zip(track.beats, track.beats.dropFirst()).map { ($0 + $1) / 2 }
        // To the millisecond: nearer to one another they are one.
        let milliseconds = Set(all.filter { $0 >= 0 && $0 <= last }.map { Int(($0 * 1000).rounded(.down)) })
        return milliseconds.sorted().map { Double($0) / 1000 }
    }

    /// The beats, and where the piece is looped those of the rounds that are needed.
    private static func repeated(
        _ beats: [Double], _ track: TrackAnalysis, _ clip: PairingRequest, _ isLooped: Bool
    ) -> [Double] {
        let round = track.duration - track.leadingSilence - track.trailingSilence
        guard isLooped, round > 1 else { return beats }
        let rounds = min(1000, Int(clip.length / round) + 1)
        return (0...rounds).flatMap { number in
            beats.filter { number == 0 || $0 >= track.leadingSilence }.map { $0 + Double(number) * round }
        }.sorted()
    }

    /// Seconds at which motion is highest around, well above its mean.
    private static func peaks(_ motion: [Double]) -> [Double] {
        guard motion.count > 4 else { return [] }
        let spread = Statistics(motion)
        let bound = spread.mean + spread.variance.squareRoot()
        return motion.indices.filter { index in
            let around = motion[max(0, index - 3)..<min(motion.count, index + 4)]
            return motion[index] > bound && motion[index] == around.max()
        }.map { (Double($0) + 0.5) / 10 }
    }

    /// Why to begin at `offset`, or why not.
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

    /// How much beats count: even doubtful ones are mostly right.
    private var trust: Double { 0.5 + 0.5 * track.tempoConfidence }

    /// How near times lie to beats on the average: 1 on them, 0 from 0.08 s on, where everybody notices.
    private func onBeats(_ times: [Double], _ offset: Double) -> Double {
        guard !times.isEmpty else { return 0 }
        let nearness = times.map { time -> Double in
            let distance = beats.distance(to: time + offset)
            return distance <= 0.03 ? 1 : max(0, 1 - (distance - 0.03) / 0.05)
        }
        return nearness.reduce(0, +) / Double(times.count)
    }

    private func phrase(_ offset: Double) -> Double {
        let bar =
            downbeats.distance(to: offset) <= Pairing.tolerance
            ? Weight.downbeat * track.downbeatConfidence : 0
        return bar + (sections.distance(to: offset) <= Pairing.tolerance ? Weight.section : 0)
    }

    /// Correlation of the clip's motion and the piece's energy by seconds, -1 to 1; 0 where either does not change.
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

    /// The share of the first and the last two seconds that is silent, of both together.
    private func silence(_ offset: Double) -> Double {
        let ends = min(2, clip.length / 2)
        let before = max(0, min(ends, sounding.lowerBound - offset))
        let after = isLooped ? 0 : max(0, min(ends, offset + clip.length - sounding.upperBound))
        return (before + after) / (2 * ends)
    }
}
