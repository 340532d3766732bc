internal import ArgumentParser
internal import ClipCore
internal import ClipMedia
internal import SystemLibrary

/// Explains words that the parser refused: unknown verbs, options and values, with the likeliest remedy.
struct UsageMistake {
    /// Lower case, no full stop.
    let message: String
    let hint: String

    /// - Parameters:
    ///   - words: the command line.
    ///   - text: the parser's message: its error, an option's help, the usage.
    init(_ words: [String], _ text: String) {
        let path = Self.path(of: words)
        let verb = path.last ?? Clipfit.self
        let help = Self.help(path)
        let error = Self.error(in: text)
        let verbs = Self.verbs(below: path)
        let next = words.dropFirst(path.count).first
        let quoted = error.split(separator: "'").dropFirst().first.map(String.init) ?? ""
        if !verbs.isEmpty, let next, !next.hasPrefix("-") {
            (message, hint) = ("unknown command '\(next)'", Self.hint(forVerb: next, verbs, path) ?? help)
        } else if error.hasPrefix("unknown option") {
            message = "unknown option '\(quoted)'"
            hint = Self.hint(forOption: quoted, verb) ?? help
        } else if error.hasPrefix("the value"), let option = Self.option(in: error, of: verb) {
            message = error.split(separator: "'").prefix(4).joined(separator: "'") + "'"
            hint = Self.hint(forValue: quoted, error + " " + option) ?? option
        } else {
            (message, hint) = (error, help)
        }
    }

    /// The verb and its sub-verb, as far as the words name them.
    static func path(of words: [String]) -> [any ParsableCommand.Type] {
        var path: [any ParsableCommand.Type] = []
        for word in words {
            let verbs = (path.last ?? Clipfit.self).configuration.subcommands
            guard let verb = verbs.first(where: { $0.configuration.commandName == word }) else { break }
            path.append(verb)
        }
        return path
    }

    /// The names of the verbs, or of a verb's sub-verbs.
    static func verbs(below path: [any ParsableCommand.Type]) -> [String] {
        (path.last ?? Clipfit.self).configuration.subcommands.filter { $0.configuration.shouldDisplay }
            .compactMap { $0.configuration.commandName }
    }

    /// The hint that names the verb's own help.
    static func help(_ path: [any ParsableCommand.Type]) -> String {
        let words = ["clipfit"] + path.compactMap { $0.configuration.commandName } + ["--help"]
        return "see '\(words.joined(separator: " "))'"
    }

    /// The parser's error in our form, without usage and help.
    private static func error(in text: String) -> String {
        let lines = text.split(separator: "\n").prefix { !$0.hasPrefix("Usage:") && !$0.hasPrefix("Help:") }
        let error = lines.joined(separator: "\n")
        let bare = error.hasPrefix("Error: ") ? String(error.dropFirst(7)) : error
        let ended = bare.hasSuffix(".") ? String(bare.dropLast()) : bare
        return ended.prefix(1).lowercased() + ended.dropFirst()
    }

    /// The help of the option that an error names; nil if it names none.
    private static func option(in error: String, of verb: any ParsableCommand.Type) -> String? {
        // The value '…' is invalid for '--option <value>'
        guard let name = error.split(separator: "'").dropFirst(3).first?.split(separator: " ").first else {
            return nil
        }
        let lines = Clipfit.helpMessage(for: verb, includeHidden: true).split(separator: "\n")
        let isOption = { (line: Substring) in line.hasPrefix("  -") }
        guard
            let start = lines.firstIndex(where: {
                isOption($0) && $0.split { " ,".contains($0) }.contains(name)
            })
        else { return nil }
        let rest = lines[(start + 1)...].prefix { $0.hasPrefix("   ") }
        return ([lines[start]] + rest).flatMap { $0.split(separator: " ") }.joined(separator: " ")
    }

    /// Nil where nothing is similar.
    private static func hint(
        forVerb word: String, _ verbs: [String], _ path: [any ParsableCommand.Type]
    ) -> String? {
        let before = ["clipfit"] + path.compactMap { $0.configuration.commandName }
        func meant(_ words: String...) -> String {
            "did you mean '\((before + words).joined(separator: " "))'?"
        }
        if path.isEmpty {
            if access(word, F_OK) == 0 {
                return meant(Folder.isFolder(FileArgument(argument: word).path) ? "batch" : "trim", word)
            }
            if let verb = ForeignWords.meant("verb", word.lowercased()).first { return meant(verb) }
        }
        if let verb = likelyMeant(word, among: verbs) { return meant(verb) }
        if let verb = ForeignWords.meant("subverb", word).first(where: verbs.contains) { return meant(verb) }
        let below = Clipfit.configuration.subcommands.first {
            $0.configuration.subcommands.contains { $0.configuration.commandName == word }
        }
        return path.isEmpty ? below?.configuration.commandName.map { meant($0, word) } : nil
    }

    private static func hint(forOption typed: String, _ verb: any ParsableCommand.Type) -> String? {
        let word = String(typed.drop { $0 == "-" }).lowercased()
        let known = options(of: verb)
        let meant = ForeignWords.meant("option", typed) + ForeignWords.meant("option", word)
        if let option = meant.first(where: { known.contains(String($0.prefix { $0 != " " })) }) {
            return "did you mean '\(option)'?"
        }
        if let option = likelyMeant(word, among: known.map { String($0.dropFirst(2)) }) {
            return "did you mean '--\(option)'?"
        }
        let all = Clipfit.configuration.subcommands.filter { $0.configuration.shouldDisplay }
        let owners = all.filter { options(of: $0).contains(typed) }.compactMap {
            $0.configuration.commandName
        }
        return owners.isEmpty
            ? nil : "it is an option of 'clipfit \(owners.joined(separator: "', 'clipfit "))'"
    }

    /// The long options of a verb, with their hyphens.
    private static func options(of verb: any ParsableCommand.Type) -> [String] {
        Clipfit.helpMessage(for: verb, includeHidden: true).split(separator: "\n")
            .filter { $0.hasPrefix("  -") }
            .flatMap { $0.split { " ,/".contains($0) }.filter { $0.hasPrefix("--") }.map(String.init) }
    }

    /// The likeliest of the words in an option's help.
    private static func hint(forValue typed: String, _ help: String) -> String? {
        let words = help.split { !($0.isLetter || $0.isNumber || "-:".contains($0)) }.map(String.init)
        return likelyMeant(typed, among: words.filter { $0 != typed && !$0.hasPrefix("-") && $0.count > 1 })
            .map { "did you mean '\($0)'?" }
    }
}

/// The file `foreign-words.tsv`.
private enum ForeignWords {
    private static let table = DataTable.rows(PackageResources.foreign_words_tsv).reduce(
        into: [String: [String]]()
    ) {
        $0["\($1[0]) \($1[1])"] = Array($1.dropFirst(2))
    }

    /// What a word of a kind may mean, the likeliest first.
    static func meant(_ kind: String, _ word: String) -> [String] { table["\(kind) \(word)"] ?? [] }
}
