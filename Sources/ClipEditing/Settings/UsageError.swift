/// Contradictory or unknown arguments; the command line exits with 64.
package struct UsageError: Error, Hashable, CustomStringConvertible {
    /// Lower case, no full stop.
    package let description: String
    /// What to do; nil to name the verb's help.
    package let hint: String?

    /// Creates an error with a message for people.
    package init(_ description: String, hint: String? = nil) {
        (self.description, self.hint) = (description, hint)
    }
}
