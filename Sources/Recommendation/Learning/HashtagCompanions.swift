/// Which hashtags go with which, and with whose posts, by how often they did: a chance for each, shrunk to how common a
/// hashtag is, joined as if each given one could be the cause (noisy or).
public struct HashtagCompanions: Sendable {
    /// What speaks for hashtags.
    public enum Clue: Hashable, Sendable {
        /// Another hashtag of the post.
        case hashtag(String)
        /// Whose post it is.
        case creator(String)
        /// Its sound.
        case music(String)
    }

    /// A hashtag that goes with what is known of a post.
    public struct Companion: Hashable, Sendable {
        /// In lower case, without `#`.
        public let tag: String
        /// How probable it is there: 0 to 1.
        public let chance: Double
        /// The share of all tagged posts that have it.
        public let share: Double
        /// How many posts have it together with one of the clues, at most.
        public let posts: Int
    }

    /// Fewer uses tell nothing.
    public static let fewestUses = 5
    /// How many posts the belief in what is common is worth.
    private static let prior = 2.0

    /// Hashtags that are known, the most used first, and in how many posts each is.
    public let uses: [(tag: String, posts: Int)]
    /// How many posts have one of them.
    public let tagged: Int
    /// In how many of these posts a clue is.
    public private(set) var counts: [Clue: Int]
    /// In how many a clue and a hashtag are, by the place of the hashtag in ``uses``.
    public private(set) var together: [Clue: [Int: Int]]
    private let places: [String: Int]

    /// What was counted before.
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
        self.init(
            uses: uses.map { ($0.key, $0.value) }, tagged: tagged.count, counts: [:], together: [:])
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

    /// What is known of a post.
    public static func clues(_ post: Post) -> [Clue] {
        post.hashtags.map { .hashtag($0) } + (post.creator.isEmpty ? [] : [.creator(post.creator)])
            + (post.music.isEmpty ? [] : [.music(post.music)])
    }

    private func isKnown(_ clue: Clue) -> Bool {
        guard case .hashtag(let tag) = clue else { return true }
        return knows(tag)
    }

    /// The hashtag is one of those that are known.
    public func knows(_ tag: String) -> Bool { places[tag] != nil }

    /// The known hashtags by how well they go with the clues, the best first, without those that are clues.
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
