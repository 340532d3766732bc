public import ClipCore

/// One reason for a suggestion: a term of its score.
public struct Term: Hashable, Codable, Sendable {
    /// The subject of a reason.
    public enum Factor: String, Hashable, Codable, CaseIterable, Sendable {
        /// The track's tempo against the clip's pace and the brand's range.
        case tempo
        /// The track's beats against the spacing of the clip's cuts.
        case rhythm
        /// The candidate's energy against the clip's pace.
        case energy
        /// Moods against the brand's and the clip's.
        case mood
        /// Light and dark.
        case brightness
        /// Warm and cold.
        case warmth
        /// Strength of colours.
        case saturation
        /// Music against speech.
        case loudness
        /// The track's length against the clip's.
        case length
        /// Category against the clip's and the brand's.
        case category
        /// How widely a hashtag is used: broad and narrow ones are combined.
        case reach
        /// The brand requests it.
        case brand
        /// Its position in charts.
        case trendLevel = "trend level"
        /// Its movement in charts.
        case trendMomentum = "trend momentum"
        /// The effect learnt from posts, the brand's own and others.
        case learned
        /// How often it occurs in posts with the other hashtags, or of the brand.
        case company
        /// What its licence allows.
        case licence
        /// It was not used recently.
        case freshness
        /// A random draw, once there are posts to learn from.
        case exploration
    }

    /// Its subject.
    public let factor: Factor
    /// Its contribution to the score; always finite.
    public let effect: Double
    /// The standard deviation of ``effect``; always finite, at least 0.
    public let sd: Double
    /// Number of measurements, chart entries or posts behind it; 0 for a mere rule.
    public let evidence: Int
    /// The day of the data; nil for none.
    public let asOf: CalendarDay?
    /// A short explanation: `124 bpm against 120 wanted`.
    public let note: String

    /// The reason as a sentence for people; nil if it says nothing to them.
    public let text: Phrase?

    /// The largest plausible effect.
    private static let most = 1e6

    /// Creates a term. Values that are not finite, or implausibly large, count as 0.
    public init(
        _ factor: Factor, _ effect: Double, sd: Double = 0, evidence: Int = 0, asOf: CalendarDay? = nil,
        note: String, text: Phrase? = nil
    ) {
        self.factor = factor
        self.effect = effect.magnitude <= Self.most ? effect : 0
        self.sd = sd.magnitude <= Self.most ? max(0, sd) : 0
        (self.evidence, self.asOf) = (evidence, asOf)
        (self.note, self.text) = (note, text)
    }
}
