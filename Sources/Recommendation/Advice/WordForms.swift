/// Splits text into words and lists the forms of known words, in English and Indonesian.
enum WordForms {
    struct Word {
        /// In lower case.
        let word: String
        /// It is marked as a hashtag.
        var isTag = false
        /// Nothing but spaces or hyphens separates it from the word before it.
        var isJoined = false
    }

    static func words(_ text: String) -> [Word] {
        var words: [Word] = []
        var (current, isTag, isJoined, last) = ("", false, false, Character(" "))
        for character in text.prefix(4000) + " " {
            if character.isLetter || character.isNumber || (isTag && character == "_") {
                if current.isEmpty { isTag = last == "#" }
                current += character.lowercased()
            } else {
                if !current.isEmpty {
                    // Digits alone are no hashtag on any platform.
                    words.append(
                        Word(
                            word: current, isTag: isTag && current.contains { !$0.isNumber },
                            isJoined: isJoined))
                    (current, isTag, isJoined) = ("", false, true)
                }
                if ".,;:!?()|/\"\n•".contains(character) { isJoined = false }
            }
            last = character
        }
        return words
    }

    /// The term, its plurals and possessives. Other endings and prefixes collide with other words: "cari" is not
    /// a car, "sebuah" not a fruit, and "training" not a train.
    static func forms(of term: String, in language: String) -> [String] {
        guard language == "en" else { return ["", "nya", "ku", "mu"].map { term + $0 } }
        let isY = term.hasSuffix("y")
        return [term, term + "s", term + "es"] + (isY ? [term.dropLast() + "ies"] : [])
    }
}
