internal import Mustache

/// How values become text of a manual page: backslashes, hyphens and what a line may not begin with.
struct RoffEscaping: MustacheContentType {
    /// The name that templates say.
    static let name = "ROFF"

    func escapeText(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var result = line.first == "." || line.first == "'" ? "\\&" : ""
            for character in line {
                switch character {
                case "\\": result += "\\e"
                // A plain hyphen may be broken at, and be copied as another character.
                case "-": result += "\\-"
                case "'": result += "\\(aq"
                case "\"": result += "\\(dq"
                default: result.append(character)
                }
            }
            return result
        }.joined(separator: "\n")
    }
}
