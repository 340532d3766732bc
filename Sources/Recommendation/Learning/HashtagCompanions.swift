/// Which hashtags go with which, and with whose posts, by how often they did: a chance for each, shrunk to how common a
/// hashtag is, joined as if each given one could be the cause (noisy or).
public struct HashtagCompanions: Sendable {
    /// Fewer uses tell nothing.
    public static let fewestUses = 5
    /// How many posts the belief in what is common is worth.
    private static let prior = 2.0

    /// Hashtags that are known, the most used first.
    public let vocabulary: [String]
    private let places: [String: Int]
    private let shares: [Double]
    private let counts: [Clue: Int]
    private let together: [Clue: [Int: Int]]

    private enum Clue: Hashable {
        case hashtag(Int)
        case creator(String)
        case music(String)
    }

    /// Counts the hashtags of posts.
    public init(_ posts: [Post]) {
        let uses = posts.reduce(into: [String: Int]()) { uses, post in
            for tag in post.hashtags { uses[tag, default: 0] += 1 }
        }
        vocabulary = uses.filter { $0.value >= Self.fewestUses }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        let places = Dictionary(uniqueKeysWithValues: vocabulary.enumerated().map { ($1, $0) })
        let tagged = posts.filter { $0.hashtags.contains { places[$0] != nil } }
        shares = vocabulary.map { Double(uses[$0] ?? 0) / Double(max(1, tagged.count)) }
        var (counts, together) = ([Clue: Int](), [Clue: [Int: Int]]())
        for post in tagged {
            let known = post.hashtags.compactMap { places[$0] }
            for clue in Self.clues(post, known) {
                counts[clue, default: 0] += 1
                for tag in known where clue != .hashtag(tag) {
                    together[clue, default: [:]][tag, default: 0] += 1
                }
            }
        }
        (self.places, self.counts, self.together) = (places, counts, together)
    }

    private static func clues(_ post: Post, _ tags: [Int]) -> [Clue] {
        tags.map { .hashtag($0) } + (post.creator.isEmpty ? [] : [.creator(post.creator)])
            + (post.music.isEmpty ? [] : [.music(post.music)])
    }

    /// The hashtag is one of the vocabulary.
    public func knows(_ tag: String) -> Bool { places[tag] != nil }

    /// The vocabulary by how well it goes with the hashtags that a post has, its creator and its sound, the best first,
    /// without those that it has.
    public func ranked(for post: Post) -> [String] {
        let given = post.hashtags.compactMap { places[$0] }
        var misses = [Double](repeating: 1, count: vocabulary.count)
        for clue in Self.clues(post, given) {
            guard let count = counts[clue] else { continue }
            let (seen, all) = (together[clue] ?? [:], Double(count) + Self.prior)
            for tag in misses.indices {
                let chance = (Double(seen[tag] ?? 0) + Self.prior * shares[tag]) / all
                misses[tag] *= 1 - min(1, chance)
            }
        }
        let owned = Set(given)
        return misses.indices.filter { !owned.contains($0) }
            .sorted { misses[$0] == misses[$1] ? $0 < $1 : misses[$0] < misses[$1] }
            .map { vocabulary[$0] }
    }
}
