/// What a model thinks of a post or of something that could be chosen for one: a line a token, which add up.
public struct Explanation: Hashable, Codable, Sendable {
    /// One summand.
    public struct Line: Hashable, Codable, Sendable {
        /// What kind of thing it is: a ``PostToken/Group``.
        public var group: String
        /// Which one.
        public var name: String
        /// What it adds.
        public var effect: Double
        /// The lower end of the 80 % interval.
        public var low: Double
        /// Its upper end.
        public var high: Double
        /// How many posts have it.
        public var posts: Int
    }

    /// What a post is without any of the lines: ln of engagement a view.
    public let mean: Double
    /// ``mean`` and all lines together.
    public let expected: Double
    /// The lower end of the 80 % interval of a post with them.
    public let low: Double
    /// Its upper end.
    public let high: Double
    /// The largest effects first.
    public let lines: [Line]
    /// How many posts the model is from.
    public let posts: Int

    /// What the model thinks of tokens.
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
    /// The tokens of one thing that could be chosen, for the question's brand and categories.
    public func tokens(of item: PostToken.Item, named name: String) -> [PostToken] { tokens(item, name) }
}
