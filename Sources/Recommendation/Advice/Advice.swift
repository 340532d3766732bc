public import ClipCore

/// Suggestions for a clip, with reasons.
public struct Advice: Hashable, Codable, Sendable {
    /// Suggestions of one kind.
    public struct Ranking: Hashable, Codable, Sendable {
        /// Best first, at most as many as requested.
        public var suggestions: [Suggestion]
        /// Id of the one to take: the first, or a trial; nil without suggestions.
        public var choice: String?
        /// Candidates that may not be used, by id.
        public var refused: [Refusal]
        /// Number of scored candidates.
        public var considered: Int
        /// The first leads the second by more than the uncertainty (80 %).
        public var isClear: Bool
        /// Candidates that random draws could rank first, including the first; without draws only the first.
        public var contenders: [Contender]

        /// Creates an empty ranking.
        public init() { (suggestions, refused, considered, isClear, contenders) = ([], [], 0, false, []) }
    }

    /// A candidate for the first place, with its estimate.
    public struct Contender: Hashable, Codable, Sendable {
        /// Its id.
        public var item: String
        /// Its mean score, without draws.
        public var mean: Double
        /// The standard deviation of the score.
        public var sd: Double

        /// Creates a contender.
        public init(item: String, mean: Double, sd: Double) {
            (self.item, self.mean, self.sd) = (item, mean, sd)
        }
    }

    /// Rising music in a chart that the brand may use and the library lacks.
    public struct WantedSound: Hashable, Codable, Sendable {
        /// The chart's id.
        public var item: String
        /// Its title.
        public var name: String
        /// Its artist.
        public var author: String
        /// Its position: 0 to 1.
        public var level: Double
        /// Its trend.
        public var direction: TrendDirection
        /// The day of the latest chart entry.
        public var asOf: CalendarDay
        /// Whether businesses may use it on that platform, if the chart states it.
        public var isBusinessCleared: Bool?
        /// What it did in its chart.
        public var past: Phrase
        /// Id of the usable track that is most like it; nil if its sound is unknown.
        public var like: String?
    }

    /// Suggested music, by id.
    public var music = Ranking()
    /// Suggested looks, by name.
    public var looks = Ranking()
    /// Suggested hashtags without `#`, in caption order.
    public var hashtags = Ranking()
    /// What the clip is recognised to be about, most relevant first; empty if unknown.
    public var topics: [String] = []
    /// Trending music that the library lacks, highest first.
    public var toObtain: [WantedSound] = []
    /// General notes, e.g. that there is no trend data yet.
    public var notes: [String] = []
    /// How much evidence posts provided.
    public var evidence = LearnedEffects.Evidence.thin
    /// The policy: best first, or half-strength Thompson draws once there are posts.
    public var policy = Advice.policy
    /// Seed of the random draws.
    public var seed: UInt64

    /// The default policy.
    public static let policy = "half-thompson"

    /// Creates empty advice.
    init(seed: UInt64) { self.seed = seed }
}
