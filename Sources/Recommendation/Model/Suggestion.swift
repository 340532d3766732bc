public import ClipCore

/// One suggestion with its reasons.
public struct Suggestion: Hashable, Codable, Sendable {
    /// The next best candidate.
    public struct RunnerUp: Hashable, Codable, Sendable {
        /// Its id.
        public let id: String
        /// How much lower its score is; negative if it was moved back, e.g. as a second song of one artist.
        public let lead: Double
    }

    /// Track id, look name, or hashtag without `#`.
    public let id: String
    /// Display name.
    public let name: String
    /// Sum of the effects of ``terms``.
    public let score: Double
    /// Standard deviation of the score, with terms as independent.
    public let sd: Double
    /// The probability of suggesting it at its place; 1 without random draws.
    public internal(set) var probability = 1.0
    /// The reasons.
    public let terms: [Term]
    /// The next candidate; nil for the last one.
    public internal(set) var runnerUp: RunnerUp?
    /// Why a person should review it before use; nil if not needed.
    public internal(set) var review: String?

    /// A draw prefers it to a better one, to learn about it.
    public internal(set) var isTrial = false

    /// Creates a suggestion from its terms.
    public init(id: String, name: String, terms: [Term], review: String? = nil) {
        (self.id, self.name, self.terms, self.review) = (id, name, terms, review)
        score = terms.reduce(0) { $0 + $1.effect }
        sd = terms.reduce(0) { $0 + $1.sd * $1.sd }.squareRoot()
    }

    /// The score without draws.
    public var mean: Double { terms.reduce(0) { $1.factor == .exploration ? $0 : $0 + $1.effect } }

    /// The main reasons as sentences, at most three: the strongest, then what the licence allows.
    public var reasons: [Phrase] {
        let said = terms.compactMap { term -> (text: Phrase, weight: Double)? in
            let usual = term.factor == .licence ? 0.08 : term.factor == .freshness ? 0.04 : 0
            let weight = max(usual, term.effect.magnitude)
            return term.text.flatMap { weight < 0.02 ? nil : ($0, weight) }
        }
        var seen: Set<String> = []
        return said.enumerated().sorted {
            ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset)
        }.map(\.element.text).filter { seen.insert($0.english).inserted }.prefix(3).map { $0 }
    }
}
