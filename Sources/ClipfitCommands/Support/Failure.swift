internal import ArgumentParser
internal import ClipCore
internal import ClipMedia
internal import SystemPackage

/// Failures of single inputs of one command: told at once, and remembered for the exit code.
struct Failures {
    private let verb: String
    private let asJSON: Bool
    /// The first failure's exit code of each input.
    private var codes: [FilePath: Int32] = [:]

    /// - Parameter verb: what was attempted, as it stands in `could not … clip.mp4`.
    init(verb: String, asJSON: Bool) {
        self.verb = verb
        self.asJSON = asJSON
    }

    /// Tells one failure. An interruption ends the command at once.
    ///
    /// - Parameter input: what was to be worked on; nil for the file that the error is about.
    mutating func add(_ error: MediaError, of input: FilePath? = nil) throws {
        let input = input ?? error.path
        if codes[input] == nil { InputLink.tell(.failed(error.code.exitCode)) }
        codes[input] = codes[input] ?? error.code.exitCode
        Self.tell(error, verb, asJSON: asJSON)
        if error.code.exitCode > 128 { throw ExitCode(error.code.exitCode) }
    }

    /// Tells one failure, for people or scripts.
    static func tell(_ error: MediaError, _ verb: String, asJSON: Bool) {
        let message = message(error, verb)
        guard asJSON else { return Console.error(message, hint: error.hint) }
        json(error, message).tell()
    }

    private static func message(_ error: MediaError, _ verb: String) -> String {
        "could not \(verb) \(error.path.shown): \(error.message.printable)"
    }

    private static func json(_ error: MediaError, _ message: String) -> ErrorJSON {
        ErrorJSON(
            code: error.code.name, exit: error.code.exitCode, message: message, hint: error.hint,
            path: error.path)
    }

    /// What ``tell(_:_:asJSON:)`` writes.
    static func text(_ error: MediaError, _ verb: String, asJSON: Bool) -> String {
        let message = message(error, verb)
        return asJSON ? json(error, message).text : Console.errorText(message, hint: error.hint)
    }

    /// Ends the command with the one failure's code, or with 1 where several inputs failed.
    func finish() throws {
        if let only = codes.values.first { throw ExitCode(codes.count == 1 ? only : 1) }
    }
}
