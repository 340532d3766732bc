/// Removes markup from a line of captions.
enum CaptionMarkup {
    private static let tags: Set<Substring> = [
        "i", "b", "u", "s", "font", "c", "v", "ruby", "rt", "lang", "span", "em", "strong", "p", "div",
    ]
    private static let entities: [Substring: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "#39": "'", "nbsp": " ",
        "lrm": "\u{200E}", "rlm": "\u{200F}",
    ]

    /// Encloses the time of the word that follows until ``Caption/init(_:trimming:)`` takes it out: milliseconds, after a
    /// `+` from the caption's start.
    static let (markStart, markEnd): (Character, Character) = ("\u{FFF9}", "\u{FFFB}")

    static func mark(_ time: String) -> String { "\(markStart)\(time)\(markEnd)" }

    /// The plain text of a line; `<br>` becomes `\n`, a time of a word a ``mark(_:)``. Text that only resembles a tag stays: `<3`, `a < b`.
    static func plain(_ line: String) -> String {
        var (result, rest) = ("", line[...])
        while let next = rest.first {
            if next == "<", let (word, end) = tag(rest) {
                result += word
                rest = rest[end...]
            } else if next == "{", rest.dropFirst().first == "\\",
                let end = rest.prefix(200).firstIndex(of: "}")
            {
                rest = rest[rest.index(after: end)...]
            } else if next == "&", let end = rest.prefix(8).firstIndex(of: ";"),
                let text = entities[rest[rest.index(after: rest.startIndex)..<end]]
            {
                result += text
                rest = rest[rest.index(after: end)...]
            } else {
                if next != markStart, next != markEnd { result.append(next) }
                rest.removeFirst()
            }
        }
        return result
    }

    /// The replacement of a tag and its end; nil if there is no tag.
    private static func tag(_ text: Substring) -> (String, Substring.Index)? {
        guard let end = text.prefix(200).firstIndex(of: ">") else { return nil }
        var inside = text[text.index(after: text.startIndex)..<end]
        guard !inside.contains("<") else { return nil }
        if inside.first == "/" { inside.removeFirst() }
        let name = inside.prefix { $0.isLetter }
        let after = text.index(after: end)
        if name.lowercased() == "br" { return ("\n", after) }
        let isTime = inside.contains(":") && inside.allSatisfy { $0.isNumber || $0 == ":" || $0 == "." }
        if isTime {
            let time = MediaTime(parsing: String(inside))?.ticksNearest(in: TimeBase(1, 1000))
            return (time.map { mark("\($0)") } ?? "", after)
        }
        let follows = inside.dropFirst(name.count).first
        let isAlone = follows == nil || follows == " " || follows == "." || follows == "/" || follows == "="
        return tags.contains(name.lowercased()[...]) && isAlone ? ("", after) : nil
    }

    /// Removes surrounding whitespace and unprintable characters.
    static func trimmed(_ line: Substring) -> String {
        let printing = line.unicodeScalars.filter { scalar in
            scalar == "\t" || scalar.properties.generalCategory != .control && scalar != "\u{FEFF}"
        }
        let text = String(String.UnicodeScalarView(printing)).replacing("\t", with: " ")
        let isSpace = { (character: Character) in character.isWhitespace }
        let end = text.lastIndex { !isSpace($0) }
        return end.map { String(text[...$0].drop(while: isSpace)) } ?? ""
    }
}
