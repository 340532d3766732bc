/// Why an input cannot be planned, with advice.
public struct PlanningError: Error, Hashable, Sendable {
    /// Whether the request or the input is at fault.
    public enum Code: Hashable, Sendable {
        /// The request contradicts itself, whatever the input.
        case usage
        /// This input cannot satisfy the request.
        case unsatisfiable
    }

    /// The kind of error.
    public let code: Code
    /// The message: lower case, without full stop and path.
    public let message: String
    /// Advice; nil for none.
    public let hint: String?

    /// Creates an error with a message for people.
    public init(_ code: Code, _ message: String, hint: String? = nil) {
        (self.code, self.message, self.hint) = (code, message, hint)
    }
}
