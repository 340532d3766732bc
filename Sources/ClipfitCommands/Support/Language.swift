internal import ClipCore
internal import ClipEditing
internal import SystemLibrary

/// The language of what the program prints for people: messages, results and progress. JSON, flags, help and files for
/// programs are English.
enum Language: String, CaseIterable {
    case en, id

    static let flag = "--lang"
    /// Set before the command line is parsed.
    nonisolated(unsafe) private(set) static var current = Language.en
    nonisolated(unsafe) private(set) static var messages = Messages.english
    /// The flag or variable that decided; nil for the settings file and the default.
    nonisolated(unsafe) private(set) static var origin: String?

    /// Takes `--lang` out of the command line, and sets the language. `start` keeps it: it is the posts' language as well.
    ///
    /// - Throws: if it is not a language that clipfit speaks, or has no value.
    static func decide(_ words: [String]) throws(UsageError) -> [String] {
        var (kept, rest, typed): ([String], ArraySlice<String>, String?) = ([], words[...], nil)
        var isEnded = false
        while let word = rest.popFirst() {
            if word == "--" { isEnded = true }
            if !isEnded, word == flag || word.hasPrefix(flag + "=") {
                typed = word == flag ? rest.popFirst() ?? "" : String(word.dropFirst(flag.count + 1))
            } else {
                kept.append(word)
            }
        }
        if let language = typed.flatMap(named) {
            set(language)
            origin = flag
        } else {
            let found = preferred {
                getenv($0).map { String(cString: $0) }
            } usual: {
                // A wrong settings file is reported where it is used.
                (try? UserSettings.read())?.language
            }
            origin = found.variable
            set(found.language)
        }
        guard let typed else { return kept }
        if kept.first == "start" { return [kept[0], flag, typed] + kept.dropFirst() }
        guard !typed.isEmpty else { throw UsageError("missing value for '\(flag)'", hint: choices) }
        guard named(typed) != nil else {
            throw UsageError("'\(typed)' is not a language that clipfit speaks", hint: choices)
        }
        return kept
    }

    private static let choices = "one of \(allCases.map(\.rawValue).joined(separator: ", "))"

    /// What `start` asks in.
    static func set(_ language: Language) {
        if language != current { (current, messages) = (language, Messages.of(language.rawValue)) }
        // Of other commands that this one starts.
        setenv("CLIPFIT_LANG", language.rawValue, 1)
    }

    /// Of `id`, `id_ID.UTF-8`, `id-ID`, and of the older code `in`; nil for another language.
    static func named(_ code: String) -> Language? {
        switch code.lowercased().prefix(while: { !"_-.@".contains($0) }) {
        case "en", "eng": .en
        case "id", "in", "ind": .id
        default: nil
        }
    }

    /// Where nothing is typed: the first variable that is set decides, English for what is unknown. `usual`: the settings
    /// file's language, which goes before the system's.
    static func preferred(_ variable: (String) -> String?, usual: () -> String?) -> (
        language: Language, variable: String?
    ) {
        let set = ["CLIPFIT_LANG", "", "LC_ALL", "LC_MESSAGES", "LANG"]
            .compactMap { name -> (name: String, value: String)? in
                let value = name.isEmpty ? usual() : variable(name)
                return value.flatMap { $0.isEmpty ? nil : (name, $0) }
            }.first
        return (set.flatMap { named($0.value) } ?? .en, set.flatMap { $0.name.isEmpty ? nil : $0.name })
    }

    static func text(_ sentence: String) -> String { messages.text(of: sentence) }
    static func text(_ phrase: Phrase) -> String { messages.text(phrase) }
    static func list(_ sentences: String) -> String { messages.list(of: sentences) }
}
