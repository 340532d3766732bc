/// Predicts hashtags from a post's others, its creator and its sound. Combines a probability per clue
/// (noisy-or), from how often they occur together, shrunk towards the hashtag's frequency.
public struct HashtagCompanions: Sendable {
    /// Evidence for hashtags.
    public enum Clue: Hashable, Sendable {
        /// Another hashtag of the post.
        case hashtag(String)
        /// The creator of the post.
        case creator(String)
        /// Its sound.
        case music(String)
    }

    /// A hashtag predicted from clues.
    public struct Companion: Hashable, Sendable {
        /// In lower case, without `#`.
        public let tag: String
        /// Its probability: 0 to 1.
        public let chance: Double
        /// Its share of all tagged posts.
        public let share: Double
        /// The most posts that have it together with one clue.
        public let posts: Int
    }

    /// Hashtags with fewer uses are ignored.
    public static let fewestUses = 5
    /// Weight of the prior, in posts.
    private static let prior = 2.0

    /// Known hashtags with their number of posts, most used first.
    public let uses: [(tag: String, posts: Int)]
    /// Number of posts with a known hashtag.
    public let tagged: Int
    /// Number of these posts per clue.
    public private(set) var counts: [Clue: Int]
    /// Number of posts per clue and hashtag, by index in ``uses``.
    public private(set) var together: [Clue: [Int: Int]]
    private let places: [String: Int]

    /// Restores counts.
    public init(
        uses: [(tag: String, posts: Int)], tagged: Int, counts: [Clue: Int], together: [Clue: [Int: Int]]
    ) {
        (self.uses, self.tagged, self.counts, self.together) = (uses, tagged, counts, together)
        places = Dictionary(uses.enumerated().map { ($1.tag, $0) }) { first, _ in first }
    }

    /// Counts the hashtags of posts.
    public init(_ posts: [Post]) {
        let all = posts.reduce(into: [String: Int]()) { uses, post in
            for tag in post.hashtags { uses[tag, default: 0] += 1 }
        }
        let uses = all.filter { $0.value >= Self.fewestUses }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let known = Set(uses.map(\.key))
        let tagged = posts.filter { $0.hashtags.contains(where: known.contains) }
        self.init(uses: uses.map { ($0.key, $0.value) }, tagged: tagged.count, counts: [:], together: [:])
        for post in tagged {
            let tags = post.hashtags.compactMap { places[$0] }
            for clue in Self.clues(post).filter(isKnown) {
                counts[clue, default: 0] += 1
                for tag in tags where clue != .hashtag(uses[tag].key) {
                    together[clue, default: [:]][tag, default: 0] += 1
                }
            }
        }
    }

    /// The clues of a post.
    public static func clues(_ post: Post) -> [Clue] {
        post.hashtags.map { .hashtag($0) } + (post.creator.isEmpty ? [] : [.creator(post.creator)])
            + (post.music.isEmpty ? [] : [.music(post.music)])
    }

    private func isKnown(_ clue: Clue) -> Bool {
        guard case .hashtag(let tag) = clue else { return true }
        return knows(tag)
    }

    /// The hashtag is a known one.
    public func knows(_ tag: String) -> Bool { places[tag] != nil }

    /// Ranks known hashtags by probability given the clues, best first, without the clues themselves.
    public func ranked(_ clues: [Clue]) -> [Companion] {
        var misses = [Double](repeating: 1, count: uses.count)
        var most = [Int](repeating: 0, count: uses.count)
        var isGiven = [Bool](repeating: false, count: uses.count)
        for clue in clues {
            if case .hashtag(let tag) = clue, let place = places[tag] { isGiven[place] = true }
            guard let count = counts[clue] else { continue }
            let (seen, all) = (together[clue] ?? [:], Double(count) + Self.prior)
            for tag in misses.indices {
                let both = seen[tag] ?? 0
                misses[tag] *= 1 - min(1, (Double(both) + Self.prior * share(tag)) / all)
                most[tag] = max(most[tag], both)
            }
        }
        return misses.indices.filter { !isGiven[$0] }
            .sorted { misses[$0] == misses[$1] ? $0 < $1 : misses[$0] < misses[$1] }
            .map { Companion(tag: uses[$0].tag, chance: 1 - misses[$0], share: share($0), posts: most[$0]) }
    }

    private func share(_ tag: Int) -> Double { Double(uses[tag].posts) / Double(max(1, tagged)) }
}
