/// Regression of post quality on tokens. y = mean + sum of the effects of a post's tokens, each shrunk towards 0 by
/// its group's penalty. Fitted by coordinate descent over sparse rows; equal rows give equal models.
public struct MixedModel: Sendable {
    /// The effect of one token.
    public struct Effect: Hashable, Sendable {
        /// The effect, in the unit of y.
        public var value: Double
        /// Number of rows with the token.
        public var rows: Int

        /// Creates an effect.
        public init(value: Double, rows: Int) { (self.value, self.rows) = (value, rows) }
    }

    /// Penalties per group: the number of rows that weigh as much as the prior that an effect is 0.
    public typealias Penalties = [PostToken.Group: Double]

    /// Chosen on the first 70 % of 7,069 public posts. They best forecast three later parts of these from the
    /// posts before; ten for groups that these posts lack.
    public static let standard: Penalties = [
        .bin: 60, .crossing: 150, .creator: 0.5, .music: 1.5, .look: 10, .hashtag: 6, .piece: 120,
        .category: 10, .creatorItem: 10, .categoryItem: 10,
    ]

    /// The mean: the forecast for a row without known tokens.
    public private(set) var mean: Double
    /// Effects by token.
    public private(set) var effects: [PostToken: Effect]
    /// Standard deviation of the residuals of the model's own rows.
    public private(set) var sigma: Double
    /// The penalties of the fit.
    public let penalties: Penalties

    /// Groups with at most one token per row. If every row has one, their effects sum to 0 in the best fit,
    /// which coordinate descent alone approaches very slowly.
    private static let exclusive: [PostToken.Group] = [.creator, .music, .look, .category]

    /// Fits a model to rows of tokens and their values; at least one row.
    public init(_ rows: [[PostToken]], _ values: [Double], penalties: Penalties = standard, sweeps: Int = 30)
    {
        precondition(!rows.isEmpty && rows.count == values.count)
        self.init(SparseRows(rows), values, penalties: penalties, sweeps: sweeps)
    }

    /// Restores a fitted model; tokens missing in `effects` count as never seen.
    public init(mean: Double, sigma: Double, penalties: Penalties, effects: [PostToken: Effect]) {
        (self.mean, self.sigma, self.penalties, self.effects) = (mean, sigma, penalties, effects)
    }

    init(_ rows: SparseRows, _ values: [Double], penalties: Penalties, sweeps: Int = 30) {
        self.penalties = penalties
        mean = values.reduce(0, +) / Double(values.count)
        var rest = values.map { [mean] in $0 - mean }
        var theta = [Double](repeating: 0, count: rows.tokens.count)
        let weights = rows.tokens.map { penalties[$0.group] ?? 10 }
        let complete = rows.complete(Self.exclusive)
        for _ in 0..<sweeps {
            let shift = rest.reduce(0, +) / Double(rest.count)
            mean += shift
            for row in rest.indices { rest[row] -= shift }
            var largest = shift.magnitude
            for token in theta.indices {
                let range = rows.starts[token]..<rows.starts[token + 1]
                var sum = 0.0
                for place in range { sum += rest[rows.members[place]] }
                let count = Double(range.count)
                let step = (sum + count * theta[token]) / (count + weights[token]) - theta[token]
                theta[token] += step
                for place in range { rest[rows.members[place]] -= step }
                largest = max(largest, step.magnitude)
            }
            for tokens in complete {
                let shift = tokens.reduce(0) { $0 + theta[$1] } / Double(tokens.count)
                for token in tokens { theta[token] -= shift }
                mean += shift
            }
            if largest < 1e-9 { break }
        }
        sigma = (rest.reduce(0) { $0 + $1 * $1 } / Double(rest.count)).squareRoot()
        effects = [:]
        effects.reserveCapacity(theta.count)
        for (token, value) in zip(rows.tokens.indices, theta) {
            effects[rows.tokens[token]] = Effect(
                value: value, rows: rows.starts[token + 1] - rows.starts[token])
        }
    }

    /// The forecast for a row; unknown tokens add nothing.
    public func expected(_ row: [PostToken]) -> Double {
        row.reduce(mean) { $0 + (effects[$1]?.value ?? 0) }
    }

    /// Standard deviation of an effect; for an unknown token that of the prior.
    public func deviation(_ token: PostToken) -> Double { (share(token)).squareRoot() * sigma }

    /// Standard deviation of a row's value: the residual plus the uncertainty of each effect as if
    /// independent. ``PostEvaluation`` scales it by the errors on later posts.
    public func deviation(_ row: [PostToken]) -> Double {
        row.reduce(1) { $0 + ($1.group == .piece ? 0 : share($1)) }.squareRoot() * sigma
    }

    private func share(_ token: PostToken) -> Double {
        1 / (Double(effects[token]?.rows ?? 0) + max(1e-9, penalties[token.group] ?? 10))
    }
}
