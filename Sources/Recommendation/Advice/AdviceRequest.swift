public import ClipCore

/// The input of the advisor for one clip.
public struct AdviceRequest: Hashable, Codable, Sendable {
    /// Usage counts in the brand's latest renders.
    public struct RecentUses: Hashable, Codable, Sendable {
        /// Number of renders counted.
        public var renders: Int
        /// Uses by track id.
        public var music: [String: Int]
        /// Uses by look name.
        public var looks: [String: Int]
        /// Uses by hashtag, in lower case without `#`.
        public var hashtags: [String: Int]

        /// Creates empty counts.
        public init() { (renders, music, looks, hashtags) = (0, [:], [:], [:]) }
    }

    /// The clip.
    public var features: ClipFeatures
    /// The brand.
    public var brand: Brand
    /// Ids of the target platforms; empty if undecided.
    public var platforms: [String]
    /// The day of the advice: ages of trends and licences are relative to it.
    public var day: CalendarDay
    /// Equal seeds give equal draws.
    public var seed: UInt64
    /// The number of suggestions of each kind.
    public var top: Int
    /// The most hashtags per post, including paid-post labels.
    public var hashtagLimit: Int
    /// Recent uses.
    public var recent: RecentUses
    /// Texts that say what the clip is about.
    public var texts: [SubjectText]
    /// Effects learnt from posts.
    public var learned: LearnedEffects
    /// Identifies the clip, so that each clip has its own draws.
    public var clip: String
    /// Usual clips and music.
    public var reference = Reference()
    /// The language that the user speaks with clipfit, which hashtags are in where nothing tells that of the audience.
    public var userLanguage = "en"
    /// Display names of the target platforms.
    public var platformNames: [String] = []
    /// Sometimes tries a less proven option, once the brand has ten posts.
    public var explores: Bool

    /// Creates a request for three suggestions of each kind and five hashtags, no platform, seed 0.
    public init(_ features: ClipFeatures, brand: Brand = Brand(), day: CalendarDay) {
        (self.features, self.brand, self.day) = (features, brand, day)
        hashtagLimit = 5
        (clip, explores) = ("", true)
        (platforms, seed, top, recent, texts, learned) = ([], 0, 3, RecentUses(), [], LearnedEffects())
    }
}
