internal import ClipCore
internal import ClipEditing

/// A page of `clipfit help` that is not about a verb.
enum HelpTopic: String, CaseIterable {
    case exitCodes = "exit-codes"
    case templates, json

    /// Checks the words of `clipfit help …`; prints the topic's page if they name one.
    ///
    /// - Returns: false if the parser has to show a verb's help.
    /// - Throws: ``UsageError`` for an unknown verb or topic.
    static func show(_ words: [String]) throws -> Bool {
        if let word = words.first, let topic = HelpTopic(rawValue: word) {
            Output.plain(topic.text)
            return true
        }
        let names = words.filter { !$0.hasPrefix("-") }
        let path = UsageMistake.path(of: names)
        guard path.count < names.count else { return false }
        let topics = path.isEmpty ? allCases.map(\.rawValue) : []
        throw UsageError(
            "there is no help on '\(names[path.count])'",
            hint: meantHint(names[path.count], among: UsageMistake.verbs(below: path) + topics))
    }

    /// Examples for the end of a verb's help; "" if the words do not ask for that.
    static func examples(_ words: [String]) -> String {
        let asks = words.first == "help" || words.contains { ["--help", "-h"].contains($0) }
        let names = words.filter { $0 != "help" && !$0.hasPrefix("-") }
        guard asks, let verb = names.first else { return "" }
        let pages = String(decoding: PackageResources.examples_txt, as: UTF8.self).split(separator: "\n# ")
        guard let page = pages.first(where: { $0.prefix { !$0.isNewline } == verb }) else { return "" }
        let lines = page.split(separator: "\n").dropFirst().map { "  \($0)" }
        return "\n\nEXAMPLES:\n" + lines.joined(separator: "\n")
    }

    /// What `clipfit` without arguments prints, in Indonesian.
    static var firstScreen: String {
        String(decoding: PackageResources.first_screen_id_txt.dropLast(), as: UTF8.self)
    }

    private var text: String {
        let page =
            switch self {
            case .exitCodes: PackageResources.exit_codes_txt
            case .templates: PackageResources.templates_txt
            case .json: PackageResources.json_txt
            }
        return String(decoding: page.dropLast(), as: UTF8.self)
    }
}
