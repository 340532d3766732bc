public import ClipCore

/// Effects of music, looks and hashtags learnt from posts: the brand's own and imported ones. Empty until
/// there are posts.
public struct LearnedEffects: Hashable, Codable, Sendable {
    /// The effect of one item.
    public struct Effect: Hashable, Codable, Sendable {
        /// The effect, in the unit of scores.
        public var effect: Double
        /// Its standard deviation.
        public var sd: Double
        /// Number of posts behind it.
        public var posts: Int
        /// The day of the latest post.
        public var asOf: CalendarDay?
        /// The item or combination, e.g. `brand × sound`.
        public var of: String
        /// All of the posts are the brand's.
        public var isOwn: Bool

        /// Creates an effect.
        public init(
            effect: Double, sd: Double, posts: Int, asOf: CalendarDay? = nil, of: String = "",
            isOwn: Bool = false
        ) {
            (self.effect, self.sd, self.posts, self.asOf) = (effect, sd, posts, asOf)
            (self.of, self.isOwn) = (of, isOwn)
        }
    }

    /// The amount of evidence.
    public enum Evidence: String, Hashable, Codable, Sendable {
        /// Fewer than ten posts of the brand, and fewer than 30 in its categories.
        case thin
        /// More than thin.
        case some
        /// At least 30 posts of the brand.
        case good
    }

    /// Number of the brand's posts.
    public var posts: Int
    /// Number of all posts.
    public var allPosts: Int
    /// Number of posts in the brand's categories.
    public var postsInCategory: Int
    /// Effects by track id.
    public var music: [String: [Effect]]
    /// Effects by look name.
    public var looks: [String: [Effect]]
    /// Effects by hashtag, in lower case without `#`.
    public var hashtags: [String: [Effect]]
    /// Standard deviation of the effect of an item without posts.
    public var unseen: Double

    /// Creates empty effects.
    public init() {
        (posts, allPosts, postsInCategory, unseen) = (0, 0, 0, 0)
        (music, looks, hashtags) = ([:], [:], [:])
    }

    /// The amount of evidence.
    public var evidence: Evidence {
        posts >= 30 ? .good : posts >= 10 || postsInCategory >= 30 ? .some : .thin
    }
}

extension LearnedEffects.Effect {
    /// "about 25 % more engagement per view (16 posts, likely between 16 and 35 %)"; nil below 1 %.
    public var text: Phrase? {
        let share = { (value: Double) in 100 * (exponential(value.clamped(to: -3...3)) - 1) }
        let (low, middle, high) = (share(effect - 1.2816 * sd), share(effect), share(effect + 1.2816 * sd))
        guard middle.magnitude >= 1 else { return nil }
        let count: Phrase = posts == 1 ? "1 post" : "\(posts) posts"
        return middle > 0
            ? "about \(middle.whole) % more engagement per view (\(count), likely between \(low.whole) and \(high.whole) %)"
            : "about \((-middle).whole) % less engagement per view (\(count), likely between \((-high).whole) and \((-low).whole) %)"
    }
}
