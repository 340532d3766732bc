/// A ``MixedModel`` of posts, its penalties and the width of its intervals found on the later part of the posts that it
/// learns from.
public struct PostModel: Sendable {
    /// The model, fitted to all of the posts.
    public let model: MixedModel
    /// How it sees posts.
    public let tokens: PostTokens
    /// How many of the model's own standard deviations hold 80 % of what later posts turned out to be.
    public let width: Double
    /// How many posts it learnt from.
    public let posts: Int

    /// Fewer posts than this cannot tell penalties apart.
    private static let fewest = 200
    /// More do not tell more of them.
    private static let most = 20_000

    /// A model that was fitted before.
    public init(model: MixedModel, tokens: PostTokens, width: Double, posts: Int) {
        (self.model, self.tokens, self.width, self.posts) = (model, tokens, width, posts)
    }

    /// Learns from posts in the order in which they were posted; nil where none of them tells how good it was.
    ///
    /// - Parameters:
    ///   - balance: how much engagement counts beside watching, from 0 to 1.
    ///   - hasPieces: also from the letters of hashtags.
    public init?(_ posts: [Post], balance: Double = 0.5, hasPieces: Bool = true) {
        let reward = Reward(posts, balance: balance)
        let known = posts.compactMap { post in reward.value(post).map { (post: post, value: $0) } }
        guard !known.isEmpty else { return nil }
        var penalties = MixedModel.standard
        var width = 1.2816
        if known.count >= Self.fewest {
            let trial = Trial(Array(known.suffix(Self.most)), hasPieces: hasPieces)
            penalties = trial.best(from: penalties)
            width = trial.width(penalties)
        }
        tokens = PostTokens(known.map(\.post), hasPieces: hasPieces)
        let rows = SparseRows(known.lazy.map { [tokens] in tokens.tokens($0.post) })
        model = MixedModel(rows, known.map(\.value), penalties: penalties)
        (self.width, self.posts) = (width, known.count)
    }

    /// What is expected of a post, and within what it will lie with a chance of 80 %.
    public func forecast(_ post: Post) -> (expected: Double, range: ClosedRange<Double>) {
        let row = tokens.tokens(post)
        let (middle, half) = (model.expected(row), width * model.deviation(row))
        return (middle, middle - half...middle + half)
    }

    /// Fits to the first three quarters, held against the rest.
    private struct Trial {
        let rows: SparseRows
        let values: [Double]
        let laterRows: [[PostToken]]
        let laterValues: [Double]

        init(_ known: [(post: Post, value: Double)], hasPieces: Bool) {
            let cut = known.count * 3 / 4
            let (posts, later) = (known[..<cut], known[cut...])
            let tokens = PostTokens(posts.map(\.post), hasPieces: hasPieces)
            rows = SparseRows(posts.lazy.map { tokens.tokens($0.post) })
            values = posts.map(\.value)
            laterRows = later.map { tokens.tokens($0.post) }
            laterValues = later.map(\.value)
        }

        /// Halves and doubles the penalty of one group after the other where later posts are forecast better with it.
        func best(from start: MixedModel.Penalties) -> MixedModel.Penalties {
            var (best, least) = (start, error(start))
            for group in PostToken.Group.allCases where rows.tokens.contains(where: { $0.group == group }) {
                let middle = best[group] ?? 10
                for factor in [0.5, 2] {
                    var other = best
                    other[group] = middle * factor
                    let error = error(other)
                    if error < least { (best, least) = (other, error) }
                }
            }
            return best
        }

        private func error(_ penalties: MixedModel.Penalties) -> Double {
            let model = MixedModel(rows, values, penalties: penalties, sweeps: 12)
            return zip(laterRows, laterValues).reduce(0) { sum, pair in
                let rest = pair.1 - model.expected(pair.0)
                return sum + rest * rest
            }
        }

        func width(_ penalties: MixedModel.Penalties) -> Double {
            let model = MixedModel(rows, values, penalties: penalties)
            let distances = zip(laterRows, laterValues).map {
                ($1 - model.expected($0)).magnitude / max(1e-9, model.deviation($0))
            }.sorted()
            return distances[min(distances.count - 1, (distances.count + 1) * 4 / 5)]
        }
    }
}
