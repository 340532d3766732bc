/// How loud music and the clip's own audio are in a mix.
public struct MixLevels: Hashable, Codable, Sendable {
    /// One of them.
    public struct Level: Hashable, Codable, Sendable {
        /// Its loudness in the mix, in LUFS.
        public var loudness: Double
        /// What its samples were amplified by, in dB.
        public var gain: Double

        /// Something of `loudness` LUFS that is amplified by `gain` dB.
        public init(_ loudness: Double, gain: Double) {
            (self.loudness, self.gain) = (loudness + gain, gain)
        }
    }

    /// The music, where it is not lowered.
    public var music: Level
    /// The clip's own audio; nil where it is silent or replaced.
    public var own: Level?
    /// The music while somebody speaks; nil where it is not lowered.
    public var underSpeech: Level?

    /// Levels of a mix.
    public init(music: Level, own: Level?, underSpeech: Level?) {
        (self.music, self.own, self.underSpeech) = (music, own, underSpeech)
    }

    /// For people: `music at -14.2 LUFS, 12 LU lower while somebody speaks; own sound at -26.4 LUFS`.
    public var text: String {
        let lower = underSpeech.map {
            ", \((music.loudness - $0.loudness).shortText) LU lower while somebody speaks"
        }
        let own = own.map { "; own sound at \($0.loudness.shortText) LUFS" }
        return "music at \(music.loudness.shortText) LUFS" + (lower ?? "") + (own ?? "")
    }
}

extension Double {
    /// With one decimal at most.
    fileprivate var shortText: String {
        let tenths = (self * 10).rounded() / 10
        return Int(exactly: tenths).map(String.init) ?? "\(tenths)"
    }
}
