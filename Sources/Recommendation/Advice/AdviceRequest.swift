public import ClipCore

/// What advice is asked for.
public struct AdviceRequest: Hashable, Codable, Sendable {
    /// How often each was used in the latest renders of the brand.
    public struct RecentUses: Hashable, Codable, Sendable {
        /// How many renders were counted.
        public var renders: Int
        /// Uses by the music's id.
        public var music: [String: Int]
        /// Uses by the look's name.
        public var looks: [String: Int]
        /// Uses by the hashtag in lower case, without `#`.
        public var hashtags: [String: Int]

        /// Nothing was used yet.
        public init() { (renders, music, looks, hashtags) = (0, [:], [:], [:]) }
    }

    /// The clip.
    public var features: ClipFeatures
    /// Who it is for.
    public var brand: Brand
    /// Ids of the platforms that it is for; empty where that is open.
    public var platforms: [String]
    /// The day of the advice: ages of trends and licences count from it.
    public var day: CalendarDay
    /// Equal seeds give equal draws.
    public var seed: UInt64
    /// How many suggestions of each kind.
    public var top: Int
    /// The most hashtags of a post, marks of paid posts among them.
    public var hashtagLimit: Int
    /// What was used lately.
    public var recent: RecentUses
    /// Words that are known of the clip, such as those of its name and description.
    public var words: [String]
    /// What was learnt from posts.
    public var learned: LearnedEffects
    /// What tells the clip from others, so that the draws for each are its own.
    public var clip: String
    /// Whether what is doubtful is tried now and then, once the brand has ten posts.
    public var explores: Bool

    /// A request for three of each kind and five hashtags, without a platform, seed 0.
    public init(_ features: ClipFeatures, brand: Brand = Brand(), day: CalendarDay) {
        (self.features, self.brand, self.day) = (features, brand, day)
        hashtagLimit = 5
        (clip, explores) = ("", true)
        (platforms, seed, top, recent, words, learned) = ([], 0, 3, RecentUses(), [], LearnedEffects())
    }
}
