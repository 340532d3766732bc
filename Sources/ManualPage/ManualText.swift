/// One page in the parts that the template asks for by name.
struct ManualText {
    struct Word {
        let isOptional: Bool
        let isRepeating: Bool
        let typed: String?
        let value: String?
    }

    struct Synopsis {
        let verb: String
        let words: [Word]
    }

    struct Spelling {
        let isFirst: Bool
        let spelling: String
    }

    struct Entry {
        let spellings: [Spelling]
        let argument: String?
        let help: String
    }

    struct Verb {
        let heading: String
        let about: String?
        let entries: [Entry]
    }

    struct Other {
        let isFirst: Bool
        let other: String
    }

    let title: String
    let page: String
    let version: String
    let summary: String
    let synopses: [Synopsis]
    let hasDescription: Bool
    let paragraphs: [String]
    let verbs: [Verb]
    let statuses = ManualNotes.statuses
    let files = ManualNotes.files
    let hasExamples: Bool
    let examples: [ManualNotes.Example]
    let others: [Other]

    /// - Parameter program: whose verb it is; nil for the program itself.
    init(_ command: CommandHelp, of program: String?, _ version: String, _ names: [String]) {
        let verb = program.map { "\($0) \(command.commandName)" } ?? command.commandName
        page = program.map { "\($0)-\(command.commandName)" } ?? command.commandName
        (title, self.version) = (page.uppercased(), version)
        summary = Self.bare(command.abstract ?? "")
        paragraphs = (command.discussion ?? "").split(separator: "\n\n").map {
            $0.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: " ")
        }
        hasDescription = !paragraphs.isEmpty
        // The program's verbs have pages of their own.
        let below = program == nil ? [] : command.shownVerbs
        synopses =
            below.isEmpty
            ? [Synopsis(verb: verb, words: program == nil ? [Self.verbWord] : Self.words(command))]
            : below.map { Synopsis(verb: "\(verb) \($0.commandName)", words: Self.words($0)) }
        verbs =
            below.isEmpty
            ? [Self.verb("OPTIONS", nil, command)] + (program == nil ? [Self.list(command)] : [])
            : below.map { Self.verb("\(verb) \($0.commandName)".uppercased(), $0.abstract, $0) }
        examples = ManualNotes.examples[program == nil ? "" : command.commandName] ?? []
        hasExamples = !examples.isEmpty
        others = names.filter { [page] in $0 != page }.enumerated().map {
            Other(isFirst: $0.offset == 0, other: $0.element)
        }
    }

    private static var verbWord: Word {
        Word(isOptional: false, isRepeating: false, typed: nil, value: "verb")
    }

    private static func words(_ command: CommandHelp) -> [Word] {
        let positional = command.shownArguments.filter(\.isPositional).map {
            Word(isOptional: $0.isOptional, isRepeating: $0.isRepeating, typed: nil, value: $0.valueName)
        }
        let needed = command.shownArguments.filter { $0.isOption && !$0.isOptional }.map {
            Word(
                isOptional: false, isRepeating: $0.isRepeating, typed: $0.spellings.last.map { "\($0) " },
                value: $0.valueName)
        }
        return [Word(isOptional: true, isRepeating: false, typed: nil, value: "options")] + positional
            + needed
    }

    private static func verb(_ heading: String, _ about: String?, _ command: CommandHelp) -> Verb {
        let all = command.shownArguments
        // A flag and the one that takes it back have one text, and stand together.
        let spellings = Set(all.flatMap(\.spellings))
        let entries = all.compactMap { argument -> Entry? in
            if argument.spellings.contains(where: { isOpposite($0, of: spellings) }) { return nil }
            let opposite = argument.spellings.map { "--no-\($0.dropFirst(2))" }.filter(spellings.contains)
            return entry(argument, opposite)
        }
        return Verb(heading: heading, about: about, entries: entries)
    }

    private static func isOpposite(_ spelling: String, of others: Set<String>) -> Bool {
        spelling.hasPrefix("--no-") && others.contains("--\(spelling.dropFirst(5))")
    }

    private static func list(_ command: CommandHelp) -> Verb {
        Verb(
            heading: "VERBS", about: "Each has a page of its own, e.g. clipfit-trim(1).",
            entries: command.shownVerbs.map {
                entry([$0.commandName], nil, $0.abstract ?? "")
            })
    }

    private static func entry(_ argument: CommandHelp.Argument, _ opposite: [String]) -> Entry {
        let help = [argument.abstract, argument.discussion].compactMap { $0 }.joined(separator: " ")
        let untold = argument.allValues.map { values in !values.allSatisfy { help.contains($0) } } ?? false
        let values = untold ? " One of: \(argument.allValues?.joined(separator: ", ") ?? "")." : ""
        let standard = argument.defaultValue.map { " Default: \($0)." } ?? ""
        let spellings = argument.spellings + opposite
        return entry(
            spellings.isEmpty ? [argument.valueName ?? ""] : spellings,
            argument.isOption ? argument.valueName : nil, help + values + standard)
    }

    private static func entry(_ spellings: [String], _ argument: String?, _ help: String) -> Entry {
        Entry(
            spellings: spellings.enumerated().map { Spelling(isFirst: $0.offset == 0, spelling: $0.element) },
            argument: argument, help: help.isEmpty ? "." : help)
    }

    /// Without the full stop, as whatis(1) shows it.
    private static func bare(_ text: String) -> String { text.last == "." ? String(text.dropLast()) : text }
}
