/// Parses the text of a post as platforms do.
public enum PostText {
    /// Finds the hashtags in a text, without `#`. A hashtag is a `#` that no letter or digit precedes,
    /// followed by letters, marks, digits and underscores, not digits alone.
    public static func hashtags(in text: String) -> [String] {
        var (tags, previous, rest) = ([String](), Character(" "), Substring(text))
        while let next = rest.first {
            rest = rest.dropFirst()
            if next == "#" || next == "\u{FF03}", !isWord(previous) {
                let tag = rest.prefix(while: isWord)
                if tag.contains(where: { !$0.isNumber }) { tags.append(String(tag)) }
                rest = rest.dropFirst(tag.count)
                previous = tag.last ?? next
            } else {
                previous = next
            }
        }
        return tags
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }
}
