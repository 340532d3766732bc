internal import ClipCore
internal import SystemLibrary

/// Prints messages for people on standard error.
enum Console {
    enum Level: Int { case quiet, normal, verbose }
    /// When labels such as `error:` are coloured.
    enum Colouring: String, CaseIterable { case auto, always, never }

    nonisolated(unsafe) private(set) static var level = Level.normal
    /// Set once from the options, before any work begins.
    static func set(_ level: Level, _ colouring: Colouring) {
        (self.level, self.colouring) = (level, colouring)
    }

    nonisolated(unsafe) private static var colouring = Colouring.auto
    /// As on no-color.org and in a terminal that knows colours, unless the options decide.
    private static var isColoured: Bool {
        guard colouring == .auto else { return colouring == .always }
        let text = { (name: String) in getenv(name).map { String(cString: $0) } ?? "" }
        return isatty(STDERR_FILENO) == 1 && text("NO_COLOR").isEmpty && text("TERM") != "dumb"
    }

    /// Colours the labels that lines begin with.
    private static func painted(_ lines: String) -> String {
        guard isColoured else { return lines }
        let labels = [("error", 31), ("warning", 33), ("hint", 36)]
        return lines.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            for (label, colour) in labels {
                let start = "clipfit: \(Language.text(label)):"
                guard line.hasPrefix(start) else { continue }
                return "\u{1B}[1;\(colour)m\(start)\u{1B}[0m" + line.dropFirst(start.count)
            }
            return String(line)
        }.joined(separator: "\n")
    }

    static func error(_ text: String, hint: String? = nil) { write(errorText(text, hint: hint)) }

    /// The lines of an error message, in the language of messages.
    static func errorText(_ text: String, hint: String? = nil) -> String {
        let advice = hint.map { line("hint", nil, $0) } ?? ""
        return line("error", nil, text) + advice
    }

    static func warning(_ text: String) { if level != .quiet { write(line("warning", nil, text)) } }

    /// - Parameter subject: the file that it is about, which stands before it.
    static func warning(_ text: String, of subject: FilePath) {
        if level != .quiet { write(line("warning", subject, text)) }
    }

    static func note(_ text: String) { if level == .verbose { write(line(nil, nil, text)) } }

    private static func line(_ kind: String?, _ subject: FilePath?, _ text: String) -> String {
        let parts = [kind.map(Language.text), subject?.shown, Language.text(text)].compactMap { $0 }
        return "clipfit: \(parts.joined(separator: ": ").printable)\n"
    }

    /// Prints one JSON object on a line.
    static func json(_ schema: String, _ value: some Encodable) {
        put(Output.jsonText(schema, value) + "\n")
    }

    /// Prints text with control characters escaped, except line feeds and tabs. `erasing`: the program's own
    /// escape sequences to print first, unescaped.
    static func write(_ text: String, erasing: String = "") { put(erasing + painted(text.printableLines)) }

    /// Write errors on stderr are ignored.
    private static func put(_ text: String) {
        _ = Descriptor.writeAll(Array(text.utf8), to: STDERR_FILENO)
    }
}
