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

    /// For people: `music at -16.7 LUFS, 12 LU below the clip's own sound while somebody speaks`, or
    /// `music at -14.2 LUFS, the clip's own sound 12 LU below it`.
    public var text: String {
        let text = "music at \(music.loudness.shortText) LUFS"
        guard let own else { return text }
        if let underSpeech {
            let below = (own.loudness - underSpeech.loudness).rounded()
            return "\(text), \(below.shortText) LU below the clip's own sound while somebody speaks"
        }
        let below = (music.loudness - own.loudness).rounded()
        return below > 0
            ? "\(text), the clip's own sound \(below.shortText) LU below it"
            : "\(text), \((-below).shortText) LU below the clip's own sound"
    }
}

extension Double {
    /// With one decimal at most.
    fileprivate var shortText: String {
        let tenths = (self * 10).rounded() / 10
        return Int(exactly: tenths).map(String.init) ?? "\(tenths)"
    }
}
