/// A number or a word that a platform asks for, and where that is written: half of them change within two years.
public struct Rule<Value: Hashable & Codable & Sendable>: Hashable, Codable, Sendable {
    /// What the platform asks for.
    public var value: Value
    /// Where it says so, or who says that it does.
    public var source: String
    /// The day of that knowledge, as `2026-11-23`.
    public var asOf: String
    /// It is advised: what does not keep to it is taken all the same.
    public var isAdvice: Bool
    /// The platform's own code for a file that does not keep to it, e.g. `frame_rate_check_failed`; nil where none is
    /// known.
    public var refusal: String?

    /// A rule with its source.
    public init(value: Value, source: String, asOf: String, isAdvice: Bool = false, refusal: String? = nil) {
        (self.value, self.source, self.asOf) = (value, source, asOf)
        (self.isAdvice, self.refusal) = (isAdvice, refusal)
    }

    func map<Other>(_ change: (Value) -> Other) -> Rule<Other> {
        Rule<Other>(
            value: change(value), source: source, asOf: asOf, isAdvice: isAdvice, refusal: refusal)
    }
}
