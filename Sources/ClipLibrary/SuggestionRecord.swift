public import ClipCore

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

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
        (brand, sd, probability, policy, why) = ("", nil, nil, "", "[]")
    }

    /// The score without draws, and how doubtful it is what posts have taught of it.
    var belief: (mean: Double, sd: Double) {
        struct Reason: Decodable {
            let factor: String
            let effect: Double
            var sd: Double?
        }
        let reasons = (try? JSONDecoder().decode([Reason].self, from: Data(why.utf8))) ?? []
        let drawn = reasons.reduce(0) { $1.factor == "exploration" ? $0 + $1.effect : $0 }
        let doubt = reasons.reduce(0) { $1.factor == "learned" ? $0 + ($1.sd ?? 0) * ($1.sd ?? 0) : $0 }
        return (score - drawn, doubt.squareRoot())
    }
}
