public import ClipCore

/// What a brand's own posts have taught about music, looks and hashtags. Empty until there are posts.
public struct LearnedEffects: Hashable, Codable, Sendable {
    /// What one item adds.
    public struct Effect: Hashable, Codable, Sendable {
        /// In the unit of scores.
        public var effect: Double
        /// Its standard deviation.
        public var sd: Double
        /// How many posts it is from.
        public var posts: Int
        /// The day of the latest of them.
        public var asOf: CalendarDay?

        /// An effect that so many posts have shown.
        public init(effect: Double, sd: Double, posts: Int, asOf: CalendarDay? = nil) {
            (self.effect, self.sd, self.posts, self.asOf) = (effect, sd, posts, asOf)
        }
    }

    /// How many posts of the brand there are.
    public var posts: Int
    /// By the music's id.
    public var music: [String: Effect]
    /// By the look's name.
    public var looks: [String: Effect]
    /// By the hashtag in lower case, without `#`.
    public var hashtags: [String: Effect]

    /// Nothing was learnt yet.
    public init() { (posts, music, looks, hashtags) = (0, [:], [:], [:]) }
}
