internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import SystemLibrary

/// Prints results on standard output, and nothing else there.
enum Output {
    /// Prints lines for people, in the language of messages, with control characters escaped, except line feeds and tabs.
    static func line(_ text: String) { plain(Language.messages.lines(of: text)) }

    /// Prints names, and text for programs, as ``line(_:)`` does, but never translated.
    static func plain(_ text: String) { write(text.printableLines) }

    static func json(_ line: String) { write(line.steeringEscapedInJSON) }

    /// A closed pipe ends the process quietly, any other failure with exit code 74.
    private static func write(_ line: String) {
        guard !Descriptor.writeAll(Array((line + "\n").utf8), to: STDOUT_FILENO) else { return }
        if errno == EPIPE { ExitCode(141).endProcess() }
        Console.error("could not write to standard output: \(String(cString: strerror(errno)).lowercased())")
        Failure.Kind.readWrite.exitCode.endProcess()
    }

    /// Fails early if standard output is closed, before work whose result would be lost.
    static func checkOpen() {
        if fcntl(STDOUT_FILENO, F_GETFD) < 0 {
            Console.error("standard output is closed")
            Failure.Kind.readWrite.exitCode.endProcess()
        }
    }

    /// Prints one JSON object on a line, schema first.
    static func json(_ schema: String, _ value: some Encodable) { json(jsonText(schema, value)) }

    static func object(_ schema: String, _ object: JSONObject) { json(jsonText(schema, object)) }

    static func jsonText(_ schema: String, _ value: some Encodable) -> String {
        JSONLine.text(schema, value)
    }
}
