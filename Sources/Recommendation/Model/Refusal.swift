/// Why a candidate may not be suggested, whatever its score.
public struct Refusal: Hashable, Codable, Sendable {
    /// The kind of rule.
    public enum Rule: String, Hashable, Codable, CaseIterable, Sendable {
        /// The terms of its licence.
        case licence
        /// The validity period of a licence.
        case validity
        /// The platforms of a licence.
        case platform
        /// The countries of a licence.
        case territory
        /// The brand's own lists.
        case brand
        /// Words that are never used.
        case blocklist
        /// The age of the audience.
        case age
        /// A field that the preset locks.
        case locked
    }

    /// Track id, look name, or hashtag without `#`.
    public let id: String
    /// The kind of rule.
    public let rule: Rule
    /// The reason in one sentence: lower case, without full stop.
    public let reason: String
}
