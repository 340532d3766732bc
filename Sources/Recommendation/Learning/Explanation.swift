/// A model's forecast for a post or a candidate, split into the effects of its tokens, which add up.
public struct Explanation: Hashable, Codable, Sendable {
    /// One effect.
    public struct Line: Hashable, Codable, Sendable {
        /// The kind of token: a ``PostToken/Group``.
        public var group: String
        /// Its display name.
        public var name: String
        /// Its contribution.
        public var effect: Double
        /// The lower end of the 80 % interval.
        public var low: Double
        /// The upper end of the 80 % interval.
        public var high: Double
        /// Number of posts with it.
        public var posts: Int
    }

    /// The forecast without any effects: ln of engagement per view.
    public let mean: Double
    /// ``mean`` plus all effects.
    public let expected: Double
    /// The lower end of the 80 % interval of the forecast.
    public let low: Double
    /// The upper end of the 80 % interval.
    public let high: Double
    /// Effects, largest first.
    public let lines: [Line]
    /// Number of posts that the model learnt from.
    public let posts: Int

    /// Explains a model's forecast for tokens.
    public init(_ model: PostModel, _ tokens: [PostToken]) {
        let inner = model.model
        (mean, posts) = (inner.mean, model.posts)
        expected = inner.expected(tokens)
        let half = model.width * inner.deviation(tokens)
        (low, high) = (expected - half, expected + half)
        lines = tokens.map { token in
            let effect = inner.effects[token]
            let (value, half) = (effect?.value ?? 0, 1.2816 * inner.deviation(token))
            return Line(
                group: token.group.rawValue, name: model.tokens.label(token), effect: value,
                low: value - half, high: value + half, posts: effect?.rows ?? 0)
        }.sorted { ($1.effect.magnitude, $0.name) < ($0.effect.magnitude, $1.name) }
    }
}

extension LearnedEffects.Question {
    /// The tokens of a candidate, for the question's brand and categories.
    public func tokens(of item: PostToken.Item, named name: String) -> [PostToken] { tokens(item, name) }
}
