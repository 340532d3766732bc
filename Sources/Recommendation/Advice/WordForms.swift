/// Splits text into words and finds their stems, in English and Indonesian.
enum WordForms {
    /// The words of a text in lower case, and which of them are marked as hashtags.
    static func words(_ text: String) -> [(word: String, isTag: Bool)] {
        var words: [(String, Bool)] = []
        var (current, isTag, last) = ("", false, Character(" "))
        for character in text.prefix(4000) + " " {
            if character.isLetter || character.isNumber || (isTag && character == "_") {
                if current.isEmpty { isTag = last == "#" }
                current += character.lowercased()
            } else if !current.isEmpty {
                // Digits alone are no hashtag on any platform.
                words.append((current, isTag && current.contains { !$0.isNumber }))
                (current, isTag) = ("", false)
            }
            last = character
        }
        return words
    }

    /// The word and what may be its stems: without plural and verb endings, prefixes and particles.
    static func stems(_ word: String) -> [String] {
        var stems = [word]
        for (ending, others) in endings where word.hasSuffix(ending) {
            let left = String(word.dropLast(ending.count))
            guard left.count >= 3 else { continue }
            stems += others.map { left + $0 }
            if ending == "ing" || ending == "ed", left.last == left.dropLast().last {
                stems.append(String(left.dropLast()))
            }
        }
        for stem in stems {
            for (prefix, others) in prefixes where stem.hasPrefix(prefix) && stem.count >= prefix.count + 3 {
                stems += others.map { $0 + stem.dropFirst(prefix.count) }
            }
        }
        return stems
    }

    private static let endings = [
        ("s", [""]), ("es", [""]), ("ies", ["y"]), ("ing", ["", "e"]), ("ed", ["", "e"]), ("er", [""]),
        ("nya", [""]), ("ku", [""]), ("mu", [""]), ("kan", [""]), ("an", [""]), ("i", [""]),
    ]
    private static let prefixes = [
        ("di", [""]), ("ber", [""]), ("ter", [""]), ("se", [""]), ("pe", [""]), ("me", [""]),
        ("mem", ["", "p"]), ("men", ["", "t"]), ("meng", ["", "k"]), ("meny", ["s"]), ("pem", ["", "p"]),
        ("pen", ["", "t"]), ("peng", ["", "k"]), ("peny", ["s"]),
    ]
}
