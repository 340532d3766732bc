internal import ArgumentParser
internal import ClipCore
internal import SystemPackage

/// Failures of single inputs of one command: printed at once, and remembered for the exit code.
struct Failures {
    private let verb: String
    private let printer: ErrorPrinter
    /// The first failure's exit code of each input.
    private var codes: [FilePath: ExitCode] = [:]

    /// - Parameter verb: what is attempted, as it stands in `could not … clip.mp4`.
    init(verb: String, asJSON: Bool) { (self.verb, printer) = (verb, ErrorPrinter(asJSON: asJSON)) }

    /// Prints one failure. An interruption ends the command at once.
    ///
    /// - Parameters:
    ///   - input: what was to be worked on; nil for the file that the error is about.
    ///   - verb: what was attempted; nil for what the command attempts.
    mutating func add(_ failure: Failure, of input: FilePath? = nil, verb: String? = nil) throws {
        let (input, code) = (input ?? failure.path, failure.kind.exitCode)
        if codes[input] == nil { InputLink.tell(.failed(code.rawValue)) }
        codes[input] = codes[input] ?? code
        printer.print(failure, verb ?? self.verb)
        if failure.kind.signal != nil { throw code }
    }

    /// Ends the command with the one failure's code, or with 1 where several inputs failed.
    func finish() throws {
        if let only = codes.values.first { throw codes.count == 1 ? only : ExitCode(1) }
    }
}
