/// Why something may not be suggested, whatever its score.
public struct Refusal: Hashable, Codable, Sendable {
    /// The kind of rule.
    public enum Rule: String, Hashable, Codable, CaseIterable, Sendable {
        /// The terms of its licence.
        case licence
        /// Days on which a licence holds.
        case validity
        /// Platforms for which a licence holds.
        case platform
        /// Countries in which a licence holds.
        case territory
        /// The brand's own lists.
        case brand
        /// Words that are never used.
        case blocklist
        /// The age of those whom the clip is for.
        case age
        /// A field that the preset locks.
        case locked
    }

    /// The music's id, the look's name, or the hashtag without `#`.
    public let id: String
    /// The kind of rule.
    public let rule: Rule
    /// Why, as one sentence: lower case, no full stop.
    public let reason: String

    /// A refusal for that reason.
    public init(id: String, rule: Rule, reason: String) {
        (self.id, self.rule, self.reason) = (id, rule, reason)
    }
}
