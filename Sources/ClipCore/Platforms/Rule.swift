/// One rule of a platform with its source and date: half of them change within two years.
public struct Rule<Value: Hashable & Codable & Sendable>: Hashable, Codable, Sendable {
    /// The required value.
    public var value: Value
    /// The page or person that states it.
    public var source: String
    /// The date of that source, such as `2026-11-23`.
    public var asOf: String
    /// Advice only: the platform accepts files that break it.
    public var isAdvice: Bool
    /// The platform's error code for files that break it, e.g. `frame_rate_check_failed`; nil if unknown.
    public var refusal: String?

    package init(value: Value, source: String, asOf: String, isAdvice: Bool = false, refusal: String? = nil) {
        (self.value, self.source, self.asOf) = (value, source, asOf)
        (self.isAdvice, self.refusal) = (isAdvice, refusal)
    }

    func map<Other>(_ change: (Value) -> Other) -> Rule<Other> {
        Rule<Other>(value: change(value), source: source, asOf: asOf, isAdvice: isAdvice, refusal: refusal)
    }
}
