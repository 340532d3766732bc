/// Tells which comments of posts count as engagement: harmful ones, spam and copies do not. A comment is looked at and
/// forgotten; of its text only a number is kept, to find copies.
public struct CommentFilter {
    /// What a comment is.
    public enum Verdict: Hashable, Sendable {
        /// It counts.
        case clean
        /// It insults, threatens or harasses.
        case harmful
        /// It advertises, links, begs, or is little but emoji.
        case spam
        /// The same text stands under this post already, or under several posts.
        case copied
        /// There is nothing in it.
        case empty
    }

    /// The comments of one post.
    public struct Count: Hashable, Sendable {
        /// All that were told.
        public var read: Int
        /// Those that count.
        public var clean: Int

        /// So many of them.
        public init(read: Int = 0, clean: Int = 0) { (self.read, self.clean) = (read, clean) }

        /// From 0 to 1.
        public var share: Double { read > 0 ? Double(clean) / Double(read) : 1 }
    }

    /// Under so many posts a text of more than two words is a campaign.
    private static let campaign = 3
    /// The most letters that are looked at.
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

    /// A filter that knows these words.
    public init(_ words: CommentWords) {
        self.words = words
        harmful = Set(words.harmful.map(Self.squeezed))
        spam = Set(words.spam.map(Self.squeezed))
    }

    /// Takes a comment in.
    public mutating func add(_ text: String, to post: String) {
        let text = String(text.prefix(Self.longest))
        let parts = Self.parts(text)
        var verdict = verdict(text, parts)
        // A word or two is what many say by themselves.
        let key = parts.isEmpty ? text.hashValue : parts.hashValue
        let isShort = parts.count <= 2
        if verdict == .clean, !isShort || text.count > 20 {
            if !seen.insert(Copy(post: post, text: key)).inserted { verdict = .copied }
            spread[key, default: []].insert(post)
        }
        texts.append((post, key, verdict))
    }

    /// How many comments there are of each post, and how many of them count.
    public var counts: [String: Count] {
        var counts: [String: Count] = [:]
        for (post, text, verdict) in texts {
            counts[post, default: Count()].read += 1
            let isCampaign = spread[text].map { $0.count >= Self.campaign } ?? false
            if verdict == .clean, !isCampaign { counts[post]!.clean += 1 }
        }
        return counts
    }

    /// What a comment is by itself.
    public func verdict(_ text: String) -> Verdict { verdict(text, Self.parts(text)) }

    private func verdict(_ text: String, _ parts: [String]) -> Verdict {
        let visible = text.filter { !$0.isWhitespace }
        if visible.isEmpty { return .empty }
        if Self.hasLink(text) { return .spam }
        let emoji = visible.filter(\.isEmoji).count
        // One or three hearts are an answer; rows of them are not.
        if emoji > 3, emoji * 10 > visible.count * 6 { return .spam }
        let plain = parts.map { words.slang[$0] ?? $0 }
        let readings = plain.map { words.innocent.contains($0) ? [Self.squeezed($0)] : Self.readings($0) }
        if contains(harmful, readings) { return .harmful }
        if contains(spam, readings) { return .spam }
        return isHarmfulSpelledOut(parts) ? .harmful : .clean
    }

    /// One of the words, or several of them one behind the other.
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

    /// `b o d o h`
    private func isHarmfulSpelledOut(_ parts: [String]) -> Bool {
        for run in parts.split(whereSeparator: { $0.count > 1 }) where run.count >= 4 {
            let word = run.joined()
            if Self.readings(word).contains(where: harmful.contains) { return true }
        }
        return false
    }

    // MARK: Reading

    /// Letters that stand inside words for others.
    private static let leet: [Character: Character] = [
        "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g", "@": "a",
        "$": "s", "!": "i",
    ]

    /// The words of a text without accents, signs inside them kept that stand for letters.
    private static func parts(_ text: String) -> [String] {
        TrendKey.fold(text).split { !($0.isLetter || $0.isNumber || leet[$0] != nil) }.map(String.init)
            .map { $0.hasSuffix("!") ? String($0.prefix { $0 != "!" }) : $0 }.filter { !$0.isEmpty }
    }

    /// Ways to read a word: as it is, with letters for digits and signs, each without repeated letters.
    private static func readings(_ word: String) -> [String] {
        let plain = squeezed(word)
        // 2026 is a year.
        guard word.contains(where: \.isLetter), word.contains(where: { leet[$0] != nil }) else {
            return [plain]
        }
        return [plain, squeezed(String(word.map { leet[$0] ?? $0 }))]
    }

    /// Each run of one letter once: `bodoooh` is `bodoh`, and `anjiing` `anjing`.
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
