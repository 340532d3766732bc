/// One thing that is suggested, and why.
public struct Suggestion: Hashable, Codable, Sendable {
    /// The next best one.
    public struct RunnerUp: Hashable, Codable, Sendable {
        /// Its id.
        public let id: String
        /// By how much its score is lower; negative where it had to stand back, e.g. for a second song of one artist.
        public let lead: Double
    }

    /// The music's id, the look's name, or the hashtag without `#`.
    public let id: String
    /// What people call it.
    public let name: String
    /// The sum of the effects of ``terms``, in their order.
    public let score: Double
    /// The standard deviation of the score, the terms taken as independent.
    public let sd: Double
    /// With what probability it was suggested at its place; 1 where chance had no part in it.
    public internal(set) var probability = 1.0
    /// The reasons.
    public let terms: [Term]
    /// What would be next; nil for the last one.
    public internal(set) var runnerUp: RunnerUp?
    /// What has to be seen by a person before it is used; nil where there is nothing.
    public internal(set) var review: String?

    /// A suggestion by its reasons.
    public init(id: String, name: String, terms: [Term], review: String? = nil) {
        (self.id, self.name, self.terms, self.review) = (id, name, terms, review)
        score = terms.reduce(0) { $0 + $1.effect }
        sd = terms.reduce(0) { $0 + $1.sd * $1.sd }.squareRoot()
    }

    /// The score without draws.
    public var mean: Double { terms.reduce(0) { $1.factor == .exploration ? $0 : $0 + $1.effect } }

    /// Higher scores first, equal ones by id.
    static func isBetter(_ left: Suggestion, _ right: Suggestion) -> Bool {
        left.score == right.score ? left.id < right.id : left.score > right.score
    }
}
