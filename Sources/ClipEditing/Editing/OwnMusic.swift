package import ClipCore
internal import ClipMedia
internal import SystemPackage

/// Detects a clip whose own sound is music: a steady beat under little speech.
package enum OwnMusic {
    /// The least confidence of the beat. Measured: music in clips 0.63 and more, clicks, films and speech up to 0.49.
    private static let beat = 0.55
    /// More speech than this leads the mix, whatever plays under it.
    private static let mostSpeech = 0.3

    /// Whether sound with that beat is music.
    package static func isMusic(_ track: TrackAnalysis) -> Bool { track.tempoConfidence >= beat }

    /// Whether the part of the clip that the outputs show is music.
    static func isHeard(
        in work: JobTemplate, _ clip: borrowing Trimmer, _ source: FilePath
    ) throws(Failure) -> Bool {
        guard !clip.info.audio.isEmpty, let shown = work.shownPart(in: clip.info.duration) else {
            return false
        }
        do throws(Failure) {
            guard (try clip.analysis(of: shown).speechShare ?? 0) < mostSpeech else { return false }
            return isMusic(try TrackAnalyzer().analyze(source, in: shown))
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
