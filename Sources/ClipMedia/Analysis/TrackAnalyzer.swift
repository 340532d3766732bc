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
        try listener(try SourceFile.open(path), acceptsVideo: acceptsVideo).analysis()
    }

    /// Analyses a part of a clip's own sound.
    public func analyze(_ path: FilePath, in part: TimeRange) throws(Failure) -> TrackAnalysis {
        try analyze(try SourceFile.open(path), in: part)
    }

    /// Analyses a clip's own sound, or a part of it.
    ///
    /// - Parameter part: on the clip's own clock; the times of the result count from its start.
    func analyze(_ source: borrowing SourceFile, in part: TimeRange? = nil) throws(Failure) -> TrackAnalysis {
        try listener(try SourceFile.open(source.descriptor, named: source.path), part).analysis()
    }

    /// Onset strengths as the beat model sees them; used to train it.
    public func onsets(_ path: FilePath) throws(Failure) -> [[Float]] {
        try listener(try SourceFile.open(path)).strengths()
    }

    private func listener(
        _ source: consuming SourceFile, _ part: TimeRange? = nil, acceptsVideo: Bool = true
    ) throws(Failure) -> TrackListener {
        let path = source.path
        let file = try MusicFile(source, acceptsVideo: acceptsVideo)
        do {
            let listener = try TrackListener(file, part)
            try listener.listen()
            return listener
        } catch { throw Failure(error, reading: path) }
    }
}
