internal import ClipCore
internal import SystemLibrary

/// How loud the clip's own audio and the music are in a mix: a rule from what was measured.
///
/// Where somebody speaks, speech leads: music lies 12 LU below it, and 3 LU in pauses of more than a second. Where nobody
/// does, music leads, and the clip's own audio lies 12 LU below it.
struct MixBalance: Equatable {
    /// How far what follows lies below what leads, in LU.
    static let below = 12.0
    /// How far music lies below speech while that pauses, in LU.
    static let inPauses = 3.0
    /// The most that the clip's own audio is raised under music, in dB: more would be its noise.
    static let mostRaise = 6.0
    /// Quieter own audio counts as silence that leads nothing, in LUFS.
    private static let quietest = -60.0

    /// What was measured of both before they are mixed.
    struct Levels: Equatable {
        /// Loudness of the clip's own audio in LUFS; nil for silence.
        var own: Double?
        /// Loudness of the music in LUFS; nil where it cannot be measured.
        var music: Double?
        /// Loudness of speech in LUFS; nil where nobody speaks.
        var speech: Double?
        /// Where somebody speaks, in samples of 48 kHz.
        var ranges: [Range<Int64>] = []
    }

    /// Factor on the clip's own samples.
    var own: Float = 1
    /// Factor on the music's samples.
    var music: Float = 1
    /// A further factor on the music every 10 ms; empty for none.
    var ducking: [Float] = []

    /// Either of them alone, unchanged.
    init() {}

    /// - Parameters:
    ///   - volume: what is added to the music's level, in dB.
    ///   - count: samples of the mix.
    init(_ mode: SoundMix.Mode, _ levels: Levels, volume: Double = 0, count: Int64) {
        guard let music = levels.music else { return }
        let raise = Float(pow(10, volume / 20))
        guard let own = levels.own, own > Self.quietest, mode != .replace else {
            self.music = raise
            return
        }
        switch (mode, levels.speech) {
        case (.under, _): self.music = Self.factor(own - Self.below - music)
        case (_, let speech?):
            self.music = Self.factor(speech - Self.inPauses - music)
            ducking = Ducker.gains(levels.ranges, depth: Self.below - Self.inPauses, count: count)
        case (_, nil): self.own = Self.factor(min(Self.mostRaise, music - Self.below - own))
        }
        self.music *= raise
    }

    /// What the balance leads to. `gain`: what the whole mix is amplified by, in dB.
    func report(_ levels: Levels, gain: Double) -> MixLevels? {
        guard let loudness = levels.music else { return nil }
        let change = Self.decibels(music) + gain
        let isHeard = levels.own.map { $0 > Self.quietest } ?? false
        return MixLevels(
            music: .init(loudness, gain: change),
            own: isHeard ? levels.own.map { .init($0, gain: Self.decibels(own) + gain) } : nil,
            underSpeech: ducking.min().map { .init(loudness, gain: change + Self.decibels($0)) })
    }

    private static func decibels(_ factor: Float) -> Double { 20 * log10(Double(factor)) }

    private static func factor(_ decibels: Double) -> Float { Float(pow(10, decibels / 20)) }

    /// The music's factor at a sample of 48 kHz, between two of ``ducking``'s in a straight line.
    func musicGain(at position: Int64) -> Float {
        guard !ducking.isEmpty else { return music }
        let index = min(Int(position / Ducker.hop), ducking.count - 1)
        let next = min(index + 1, ducking.count - 1)
        let share = Float(position % Ducker.hop) / Float(Ducker.hop)
        return music * (ducking[index] + (ducking[next] - ducking[index]) * share)
    }
}
