/// Measurements of a clip for advice. Nil values are unknown and do not count.
public struct ClipFeatures: Hashable, Codable, Sendable {
    /// Length in seconds.
    public var duration: Double
    /// Cuts per minute.
    public var cutsPerMinute: Double?
    /// Amount of motion: 0 (none) to 1.
    public var motion: Double?
    /// Mean luma: 0 (dark) to 1 (bright).
    public var brightness: Double?
    /// Colour temperature, from -1 (cold, blue) to 1 (warm, orange).
    public var warmth: Double?
    /// Saturation: 0 (grey) to 1 (vivid).
    public var saturation: Double?
    /// Integrated loudness of its own sound in LUFS.
    public var loudness: Double?
    /// Similarity of its own sound to speech: 0 to 1.
    public var speechLikeness: Double?
    /// The tempo of its cuts in beats per minute, if they are even.
    public var cutTempo: Double?

    /// Creates features of a clip of known length in seconds.
    public init(duration: Double) { self.duration = duration }

    /// Pace from cuts and motion: 0 (still) to 1; nil if both are unknown.
    public var pace: Double? {
        let cuts = cutsPerMinute.known.map { (value: 1 - exponential(-max(0, $0) / 30), weight: 0.6) }
        let moves = motion.known.map { (value: min(1, max(0, $0)), weight: 0.4) }
        let known = [cuts, moves].compactMap { $0 }
        guard !known.isEmpty else { return nil }
        return known.reduce(0) { $0 + $1.value * $1.weight } / known.reduce(0) { $0 + $1.weight }
    }
}
