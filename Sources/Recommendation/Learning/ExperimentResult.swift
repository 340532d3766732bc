public import ClipCore

/// Compares the variants of an experiment by the outcomes of their posts.
///
/// Outcome = level + effect of the variant + noise of the post, both normal. The spread of effects is known
/// (``effectSpread``); the noise is what was expected, adjusted by how posts of one variant differ.
public struct ExperimentResult: Hashable, Sendable {
    /// One variant.
    public struct Variant: Hashable, Sendable {
        /// Its value, e.g. `warm-cafe`.
        public var name: String
        /// Number of posts that count.
        public var posts: Int
        /// The probability that it is the best, from 0 to 1.
        public var probability: Double
        /// How much better it is than the mean of the others, in the unit of outcomes, with its standard deviation.
        public var effect, sd: Double
    }

    /// All variants, the likeliest first.
    public let variants: [Variant]
    /// How many more posts of each variant would decide it if they are like those so far; nil if it is decided, or
    /// more than ``mostNeeded`` would be needed.
    public let needed: Int?

    /// The variant that is the best, if that is sure.
    public var winner: Variant? { variants.first { $0.probability >= Self.sure } }

    /// The probability from which a winner is named.
    public static let sure = 0.9
    /// The largest ``needed``.
    public static let mostNeeded = 50
    /// Standard deviation of effects: two thirds of the variants are worth at most a quarter more or less.
    static let effectSpread = 0.25
    /// As many posts as the expected noise weighs.
    private static let noisePosts = 10.0

    /// Nil if there are fewer than two variants, or one has no posts.
    ///
    /// - Parameters:
    ///   - outcomes: of each variant's posts, by name.
    ///   - noise: the expected standard deviation of outcomes of equal posts.
    public init?(_ outcomes: [String: [Double]], noise: Double) {
        guard outcomes.count > 1, outcomes.values.allSatisfy({ !$0.isEmpty }) else { return nil }
        let names = outcomes.keys.sorted()
        let posts = names.map { Double(outcomes[$0]!.count) }
        let spreads = names.map { Spread(outcomes[$0]!) }
        let squares = zip(spreads, posts).reduce(0) { $0 + $1.0.sd * $1.0.sd * $1.1 }
        let free = posts.reduce(0, +) - Double(posts.count)
        let variance = (Self.noisePosts * noise * noise + squares) / (Self.noisePosts + free)
        let found = Effects(spreads.map(\.mean), posts, variance)
        variants = names.indices.map { index in
            let (effect, sd) = found.lead(of: index)
            return Variant(
                name: names[index], posts: outcomes[names[index]]!.count, probability: found.best[index],
                effect: effect, sd: sd)
        }.sorted { ($0.probability, $1.name) > ($1.probability, $0.name) }
        guard variants[0].probability < Self.sure else {
            needed = nil
            return
        }
        needed = (1...Self.mostNeeded).first { more in
            let means = spreads.indices.map { index in
                (posts[index] * spreads[index].mean + Double(more) * found.means[index])
                    / (posts[index] + Double(more))
            }
            let later = Effects(means, posts.map { $0 + Double(more) }, variance)
            return later.best.contains { $0 >= Self.sure }
        }
    }

    /// The outcomes of posts, as far as they count, with the noise to expect: of covers the views, of other variants
    /// the reward that a model learns from.
    ///
    /// - Parameters:
    ///   - all: all posts, which tell the usual ratios.
    ///   - model: learnt from them; nil if there is none.
    public static func outcomes(
        _ posts: [String: [Post]], of kind: PlannedPost.Experiment.Kind, among all: [Post],
        _ model: PostModel?
    ) -> (values: [String: [Double]], noise: Double) {
        guard kind != .cover else {
            let views = posts.mapValues { $0.filter(Reward.isOld).map { naturalLogarithm($0.views + 200) } }
            return (views, usualNoise.views)
        }
        let reward = Reward(all)
        let learnt = model.map { $0.model.sigma * $0.width / 1.2816 }
        return (
            posts.mapValues { $0.compactMap(reward.value) },
            all.count < fewestPosts ? usualNoise.reward : max(0.1, learnt ?? usualNoise.reward)
        )
    }

    /// Within one creator's posts, of 7,069 public ones: 0.33 and 0.73.
    private static let usualNoise = (reward: 0.35, views: 0.75)
    /// From this many posts on a model knows its noise.
    private static let fewestPosts = 30

    /// Effects given the posts: independent and normal, around their common level.
    private struct Effects {
        /// Level plus effect of each variant, and its standard deviation.
        let means, sds: [Double]
        /// The probability that each is the highest.
        let best: [Double]

        /// - Parameter variance: of the outcomes of equal posts.
        init(_ observed: [Double], _ posts: [Double], _ variance: Double) {
            let spread = effectSpread * effectSpread
            let weights = posts.map { 1 / (spread + variance / $0) }
            let level = zip(weights, observed).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
            let means = zip(weights, observed).map { level + spread * $0 * ($1 - level) }
            let sds = zip(weights, posts).map { (spread * $0 * variance / $1).squareRoot() }
            (self.means, self.sds) = (means, sds)
            let all = means.indices
            let chances = all.map { one in
                stride(from: -6, through: 6, by: 0.05).reduce(0.0) { sum, z in
                    let value = means[one] + z * sds[one]
                    return all.reduce(exponential(-z * z / 2)) {
                        $1 == one ? $0 : $0 * normalShare(below: (value - means[$1]) / sds[$1])
                    } + sum
                }
            }
            best = chances.map { $0 / chances.reduce(0, +) }
        }

        func lead(of index: Int) -> (effect: Double, sd: Double) {
            let others = means.indices.filter { $0 != index }
            let count = Double(others.count)
            let variance = others.reduce(0) { $0 + sds[$1] * sds[$1] } / (count * count)
            return (
                means[index] - others.reduce(0) { $0 + means[$1] } / count,
                (sds[index] * sds[index] + variance).squareRoot()
            )
        }
    }
}
