internal import ClipCore

/// Quantiles of usual clips and music, so that measurements of different kinds are comparable.
public struct Reference: Hashable, Codable, Sendable {
    /// Quantiles of the clips' pace, evenly spaced, ascending; empty: values count as they are.
    public var pace: [Double] = []
    /// Quantiles of the tracks' energy.
    public var energy: [Double] = []
    /// Quantiles of the tracks' brightness.
    public var brightness: [Double] = []

    /// Creates a reference without quantiles.
    public init() {}

    /// The share of usual values below a value: 0 to 1.
    static func share(_ value: Double, in quantiles: [Double]) -> Double {
        guard quantiles.count > 1 else { return value.clamped(to: 0...1) }
        let above = quantiles.partitioningIndex { $0 > value }
        guard above > 0 else { return 0 }
        guard above < quantiles.count else { return 1 }
        let (low, high) = (quantiles[above - 1], quantiles[above])
        return (Double(above - 1) + (value - low) / (high - low)) / Double(quantiles.count - 1)
    }
}

extension Track {
    /// Its mood: of its words, else estimated from energy, tempo and brightness; nil if nothing is measured.
    func mood(_ reference: Reference) -> (place: MoodSpace.Place, isEstimated: Bool)? {
        if let place = MoodSpace.mean(of: moods) { return (place, false) }
        guard analysis.energy > 0 || analysis.brightness > 0 else { return nil }
        let energy = 2 * Reference.share(analysis.energy, in: reference.energy) - 1
        let bright = 2 * Reference.share(analysis.brightness, in: reference.brightness) - 1
        let pulse = analysis.tempo.known.map { (octaves($0, 105, signed: true)).clamped(to: -1...1) } ?? -0.3
        let arousal = 0.7 * energy + 0.3 * pulse
        return (
            MoodSpace.Place(arousal: arousal, light: 0.5 * bright + 0.3 * arousal, warmth: -0.3 * bright),
            true
        )
    }

    /// Mood words for a track without any, the nearest first; empty if it has some.
    public func estimatedMoods(_ reference: Reference) -> [String] {
        guard let mood = mood(reference), mood.isEstimated else { return [] }
        return MoodSpace.words(near: mood.place)
    }
}
