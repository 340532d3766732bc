/// What was asked for contradicts itself, or names what there is not; the command line ends with 64.
package struct UsageError: Error, Hashable, CustomStringConvertible {
    /// Lower case, no full stop.
    package let description: String

    /// An error in words for people.
    package init(_ description: String) { self.description = description }
}
