/// A verb as ArgumentParser dumps it with `--experimental-dump-help`.
struct CommandHelp: Decodable {
    struct Dump: Decodable { let command: CommandHelp }

    struct Argument: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String

            var spelling: String { kind == "short" ? "-\(name)" : "--\(name)" }
        }

        let kind: String
        let shouldDisplay: Bool
        let isOptional: Bool
        let isRepeating: Bool
        let names: [Name]?
        let valueName: String?
        let defaultValue: String?
        let allValues: [String]?
        let abstract: String?
        let discussion: String?

        var isPositional: Bool { kind == "positional" }
        /// It takes a value.
        var isOption: Bool { kind == "option" }
        /// The short name first.
        var spellings: [String] {
            (names ?? []).sorted { $0.kind == "short" && $1.kind != "short" }.map(\.spelling)
        }
    }

    let commandName: String
    let abstract: String?
    let discussion: String?
    let shouldDisplay: Bool?
    let arguments: [Argument]?
    let subcommands: [CommandHelp]?

    /// What is shown to users, the help's own flags left out.
    var shownArguments: [Argument] {
        (arguments ?? []).filter { $0.shouldDisplay && $0.names?.contains { $0.name == "help" } != true }
    }
    /// The verbs below it that are shown to users.
    var shownVerbs: [CommandHelp] {
        (subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
    }
}
