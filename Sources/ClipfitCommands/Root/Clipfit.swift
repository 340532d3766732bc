public import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import ClipMedia
internal import LibAV
internal import SystemLibrary

/// The root command, `clipfit`.
public struct Clipfit: ParsableCommand {
    /// The version that `--version` prints.
    public static let version = "0.2.0"

    /// The root's name, help and subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "clipfit",
        abstract: "Trim video to short clips, exactly and without re-encoding what need not be.",
        discussion: "Nothing leaves this machine.", version: version,
        subcommands: [
            StartCommand.self, ProbeCommand.self, CheckCommand.self, TrimCommand.self, BatchCommand.self,
            RenderCommand.self, MergeCommand.self, PresetCommand.self, SuggestCommand.self, SheetCommand.self,
            MusicCommand.self, TrendsCommand.self, LearnCommand.self, DoctorCommand.self, ConfigCommand.self,
            SchemaCommand.self, CompletionCommand.self, WorkerCommand.self,
        ])

    /// Creates a command without arguments; parsing fills it in.
    public init() {}

    /// Runs the command line and ends the process.
    public static func runAndExit() -> Never {
        // A closed pipe or the file size limit must be a write error, not end the process.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        Interruption.watchSignals()
        var words = HelpExtent.decide(RawArguments.ofProcess())
        // A worker's stderr is kept by its batch, which reports it if the worker dies.
        if words.first != WorkerCommand.name { AVLog.capture() }
        do {
            if words.first != WorkerCommand.name { words = try Language.decide(words) }
            if words.first == "help", try HelpTopic.show(Array(words.dropFirst())) {
                ExitCode.success.endProcess()
            }
            var command = try parse(words)
            try command.run()
            ExitCode.success.endProcess()
        } catch {
            // Unparsable arguments have no options: search the words for `--json`.
            print(error, words, asJSON: words.prefix { $0 != "--" }.contains("--json")).endProcess()
        }
    }

    /// Parses a verb by itself, which costs a fifth less than finding it in the tree of all. The tree explains mistakes.
    private static func parse(_ words: [String]) throws -> any ParsableCommand {
        // What the program consists of, for other programs.
        if Set(words) == ["--version", "--json"] { return try DoctorCommand.parseAsRoot(["--json"]) }
        let verb = configuration.subcommands.first { $0.configuration.commandName == words.first }
        if let verb, verb.configuration.subcommands.isEmpty,
            let command = try? verb.parseAsRoot(Array(words.dropFirst()))
        {
            return command
        }
        return try parseAsRoot(words)
    }

    /// Prints an error unless already printed; returns the exit code.
    private static func print(_ error: any Error, _ words: [String], asJSON: Bool) -> ExitCode {
        switch error {
        case let code as ExitCode: return code
        case let wrong as ConfigurationError: return ErrorPrinter(asJSON: asJSON).print(wrong)
        case let wrong as UsageError:
            return printMistake(
                wrong.description, hint: wrong.hint ?? UsageMistake.help(UsageMistake.path(of: words)),
                asJSON: asJSON)
        case let failure as Failure:
            var failures = Failures(verb: "use", asJSON: asJSON)
            try? failures.add(failure)
            return failure.kind.exitCode
        default: break
        }
        let code = exitCode(for: error)
        guard code.rawValue != 0 else {
            let isFirst = words.isEmpty && Language.current == .id
            Output.plain(isFirst ? HelpTopic.firstScreen : message(for: error) + HelpTopic.examples(words))
            return code
        }
        let text = fullMessage(for: error)
        // Only an exit code: the error was printed already.
        guard !text.isEmpty else { return code }
        guard code == Failure.Kind.usage.exitCode else {
            ErrorPrinter(asJSON: asJSON).print(.bug, exit: code.rawValue, text.printable, hint: "report it")
            return code
        }
        let mistake = UsageMistake(words, text)
        return printMistake(mistake.message, hint: mistake.hint, asJSON: asJSON)
    }

    private static func printMistake(_ message: String, hint: String, asJSON: Bool) -> ExitCode {
        let kind = Failure.Kind.usage
        ErrorPrinter(asJSON: asJSON).print(kind, exit: kind.code.exit, message.printable, hint: hint)
        return kind.exitCode
    }
}
