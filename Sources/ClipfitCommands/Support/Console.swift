internal import ClipCore
internal import SystemLibrary

/// Prints messages for people on standard error.
enum Console {
    /// Verbosity.
    enum Level: Int { case quiet, normal, verbose }

    nonisolated(unsafe) private(set) static var level = Level.normal
    /// Set once from the options, before any work begins.
    static func set(_ level: Level) { self.level = level }

    static func error(_ text: String, hint: String? = nil) { write(errorText(text, hint: hint)) }

    /// The lines of an error message.
    static func errorText(_ text: String, hint: String? = nil) -> String {
        let advice = hint.map { "clipfit: hint: \($0.printable)\n" } ?? ""
        return "clipfit: error: \(text.printable)\n" + advice
    }

    static func warning(_ text: String) {
        if level != .quiet { write("clipfit: warning: \(text.printable)\n") }
    }

    static func note(_ text: String) {
        if level == .verbose { write("clipfit: \(text.printable)\n") }
    }

    /// Prints one JSON object on a line.
    static func json(_ schema: String, _ value: some Encodable) {
        put(Output.jsonText(schema, value) + "\n")
    }

    /// Prints text with control characters escaped, except line feeds and tabs. `erasing`: the program's own
    /// escape sequences to print first, unescaped.
    static func write(_ text: String, erasing: String = "") { put(erasing + text.printableLines) }

    /// Write errors on stderr are ignored.
    private static func put(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
