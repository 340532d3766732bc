public import ClipCore
public import Recommendation

/// Record of a suggestion, to compare it with results later.
public struct SuggestionRecord: Hashable, Sendable {
    /// The preset's name; "" for none.
    public var brand: String
    /// Identity of the clip's file.
    public var clip: String
    /// Date of the suggestion.
    public var made: CalendarDay
    /// `music`, `look` or `hashtag`.
    public var kind: String
    /// Id of the suggested item.
    public var item: String
    /// Rank from 1, the best.
    public var rank: Int
    /// Its score.
    public var score: Double
    /// The score's standard deviation; nil if unknown.
    public var sd: Double?
    /// Probability of suggesting it; nil if unknown.
    public var probability: Double?
    /// Random seed.
    public var seed: UInt64
    /// Version of the rules.
    public var policy: String
    /// Terms of the score as JSON: objects with at least `factor`, `effect` and `sd`.
    public var why: String
    /// Candidates for the first rank; empty for other ranks.
    public var options: [Advice.Contender]
    /// Whether a render of the clip uses it.
    public var isAccepted: Bool

    /// Creates a record with unknown spread and probability.
    public init(
        _ kind: String, _ item: String, rank: Int, score: Double, clip: String, made: CalendarDay,
        seed: UInt64
    ) {
        (self.kind, self.item, self.rank, self.score) = (kind, item, rank, score)
        (self.clip, self.made, self.seed) = (clip, made, seed)
        isAccepted = false
        (brand, sd, probability, policy, why, options) = ("", nil, nil, "", "[]", [])
    }
}
