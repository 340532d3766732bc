/// A ``MixedModel`` of posts with penalties and interval widths tuned on the later part of its posts.
public struct PostModel: Sendable {
    /// The model, fitted to all posts.
    public let model: MixedModel
    /// Converts posts to tokens.
    public let tokens: PostTokens
    /// How many of the model's standard deviations cover 80 % of later posts.
    public let width: Double
    /// Number of posts that it learnt from.
    public let posts: Int

    /// The least number of posts to tune penalties with.
    private static let fewest = 200
    /// The most posts to tune penalties with; more do not help.
    private static let most = 20_000

    /// Restores a fitted model.
    public init(model: MixedModel, tokens: PostTokens, width: Double, posts: Int) {
        (self.model, self.tokens, self.width, self.posts) = (model, tokens, width, posts)
    }

    /// Learns from posts in order of posting; nil if none has a known reward.
    ///
    /// - Parameters:
    ///   - balance: the weight of engagement against watching, from 0 to 1.
    ///   - hasPieces: also learn from letter sequences of hashtags.
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

    /// The forecast for a post, with its 80 % interval.
    public func forecast(_ post: Post) -> (expected: Double, range: ClosedRange<Double>) {
        let row = tokens.tokens(post)
        let (middle, half) = (model.expected(row), width * model.deviation(row))
        return (middle, middle - half...middle + half)
    }

    /// Fits to the first three quarters and tests on the rest.
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

        /// Halves and doubles the penalty of each group in turn, and keeps what improves forecasts of later posts.
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
