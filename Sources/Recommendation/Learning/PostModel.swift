/// A ``MixedModel`` of posts, its penalties and the width of its intervals found on the later part of the posts that it
/// learns from.
public struct PostModel: Sendable {
    /// The model, fitted to all of the posts.
    public let model: MixedModel
    private let tokens: PostTokens
    /// How many of the model's own standard deviations hold 80 % of what later posts turned out to be.
    private let width: Double

    /// Fewer posts than this cannot tell penalties apart.
    private static let fewest = 200

    /// Learns from posts in the order in which they were posted; at least one.
    public init(_ posts: [Post]) {
        let cut = posts.count * 3 / 4
        var penalties = MixedModel.standard
        var width = 1.2816
        if posts.count >= Self.fewest {
            let trial = Trial(Array(posts[..<cut]), Array(posts[cut...]))
            penalties = trial.best(from: penalties)
            width = trial.width(penalties)
        }
        let tokens = PostTokens(posts)
        model = MixedModel(posts.map(tokens.tokens), posts.map(Reward.quality), penalties: penalties)
        (self.tokens, self.width) = (tokens, width)
    }

    /// What is expected of a post, and within what it will lie with a chance of 80 %.
    public func forecast(_ post: Post) -> (expected: Double, range: ClosedRange<Double>) {
        let row = tokens.tokens(post)
        let (middle, half) = (model.expected(row), width * model.deviation(row))
        return (middle, middle - half...middle + half)
    }

    /// Fits to earlier posts, held against later ones.
    private struct Trial {
        let rows: SparseRows
        let values: [Double]
        let laterRows: [[PostToken]]
        let laterValues: [Double]

        init(_ posts: [Post], _ later: [Post]) {
            let tokens = PostTokens(posts)
            rows = SparseRows(posts.map(tokens.tokens))
            values = posts.map(Reward.quality)
            laterRows = later.map(tokens.tokens)
            laterValues = later.map(Reward.quality)
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
