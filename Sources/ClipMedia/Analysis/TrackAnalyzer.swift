public import ClipCore
internal import ClipSignal
internal import LibAV

/// Analyses a music track, or a clip's own sound: tempo, beats, energy, loudness, silence at both ends.
///
/// Memory grows by less than 20 kB per second.
public struct TrackAnalyzer: Sendable {
    /// A stateless analyzer.
    public init() {}

    /// Decodes the sound of a file and analyses it.
    ///
    /// - Parameter acceptsVideo: accept the sound of a video, which no output can have as its music.
    /// - Throws: if the file cannot be read, is damaged, is silent, or has less than 1 s of sound.
    public func analyze(_ path: FilePath, acceptsVideo: Bool = true) throws(Failure) -> TrackAnalysis {
        try listener(path, acceptsVideo: acceptsVideo).analysis()
    }

    /// Analyses a part of a clip's own sound.
    ///
    /// - Parameter part: on the clip's own clock; the times of the result count from its start.
    public func analyze(_ path: FilePath, in part: TimeRange) throws(Failure) -> TrackAnalysis {
        try listener(path, part).analysis()
    }

    /// Onset strengths as the beat model sees them; used to train it.
    public func onsets(_ path: FilePath) throws(Failure) -> [[Float]] { try listener(path).strengths() }

    private func listener(
        _ path: FilePath, _ part: TimeRange? = nil, acceptsVideo: Bool = true
    ) throws(Failure) -> TrackListener {
        let file = try MusicFile(path, acceptsVideo: acceptsVideo)
        do {
            let listener = try TrackListener(file, part)
            try listener.listen()
            return listener
        } catch { throw Failure(error, reading: path) }
    }
}
