internal import ClipCore
internal import SystemLibrary

/// How loud the clip's own sound and the music are in a mix: a rule from what was measured.
struct MixBalance: Equatable {
    /// How far music lies below the clip's own sound: in `under`, and in `duck` while nobody speaks, in LU.
    static let (under, duck) = (13.0, 6.0)
    /// Music keeps this loudness, in LUFS, below which a clip's own sound counts as a background.
    private static let quietest = -40.0

    /// What the clip's own samples are multiplied by.
    var own: Float = 1
    /// What the music's samples are multiplied by.
    var music: Float = 1
    /// What the music is multiplied by besides, every 10 ms; empty for nothing.
    var ducking: [Float] = []

    /// Either of them alone, as it is.
    init() {}

    /// - Parameters:
    ///   - own: loudness of the clip's sound in LUFS; nil for silence.
    ///   - music: loudness of the music in LUFS; nil where it cannot be measured.
    ///   - speech: ``SpeechLevels/levels`` of the clip's sound.
    init(_ mode: SoundMix.Mode, own: Double?, music: Double?, speech: [Double]) {
        guard let own, let music else { return }
        let below = mode == .under ? Self.under : Self.duck
        self.music = Float(pow(10, (max(own, Self.quietest) - below - music) / 20))
        if mode == .duck { ducking = Ducker().gains(speech) }
    }

    /// The music's gain at a sample of 48 kHz, between two of ``ducking``'s in a straight line.
    func musicGain(at position: Int64) -> Float {
        guard !ducking.isEmpty else { return music }
        let hop = Int64(SpeechLevels.hop)
        let index = min(Int(position / hop), ducking.count - 1)
        let next = min(index + 1, ducking.count - 1)
        let share = Float(position % hop) / Float(hop)
        return music * (ducking[index] + (ducking[next] - ducking[index]) * share)
    }
}
