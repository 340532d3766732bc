public import ClipCore

/// What posts have taught about music, looks and hashtags: the brand's own, and others that were imported. Empty until
/// there are posts.
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
        /// What it is an effect of, e.g. `brand × sound`.
        public var of: String
        /// Whether all of the posts are the brand's.
        public var isOwn: Bool

        /// An effect that so many posts have shown.
        public init(
            effect: Double, sd: Double, posts: Int, asOf: CalendarDay? = nil, of: String = "",
            isOwn: Bool = false
        ) {
            (self.effect, self.sd, self.posts, self.asOf) = (effect, sd, posts, asOf)
            (self.of, self.isOwn) = (of, isOwn)
        }
    }

    /// How much there is to go by.
    public enum Evidence: String, Hashable, Codable, Sendable {
        /// Fewer than ten posts of the brand, and fewer than 30 about the same.
        case thin
        /// More than that.
        case some
        /// At least 30 posts of the brand.
        case good
    }

    /// How many posts of the brand there are.
    public var posts: Int
    /// How many there are of everybody.
    public var allPosts: Int
    /// How many there are about what the brand is about.
    public var postsInCategory: Int
    /// By the music's id.
    public var music: [String: [Effect]]
    /// By the look's name.
    public var looks: [String: [Effect]]
    /// By the hashtag in lower case, without `#`.
    public var hashtags: [String: [Effect]]
    /// The standard deviation of what an item adds of which there is no post.
    public var unseen: Double

    /// Nothing was learnt yet.
    public init() {
        (posts, allPosts, postsInCategory, unseen) = (0, 0, 0, 0)
        (music, looks, hashtags) = ([:], [:], [:])
    }

    /// How much there is to go by.
    public var evidence: Evidence {
        posts >= 30 ? .good : posts >= 10 || postsInCategory >= 30 ? .some : .thin
    }
}
