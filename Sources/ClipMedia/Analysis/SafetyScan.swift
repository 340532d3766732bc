public import ClipCore
internal import LibAV

/// Full-decode scan for flashes, loudness jumps and levels.
public struct SafetyScan: Hashable, Sendable {
    /// Nil where it has no picture, where none of it decodes, and for HDR.
    public private(set) var flashes: Flashes?
    /// The largest sudden rise of loudness; nil where nothing rises.
    public private(set) var loudnessJump: LoudnessJump?
    /// Integrated, in LUFS; nil for silence.
    public private(set) var loudness: Double?
    /// In dBTP; nil for silence.
    public private(set) var truePeak: Double?

    /// Looks at and listens to a file that was probed.
    public init(_ source: borrowing SourceFile, _ info: MediaInfo) throws(Failure) {
        if let problem = info.budget.problem(info.duration) {
            throw Failure(.unusable, source.path, problem)
        }
        flashes = try FlashWatcher().flashes(of: source, info)
        guard let sound = info.mainAudio, let span = sound.span else { return }
        do {
            let listener = try SoundListener(source, stream: sound.stream, span, info.origin)
            try listener.listen()
            (loudness, truePeak) = (listener.integrated, listener.truePeak)
            loudnessJump = LoudnessJump(
                momentary: listener.scores.map(\.loudness), integrated: listener.integrated)
        } catch { throw Failure(error, reading: source.path) }
    }

    /// What is dangerous or startles, a sentence each.
    public var warnings: [String] { [flashes?.warning, loudnessJump?.warning].compactMap { $0 } }
}
