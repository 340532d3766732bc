internal import ArgumentParser

extension Console.Colouring: ExpressibleByArgument {}

/// Options of every command.
struct CommonOptions: ParsableArguments {
    @Flag(name: .customLong("json"), help: "Print one JSON object per result (JSON Lines for several).")
    var asJSON = false

    @Flag(name: .shortAndLong, help: "Print only errors.") var quiet = false

    @Flag(name: .shortAndLong, help: "Print what is done and why.") var verbose = false

    @Option(help: "Language of messages: en or id.", completion: .list(Language.allCases.map(\.rawValue)))
    var lang: String?

    @Option(help: .more("Colour the labels of messages: auto (in a terminal), always or never."))
    var color: Console.Colouring = .auto

    @Option(help: .more("Same seed, same choices.")) var seed: UInt64 = 0

    /// Prints errors in the requested format.
    var errors: ErrorPrinter { ErrorPrinter(asJSON: asJSON) }

    func apply() {
        Console.set(quiet ? .quiet : verbose ? .verbose : .normal, color)
        Output.checkOpen()
    }

    func validate() throws {
        if quiet && verbose { throw ValidationError("-q and -v contradict each other") }
    }
}
