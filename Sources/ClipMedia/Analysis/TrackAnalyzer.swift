public import ClipCore
internal import ClipSignal
internal import LibAV
public import SystemPackage

/// Listens to a piece of music, or to a clip's own sound: tempo, beats, liveliness, loudness, silence at both ends.
///
/// Memory grows by less than 20 kB for each second.
public struct TrackAnalyzer: Sendable {
    /// An analyzer; it holds nothing.
    public init() {}

    /// Decodes the sound of a file and analyses it.
    ///
    /// - Throws: where the file cannot be read, has no sound, less than 1 s of it, or nothing but silence, or is damaged.
    public func analyze(_ path: FilePath) throws(Failure) -> TrackAnalysis {
        try listener(path).analysis()
    }

    /// Strengths of onsets as the beat model sees them: what it is trained with.
    package func onsets(_ path: FilePath) throws(Failure) -> [[Float]] { try listener(path).strengths() }

    private func listener(_ path: FilePath) throws(Failure) -> TrackListener {
        let file = try MusicFile(path, acceptsVideo: true)
        do {
            let listener = try TrackListener(file)
            try listener.listen()
            return listener
        } catch { throw Failure(error, reading: path) }
    }
}
