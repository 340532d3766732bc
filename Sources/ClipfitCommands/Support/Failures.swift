internal import ArgumentParser
internal import ClipCore

/// Collects failures of a command's inputs: prints each at once, and keeps the exit codes.
struct Failures {
    private let verb: String
    private let printer: ErrorPrinter
    /// The exit code of each input's first failure.
    private var codes: [FilePath: ExitCode] = [:]

    /// - Parameter verb: the attempted action, as in `could not … clip.mp4`.
    init(verb: String, asJSON: Bool) { (self.verb, printer) = (verb, ErrorPrinter(asJSON: asJSON)) }

    /// Prints one failure. An interruption ends the command at once.
    ///
    /// - Parameters:
    ///   - input: the input that failed; nil for the failure's own file.
    ///   - verb: the attempted action; nil for the command's.
    mutating func add(_ failure: Failure, of input: FilePath? = nil, verb: String? = nil) throws {
        let (input, code) = (input ?? failure.path, failure.kind.exitCode)
        if codes[input] == nil { InputLink.tell(.failed(code.rawValue)) }
        codes[input] = codes[input] ?? code
        Progress.Summary.failed = codes.count
        // Music, a font or a logo is not what the command was to trim.
        let isOther = failure.path != input && [.unusable, .unreadable, .damaged].contains(failure.kind)
        printer.print(failure, verb ?? (isOther ? "use" : self.verb))
        if failure.kind.signal != nil { throw code }
    }

    /// Calls `body` with each item, prints each failure, and ends the command as ``finish()`` does.
    static func each<Item>(
        _ items: [Item], _ verb: String, asJSON: Bool, _ body: (Item) throws(Failure) -> Void
    ) throws {
        var failures = Failures(verb: verb, asJSON: asJSON)
        for item in items {
            do throws(Failure) { try body(item) } catch { try failures.add(error) }
        }
        try failures.finish()
    }

    /// Ends the command with the exit code of a single failed input, or 1 for several.
    func finish() throws {
        if let only = codes.values.first { throw codes.count == 1 ? only : ExitCode(1) }
    }
}
