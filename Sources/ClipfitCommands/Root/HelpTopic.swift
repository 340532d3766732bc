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
            Output.line(topic.text)
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
