/// What is said in a script of (Advanced) SubStation Alpha (`.ass`, `.ssa`): the text of its lines, and nothing of their looks.
enum CaptionScript {
    /// A text is such a script.
    static func isOne(_ text: String) -> Bool {
        text.prefix(4096).split(whereSeparator: \.isNewline).contains {
            let line = CaptionMarkup.trimmed($0).lowercased()
            return line == "[script info]" || line == "[events]"
        }
    }

    /// All lines of dialogue, and the numbers (from 1) of those that cannot be read.
    static func captions(_ text: String) -> (found: [Caption], unread: [Int]) {
        var (found, unread): ([Caption], [Int]) = ([], [])
        var columns = ["layer", "start", "end", "style", "name", "l", "r", "v", "effect", "text"]
        var isInEvents = false
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .enumerated()
        {
            if line.first == "[" { isInEvents = line.lowercased().hasPrefix("[events]") }
            guard isInEvents, let colon = line.firstIndex(of: ":") else { continue }
            let rest = line[line.index(after: colon)...]
            switch line[..<colon].lowercased() {
            case "format": columns = rest.split(separator: ",").map { CaptionMarkup.trimmed($0).lowercased() }
            case "dialogue":
                let fields = rest.split(
                    separator: ",", maxSplits: max(0, columns.count - 1), omittingEmptySubsequences: false)
                let field = { (name: String) in
                    columns.firstIndex(of: name).flatMap { fields.indices.contains($0) ? fields[$0] : nil }
                }
                guard let start = field("start"), let end = field("end"), let said = field("text"),
                    case .range(let range) = CaptionTimes("\(start) --> \(end)")
                else {
                    unread.append(index + 1)
                    continue
                }
                if let caption = Caption(range, trimming: words(said)) { found.append(caption) }
            default: break
            }
        }
        return (found, unread)
    }

    /// The words of a line, with a mark before each syllable of karaoke (`\k`); without overrides in braces and drawings.
    static func words(_ line: Substring) -> String {
        var (result, rest, isDrawing, elapsed) = ("", line, false, 0)
        while let next = rest.popFirst() {
            if next == "{", let end = rest.firstIndex(of: "}") {
                for tag in rest[..<end].split(separator: "\\") {
                    guard let number = Int(tag.drop { $0.isLetter }.prefix { $0.isNumber }) else { continue }
                    switch tag.prefix(while: \.isLetter) {
                    case "p": isDrawing = number > 0
                    case "k", "K", "kf", "ko":
                        result += CaptionMarkup.mark("+\(elapsed)")
                        // Centiseconds; an hour is no syllable.
                        elapsed += min(number, 360_000) * 10
                    default: break
                    }
                }
                rest = rest[rest.index(after: end)...]
            } else if isDrawing {
                continue
            } else if next == "\\", let escaped = rest.first, "Nnh".contains(escaped) {
                result += escaped == "h" ? " " : "\n"
                rest.removeFirst()
            } else if next != CaptionMarkup.markStart, next != CaptionMarkup.markEnd {
                result.append(next)
            }
        }
        return result
    }
}
