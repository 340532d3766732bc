/// Splits a hashtag into its words.
struct HashtagSplitter {
    /// Known words in lower case.
    private let vocabulary: Set<String>
    private let longest: Int

    init(vocabulary: Set<String>) {
        self.vocabulary = vocabulary
        longest = min(24, vocabulary.map(\.count).max() ?? 0)
    }

    /// Splits `KopiSusu2026` into `kopi`, `susu`, `2026`; unseparated text only into known words that fill it.
    func words(_ tag: some StringProtocol) -> [String] {
        var words: [String] = []
        var current = ""
        var last: Character?
        for character in tag {
            let isBorder = !(character.isLetter || character.isNumber)
            let isNew =
                last.map { $0.isLowercase && character.isUppercase || $0.isNumber != character.isNumber }
                ?? false
            if isBorder || isNew, !current.isEmpty {
                words.append(current)
                current = ""
            }
            if !isBorder { current += character.lowercased() }
            last = character
        }
        if !current.isEmpty { words.append(current) }
        return words.flatMap { known(in: $0) ?? [$0] }
    }

    /// The fewest known words that fill a text; nil if none do.
    private func known(in text: String) -> [String]? {
        if vocabulary.contains(text) { return [text] }
        let letters = Array(text)
        guard letters.count <= 100 else { return nil }
        var best = [[String]?](repeating: nil, count: letters.count + 1)
        best[0] = []
        for end in 1..<letters.count + 1 {
            for start in max(0, end - longest)..<end {
                guard let before = best[start], before.count + 1 < best[end]?.count ?? .max else { continue }
                let word = String(letters[start..<end])
                // Single letters would fill anything.
                if word.count > 1, vocabulary.contains(word) { best[end] = before + [word] }
            }
        }
        return best[letters.count]
    }

    /// Readings of a disguised word: digits and signs as letters, repeated letters removed.
    static func readings(_ word: String) -> Set<String> {
        let plain = TrendKey.fold(word)
        let letters: [Character: Character] = [
            "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i",
        ]
        // Only next to letters: 2026 is a year.
        let hides = plain.contains(where: \.isLetter)
        let unleet = hides ? String(plain.map { letters[$0] ?? $0 }) : plain
        return [plain, unleet, squeezed(plain, to: 1), squeezed(unleet, to: 1), squeezed(unleet, to: 2)]
    }

    /// Shortens runs of one letter to at most `most`.
    private static func squeezed(_ word: String, to most: Int) -> String {
        var result = ""
        var run = 0
        for character in word {
            run = character == result.last ? run + 1 : 1
            if run <= most { result.append(character) }
        }
        return result
    }
}
