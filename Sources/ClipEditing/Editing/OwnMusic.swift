package import ClipCore
internal import ClipMedia
internal import SystemPackage

/// Detects a clip whose own sound is music: a steady beat under little speech.
package enum OwnMusic {
    /// The least confidence of the beat. Measured: music in clips 0.63 and more, clicks, films and speech up to 0.49.
    private static let beat = 0.55
    /// More speech than this leads the mix, whatever plays under it.
    private static let mostSpeech = 0.3

    /// The least share of the time in which music is heard: a clock or a metronome is silent between its ticks.
    private static let leastSound = 0.7
    /// How far below its loud parts music is still heard, in dB.
    private static let depth = 30.0

    /// Whether sound with that beat is music.
    ///
    /// - Parameter scores: of the same sound, every 100 ms.
    package static func isMusic(_ track: TrackAnalysis, _ scores: [SoundScore]) -> Bool {
        let levels = scores.map { Double($0.speech) }.sorted()
        guard track.tempoConfidence >= beat, !levels.isEmpty else { return false }
        let loud = levels[levels.count * 9 / 10]
        let heard = levels.count { $0 > loud - depth }
        return Double(heard) >= leastSound * Double(levels.count)
    }

    /// Whether the part of the clip that the outputs show is music.
    static func isHeard(
        in work: JobTemplate, _ clip: borrowing Trimmer, _ source: FilePath
    ) throws(Failure) -> Bool {
        guard !clip.info.audio.isEmpty, let shown = work.shownPart(in: clip.info.duration) else {
            return false
        }
        do throws(Failure) {
            let analysis = try clip.analysis(of: shown)
            guard (analysis.speechShare ?? 0) < mostSpeech else { return false }
            return isMusic(try TrackAnalyzer().analyze(source, in: shown), analysis.sound)
        } catch {
            guard [.unusable, .damaged, .missingCodec].contains(error.kind) else { throw error }
            return false
        }
    }
}

extension MusicAndLook {
    /// Takes the music back: the clip keeps its own.
    mutating func dropMusic() {
        if let attribution = post.attribution { post.caption = post.caption.replacing(attribution, with: "") }
        (music, track, post.music, post.licence, post.attribution) = (nil, nil, nil, nil, nil)
    }
}
