/// Counts the comments that are real engagement, without harmful ones, spam and copies. It keeps only a hash
/// of the text, to find copies.
public struct CommentFilter {
    /// The classification of a comment.
    public enum Verdict: Hashable, Sendable {
        /// It counts as engagement.
        case clean
        /// It insults, threatens or harasses.
        case harmful
        /// It advertises, links, begs, or is mostly emoji.
        case spam
        /// The same text occurs twice under this post, or under several posts.
        case copied
        /// It is blank.
        case empty
    }

    /// Comment counts of one post.
    public struct Count: Hashable, Sendable {
        /// All comments.
        public var read = 0
        /// Comments that count.
        public var clean = 0

        /// The share that counts, from 0 to 1.
        public var share: Double { read > 0 ? Double(clean) / Double(read) : 1 }
    }

    /// A text of more than two words under this many posts is a campaign.
    private static let campaign = 3
    /// The most characters that are analysed.
    private static let longest = 2000

    private let words: CommentWords
    private let harmful, spam: Set<String>
    private var seen: Set<Copy> = []
    private var spread: [Int: Set<String>] = [:]
    private var texts: [(post: String, text: Int, verdict: Verdict)] = []

    private struct Copy: Hashable {
        let post: String
        let text: Int
    }

    /// Creates a filter with word lists.
    public init(_ words: CommentWords) {
        self.words = words
        harmful = Set(words.harmful.map(Self.squeezed))
        spam = Set(words.spam.map(Self.squeezed))
    }

    /// Adds a comment.
    public mutating func add(_ text: String, to post: String) {
        let text = String(text.prefix(Self.longest))
        let parts = Self.parts(text)
        var verdict = verdict(text, parts)
        // Many people write the same one or two words independently.
        let key = parts.isEmpty ? text.hashValue : parts.hashValue
        let isShort = parts.count <= 2
        if verdict == .clean, !isShort || text.count > 20 {
            if !seen.insert(Copy(post: post, text: key)).inserted { verdict = .copied }
            spread[key, default: []].insert(post)
        }
        texts.append((post, key, verdict))
    }

    /// The counts of each post.
    public var counts: [String: Count] {
        var counts: [String: Count] = [:]
        for (post, text, verdict) in texts {
            counts[post, default: Count()].read += 1
            let isCampaign = spread[text].map { $0.count >= Self.campaign } ?? false
            if verdict == .clean, !isCampaign { counts[post]!.clean += 1 }
        }
        return counts
    }

    /// Classifies a single comment.
    public func verdict(_ text: String) -> Verdict { verdict(text, Self.parts(text)) }

    private func verdict(_ text: String, _ parts: [String]) -> Verdict {
        let visible = text.filter { !$0.isWhitespace }
        if visible.isEmpty { return .empty }
        if Self.hasLink(text) { return .spam }
        let emoji = visible.filter(\.isEmoji).count
        // Up to three hearts are an answer; rows of them are not.
        if emoji > 3, emoji * 10 > visible.count * 6 { return .spam }
        let plain = parts.map { words.slang[$0] ?? $0 }
        let readings = plain.map { words.innocent.contains($0) ? [Self.squeezed($0)] : Self.readings($0) }
        if contains(harmful, readings) { return .harmful }
        if contains(spam, readings) { return .spam }
        return isHarmfulSpelledOut(parts) ? .harmful : .clean
    }

    /// Contains a listed word, or a listed sequence of words.
    private func contains(_ list: Set<String>, _ words: [[String]]) -> Bool {
        for start in words.indices {
            if words[start].contains(where: list.contains) { return true }
            var joined = words[start]
            for end in (start + 1)..<max(start + 1, min(start + 4, words.count)) {
                joined = joined.flatMap { before in words[end].map { before + " " + $0 } }
                if joined.count > 64 { break }
                if joined.contains(where: list.contains) { return true }
            }
        }
        return false
    }

    /// Finds spelled out words: `b o d o h`.
    private func isHarmfulSpelledOut(_ parts: [String]) -> Bool {
        for run in parts.split(whereSeparator: { $0.count > 1 }) where run.count >= 4 {
            let word = run.joined()
            if Self.readings(word).contains(where: harmful.contains) { return true }
        }
        return false
    }

    // MARK: Reading

    /// Digits and signs that replace letters inside words.
    private static let leet: [Character: Character] = [
        "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g", "@": "a",
        "$": "s", "!": "i",
    ]

    /// Splits a text into words without accents; keeps signs that replace letters.
    private static func parts(_ text: String) -> [String] {
        TrendKey.fold(text).split { !($0.isLetter || $0.isNumber || leet[$0] != nil) }.map(String.init)
            .map { $0.hasSuffix("!") ? String($0.prefix { $0 != "!" }) : $0 }.filter { !$0.isEmpty }
    }

    /// Readings of a word: unchanged, and with letters for digits and signs, both without repeated letters.
    private static func readings(_ word: String) -> [String] {
        let plain = squeezed(word)
        // 2026 is a year.
        guard word.contains(where: \.isLetter), word.contains(where: { leet[$0] != nil }) else {
            return [plain]
        }
        return [plain, squeezed(String(word.map { leet[$0] ?? $0 }))]
    }

    /// Reduces each run of one letter to one: `bodoooh` to `bodoh`, `anjiing` to `anjing`.
    private static func squeezed(_ word: String) -> String {
        var result = ""
        for character in word where character != result.last { result.append(character) }
        return result
    }

    private static func hasLink(_ text: String) -> Bool {
        let text = text.lowercased()
        if ["http://", "https://", "www.", "t.me/", "wa.me/", "bit.ly/"].contains(where: text.contains) {
            return true
        }
        let ends = [
            ".com", ".net", ".org", ".xyz", ".top", ".click", ".link", ".shop", ".online", ".site", ".id",
        ]
        return text.split(whereSeparator: \.isWhitespace).contains { word in
            ends.contains { end in
                guard let place = word.firstRange(of: end), place.lowerBound > word.startIndex else {
                    return false
                }
                return place.upperBound == word.endIndex || word[place.upperBound] == "/"
            }
        }
    }
}

extension Character {
    fileprivate var isEmoji: Bool {
        unicodeScalars.contains {
            $0.properties.isEmojiPresentation || $0.value == 0xFE0F || $0.value >= 0x1F000
        }
    }
}
