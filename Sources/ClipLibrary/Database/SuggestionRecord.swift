public import ClipCore
public import Recommendation

/// A suggestion that was made, so that it can be judged by what came of it.
public struct SuggestionRecord: Hashable, Sendable {
    /// The preset's name; "" for none.
    public var brand: String
    /// What tells the clip's file from others.
    public var clip: String
    /// The day on which it was made.
    public var made: CalendarDay
    /// `music`, `look` or `hashtag`.
    public var kind: String
    /// The id of what was suggested.
    public var item: String
    /// From 1, the best.
    public var rank: Int
    /// Its score.
    public var score: Double
    /// The score's standard deviation; nil where it is unknown.
    public var sd: Double?
    /// With what probability it was suggested; nil where it is unknown.
    public var probability: Double?
    /// What chance was drawn from.
    public var seed: UInt64
    /// The version of the rules.
    public var policy: String
    /// The terms of the score, as JSON: objects with at least `factor`, `effect` and `sd`.
    public var why: String
    /// What could have been suggested in the first place; empty for other places.
    public var options: [Advice.Contender]
    /// A render of the clip has it.
    public var isAccepted: Bool

    /// A suggestion on that day, of an unknown spread and probability.
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
