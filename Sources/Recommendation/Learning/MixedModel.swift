/// What posts have in common adds up to how good they are: y = mean + sum of the effects of a post's tokens, each
/// effect pulled towards 0 by the penalty of its group. Fitted by coordinate descent over sparse rows; equal rows give equal models.
public struct MixedModel: Sendable {
    /// What one token adds.
    public struct Effect: Hashable, Sendable {
        /// In the unit of y.
        public var value: Double
        /// How many rows have it.
        public var rows: Int

        /// An effect that so many rows have shown.
        public init(value: Double, rows: Int) { (self.value, self.rows) = (value, rows) }
    }

    /// What penalties a fit has: the number of rows that say as much as the belief that an effect is 0.
    public typealias Penalties = [PostToken.Group: Double]

    /// Chosen on the first 70 % of 7,069 public posts, by what each of three later parts of these had to say of what lay before
    /// it; of what these posts do not tell, as many as ten posts.
    public static let standard: Penalties = [
        .bin: 60, .crossing: 150, .creator: 0.5, .music: 1.5, .look: 10, .hashtag: 6, .piece: 120,
        .category: 10, .creatorItem: 10, .categoryItem: 10,
    ]

    /// What a row without any known token is.
    public private(set) var mean: Double
    /// By token.
    public private(set) var effects: [PostToken: Effect]
    /// The standard deviation of what the model leaves unexplained in its own rows.
    public private(set) var sigma: Double
    /// The penalties that it was fitted with.
    public let penalties: Penalties

    /// Groups of which a row has one token at most. Where every row has one, their effects sum to 0 in the best fit: coordinate
    /// descent alone would come there very slowly.
    private static let exclusive: [PostToken.Group] = [.creator, .music, .look, .category]

    /// Fits to rows of tokens and what is known of each; at least one row.
    public init(_ rows: [[PostToken]], _ values: [Double], penalties: Penalties = standard, sweeps: Int = 30)
    {
        precondition(!rows.isEmpty && rows.count == values.count)
        self.init(SparseRows(rows), values, penalties: penalties, sweeps: sweeps)
    }

    /// A model that was fitted before; what is left out of `effects` counts as never seen.
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

    /// What is expected of a row; tokens that were never seen add nothing.
    public func expected(_ row: [PostToken]) -> Double {
        row.reduce(mean) { $0 + (effects[$1]?.value ?? 0) }
    }

    /// The standard deviation of an effect: of one that was never seen it is that of the belief.
    public func deviation(_ token: PostToken) -> Double { (share(token)).squareRoot() * sigma }

    /// The standard deviation of a row's own value: what is unexplained, and the doubt about each effect as if they were
    /// independent. ``PostEvaluation`` scales it to what later posts have shown.
    public func deviation(_ row: [PostToken]) -> Double {
        row.reduce(1) { $0 + ($1.group == .piece ? 0 : share($1)) }.squareRoot() * sigma
    }

    private func share(_ token: PostToken) -> Double {
        1 / (Double(effects[token]?.rows ?? 0) + max(1e-9, penalties[token.group] ?? 10))
    }
}
