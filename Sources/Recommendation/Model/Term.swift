public import ClipCore

/// One reason of a suggestion: a summand of its score.
public struct Term: Hashable, Codable, Sendable {
    /// What a reason is about.
    public enum Factor: String, Hashable, Codable, CaseIterable, Sendable {
        /// The music's tempo against the clip's pace and the brand's range.
        case tempo
        /// The music's beats against the even distance of the clip's cuts.
        case rhythm
        /// Liveliness against the clip's pace.
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
        /// The music's length against the clip's.
        case length
        /// What the clip and the brand are about.
        case category
        /// How widely a hashtag is used: broad ones and narrow ones go together.
        case reach
        /// The brand asks for it.
        case brand
        /// Where boards list it.
        case trendLevel = "trend level"
        /// Where it is going on boards.
        case trendMomentum = "trend momentum"
        /// What posts have taught, the brand's own and others.
        case learned
        /// How often posts have it together with the other hashtags, or from the brand.
        case company
        /// Not used lately.
        case freshness
        /// A draw of the seed, once there are posts to learn from.
        case exploration
    }

    /// What it is about.
    public let factor: Factor
    /// What it adds to the score; always finite.
    public let effect: Double
    /// The standard deviation of ``effect``; always finite, from 0.
    public let sd: Double
    /// How many measurements, listings or posts it is from; 0 where it is nothing but a rule.
    public let evidence: Int
    /// The day of the data; nil where it has none.
    public let asOf: CalendarDay?
    /// Why, in a few words: `124 bpm against 120 wanted`.
    public let note: String

    /// No effect of a sound measurement is larger.
    private static let most = 1e6

    /// A reason. What is no number, or far too large for one that means something, adds nothing.
    public init(
        _ factor: Factor, _ effect: Double, sd: Double = 0, evidence: Int = 0, asOf: CalendarDay? = nil,
        note: String
    ) {
        self.factor = factor
        self.effect = effect.magnitude <= Self.most ? effect : 0
        self.sd = sd.magnitude <= Self.most ? max(0, sd) : 0
        self.evidence = evidence
        self.asOf = asOf
        self.note = note
    }
}
