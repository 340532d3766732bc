/// Why a text is no LUT, with the line that tells it.
public struct CubeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1; nil where it is about the whole file.
    public let line: Int?
    /// What is wrong and what was expected: lower case, no full stop.
    public let message: String
    /// What to do; nil where there is no advice.
    public let hint: String?

    init(_ message: String, line: Int? = nil, hint: String? = nil) {
        (self.message, self.line, self.hint) = (message, line, hint)
    }

    /// `line 7: "nan" is not a finite number`.
    public var description: String { line.map { "line \($0): \(message)" } ?? message }
}
