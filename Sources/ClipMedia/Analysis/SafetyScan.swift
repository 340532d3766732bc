public import ClipCore
internal import LibAV

/// Full-decode scan for flashes, loudness jumps and levels.
public struct SafetyScan: Hashable, Sendable {
    /// Flashes; nil without a picture, if none of it decodes, and for HDR.
    public private(set) var flashes: Flashes?
    /// The largest sudden rise of loudness; nil if nothing rises.
    public private(set) var loudnessJump: LoudnessJump?
    /// Integrated, in LUFS; nil for silence.
    public private(set) var loudness: Double?
    /// In dBTP; nil for silence.
    public private(set) var truePeak: Double?

    /// Decodes all of a probed file and measures it.
    public init(_ source: borrowing SourceFile, _ info: MediaInfo) throws(Failure) {
        try self.init(source, info, flashes: nil, depth: .loudnessAndPeaks)
    }

    /// Measures what is not known yet, and decodes only that.
    ///
    /// - Parameters:
    ///   - flashes: counted before; nil to count them.
    ///   - depth: of the sound's measurement; nil for none.
    init(
        _ source: borrowing SourceFile, _ info: MediaInfo, flashes known: Flashes?,
        depth: LoudnessMeter.Depth?
    ) throws(Failure) {
        if let problem = info.budget.problem(info.duration) {
            throw Failure(.unusable, source.path, problem)
        }
        flashes = known
        if known == nil { flashes = try FlashWatcher().flashes(of: source, info) }
        guard let depth, let sound = info.mainAudio, let span = sound.span else { return }
        do {
            let listener = try SoundListener(
                source, stream: sound.stream, span, info.origin, depth, hears: false)
            try listener.listen()
            (loudness, truePeak) = (listener.integrated, listener.truePeak)
            loudnessJump = LoudnessJump(
                momentary: listener.scores.map(\.loudness), integrated: listener.integrated)
        } catch { throw Failure(error, reading: source.path) }
    }

    /// Warnings about flashes and loudness jumps, one sentence each.
    public var warnings: [String] { [flashes?.warning, loudnessJump?.warning].compactMap { $0 } }
}
