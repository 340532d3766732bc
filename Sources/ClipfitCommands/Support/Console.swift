internal import ClipCore
internal import SystemLibrary

/// Messages for people, on standard error.
enum Console {
    /// How much is said.
    enum Level: Int { case quiet, normal, verbose }

    nonisolated(unsafe) private(set) static var level = Level.normal
    /// Set once from the options, before any work begins.
    static func set(_ level: Level) { self.level = level }

    static func error(_ text: String, hint: String? = nil) { write(errorText(text, hint: hint)) }

    /// The lines that tell an error.
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

    /// Writes one object of JSON on a line.
    static func json(_ schema: String, _ value: some Encodable) {
        put(Output.jsonText(schema, value) + "\n")
    }

    /// Writes text in which steering characters but line feeds and tabs are spelled out.
    ///
    /// - Parameter erasing: what moves the cursor and erases first, the program's own.
    static func write(_ text: String, erasing: String = "") { put(erasing + text.printableLines) }

    /// Write errors on stderr are ignored.
    private static func put(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
