public import ClipCore

/// What goes with a clip, and why.
public struct Advice: Hashable, Codable, Sendable {
    /// Suggestions of one kind.
    public struct Ranking: Hashable, Codable, Sendable {
        /// The best first, at most as many as were asked for.
        public var suggestions: [Suggestion]
        /// What may not be used, by id.
        public var refused: [Refusal]
        /// How many were scored.
        public var considered: Int
        /// Whether the first one is ahead of the second by more than what is uncertain (80 %).
        public var isClear: Bool
        /// What draws could have put first, the first one included; without draws it alone.
        public var contenders: [Contender]

        /// Nothing to suggest.
        public init() {
            (suggestions, refused, considered, isClear, contenders) = ([], [], 0, false, [])
        }
    }

    /// Something that could have been chosen, and what was known of it then.
    public struct Contender: Hashable, Codable, Sendable {
        /// Its id.
        public var item: String
        /// Its score without draws.
        public var mean: Double
        /// The standard deviation of the score.
        public var sd: Double

        /// One that a draw could have put first.
        public init(item: String, mean: Double, sd: Double) {
            (self.item, self.mean, self.sd) = (item, mean, sd)
        }
    }

    /// Music that a board lists and the library does not hold.
    public struct WantedSound: Hashable, Codable, Sendable {
        /// The board's id.
        public var item: String
        /// Its title.
        public var name: String
        /// Who made it.
        public var author: String
        /// Where it stands: 0 to 1.
        public var level: Double
        /// Where it is going.
        public var direction: TrendDirection
        /// The day of the latest listing.
        public var asOf: CalendarDay
        /// Whether a business may use it on that platform, where the board tells.
        public var isBusinessCleared: Bool?
    }

    /// Music by its id.
    public var music = Ranking()
    /// Looks by name.
    public var looks = Ranking()
    /// Hashtags in the order in which they stand in a caption, without `#`.
    public var hashtags = Ranking()
    /// Trending music that would have to be obtained first, the highest first.
    public var toObtain: [WantedSound] = []
    /// What one has to know about it all, such as that there is no trend data yet.
    public var notes: [String] = []
    /// How much posts had to say in it.
    public var evidence = LearnedEffects.Evidence.thin
    /// How it was chosen: the best first, or with half-strength Thompson draws once there are posts.
    public var policy = Advice.policy
    /// The seed of its draws.
    public var seed: UInt64

    /// What is chosen without further wishes.
    public static let policy = "half-thompson"

    /// Nothing is advised yet.
    init(seed: UInt64) { self.seed = seed }
}
