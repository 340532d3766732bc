/// Why no plan can be made for this input, and what to do instead.
public struct PlanningError: Error, Hashable, Sendable {
    /// Whether the request or the input is at fault.
    public enum Code: Hashable, Sendable {
        /// The request contradicts itself, whatever the input is.
        case usage
        /// This input cannot satisfy the request.
        case unsatisfiable
    }

    /// The kind of the failure, for programs.
    public let code: Code
    /// The failure in a sentence: lower case, no full stop, without the path.
    public let message: String
    /// What to do instead; nil where there is no advice.
    public let hint: String?

    /// A failure in words for people.
    public init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}
