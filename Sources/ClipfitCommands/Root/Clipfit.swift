public import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import ClipMedia
internal import LibAV
internal import SystemLibrary

/// `clipfit`, the root of all verbs.
public struct Clipfit: ParsableCommand {
    /// The version that `--version` prints.
    public static let version = "0.1.0"

    /// The root's name, help and verbs.
    public static let configuration = CommandConfiguration(
        commandName: "clipfit",
        abstract: "Trim video to short clips, exactly and without re-encoding what need not be.",
        discussion: "Nothing leaves this machine.",
        version: version,
        subcommands: [
            ProbeCommand.self, CheckCommand.self, TrimCommand.self, BatchCommand.self, RenderCommand.self,
            MergeCommand.self,
            PresetCommand.self,
            SuggestCommand.self, SheetCommand.self,
            MusicCommand.self, TrendsCommand.self, LearnCommand.self,
            CompletionCommand.self, ManualCommand.self, WorkerCommand.self,
        ])

    /// A command without arguments; parsing fills it in.
    public init() {}

    /// Runs the command line and ends the process: the one place where it exits.
    public static func runAndExit() -> Never {
        // A closed pipe and a file that may not become longer are errors of writing, not the end.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        Interruption.watchSignals()
        let words = HelpExtent.decide(RawArguments.ofProcess())
        // What a worker prints is kept by its batch, which reports it where the worker dies.
        if words.first != WorkerCommand.name { AVLog.capture() }
        do {
            var command = try parseAsRoot(words)
            try command.run()
        } catch let code as ExitCode {
            Glibc.exit(code.rawValue)
        } catch {
            // What could not be parsed has no options: the words themselves tell whether JSON is wanted.
            let asJSON = words.prefix { $0 != "--" }.contains("--json")
            if let wrong = error as? ConfigurationError {
                Glibc.exit(ConfigurationFailure.told(wrong, asJSON: asJSON).rawValue)
            }
            if let wrong = error as? UsageError {
                exit(telling: ValidationError(wrong.description), asJSON: asJSON)
            }
            if let unusable = error as? LibraryError {
                Glibc.exit(LibraryFailure.told(unusable, asJSON: asJSON).rawValue)
            }
            if let unusable = error as? MediaError {
                var failures = Failures(verb: "use", asJSON: asJSON)
                try? failures.add(unusable)
                Glibc.exit(unusable.code.exitCode)
            }
            exit(telling: error, asJSON: asJSON)
        }
        Glibc.exit(0)
    }

    private static func exit(telling error: any Error, asJSON: Bool) -> Never {
        let code = exitCode(for: error).rawValue
        if code == 0 {
            Output.line(message(for: error))
            Glibc.exit(0)
        }
        let lines = fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: true)
        // An exit code alone: what is wrong was told already.
        guard let first = lines.first.map(String.init) else { Glibc.exit(code) }
        let text = first.hasPrefix("Error: ") ? String(first.dropFirst(7)) : first
        let message = text.prefix(1).lowercased() + text.dropFirst()
        tell(code, message.hasSuffix(".") ? String(message.dropLast()) : message, asJSON: asJSON)
        Glibc.exit(code)
    }

    private static func tell(_ code: Int32, _ message: String, asJSON: Bool) {
        let hint = "see 'clipfit --help'"
        guard asJSON else { return Console.error(message, hint: hint) }
        let kind = code == MediaError.Code.usage.exitCode ? MediaError.Code.usage : .bug
        ErrorJSON(code: kind.name, exit: code, message: message.printable, hint: hint).tell()
    }
}
