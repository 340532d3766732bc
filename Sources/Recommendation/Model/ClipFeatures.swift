/// What a clip looks and sounds like, as measured. What is nil is not known, and counts for nothing.
public struct ClipFeatures: Hashable, Codable, Sendable {
    /// Seconds.
    public var duration: Double
    /// Cuts a minute.
    public var cutsPerMinute: Double?
    /// How much moves: 0 (nothing) to 1.
    public var motion: Double?
    /// Mean luma: 0 (dark) to 1 (bright).
    public var brightness: Double?
    /// From cold and blue, -1, to warm and orange, 1.
    public var warmth: Double?
    /// 0 (grey) to 1 (vivid).
    public var saturation: Double?
    /// Integrated loudness of its own sound in LUFS.
    public var loudness: Double?
    /// How much of its own sound is like speech: 0 to 1.
    public var speechLikeness: Double?
    /// Beats a minute on which its cuts lie, where they lie evenly.
    public var cutTempo: Double?

    /// A clip of which only the length in seconds is known.
    public init(duration: Double) { self.duration = duration }

    /// How fast it goes, by its cuts and by what moves: 0 (still) to 1; nil where neither is known.
    public var pace: Double? {
        let cuts = cutsPerMinute.known.map { (value: 1 - exponential(-max(0, $0) / 30), weight: 0.6) }
        let moves = motion.known.map { (value: min(1, max(0, $0)), weight: 0.4) }
        let known = [cuts, moves].compactMap { $0 }
        guard !known.isEmpty else { return nil }
        return known.reduce(0) { $0 + $1.value * $1.weight } / known.reduce(0) { $0 + $1.weight }
    }
}
