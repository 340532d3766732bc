package import ClipCore

/// Detects a clip whose own sound is music: a steady beat under little speech.
package enum OwnMusic {
    /// The least confidence of the beat. In ranges of 10 s 13 of 20 with music reached it, a metronome did, and nothing else of 28.
    private static let beat = 0.55
    /// More speech than this leads the mix, whatever plays under it.
    private static let mostSpeech = 0.3

    /// The least share of the time in which music is heard: a clock or a metronome is silent between its ticks.
    private static let leastSound = 0.7
    /// How far below its loud parts music is still heard, in dB.
    private static let depth = 30.0

    /// What is heard of a long part: a beat shows within minutes, and memory stays bounded.
    private static let longest = MediaTime(ticks: 600, timescale: 1)

    /// The music of a part of a clip; nil if its sound is not music, or cannot be used.
    ///
    /// Pictures are decoded only for the few clips with a steady beat.
    ///
    /// - Parameters:
    ///   - track: of the sound in the range that it is given.
    ///   - analysis: of the range that it is given.
    package static func track(
        in part: TimeRange, _ track: (TimeRange) throws(Failure) -> TrackAnalysis,
        _ analysis: (TimeRange) throws(Failure) -> Analysis
    ) throws(Failure) -> TrackAnalysis? {
        let heard = TimeRange(start: part.start, end: min(part.end, part.start + longest))
        do throws(Failure) {
            let track = try track(heard)
            guard track.tempoConfidence >= beat else { return nil }
            let analysis = try analysis(heard)
            guard (analysis.speechShare ?? 0) < mostSpeech, isSteady(analysis.sound) else { return nil }
            return track
        } catch {
            guard [.unusable, .damaged, .missingCodec].contains(error.kind) else { throw error }
            return nil
        }
    }

    /// - Parameter scores: every 100 ms.
    private static func isSteady(_ scores: [SoundScore]) -> Bool {
        let levels = scores.map { Double($0.speech) }.sorted()
        guard !levels.isEmpty else { return false }
        let loud = levels[levels.count * 9 / 10]
        return Double(levels.count { $0 > loud - depth }) >= leastSound * Double(levels.count)
    }
}

extension MusicAndLook {
    /// Takes the music back: the clip keeps its own.
    mutating func dropMusic() {
        if let attribution = post.attribution { post.caption = post.caption.replacing(attribution, with: "") }
        (music, track, post.music, post.licence, post.attribution) = (nil, nil, nil, nil, nil)
    }
}
