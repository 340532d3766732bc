internal import ClipCore

/// Whether a topic's tag claims more than a text says: `sateayam` of a satay that is not said to be chicken.
struct HashtagFit {
    /// A term, and how a tag writes it.
    private struct Claim {
        let term: String
        let name: String
    }

    /// What a word may have behind it and be the same.
    private static let endings: Set<String> = [
        "", "s", "es", "ed", "er", "ers", "ing", "nya", "ku", "mu", "an",
    ]

    private let table: HashtagTable
    /// Claims of all weak topics: of how something is, and what is done with it.
    private let weak: [Claim]
    /// The text's words, and the text of these.
    private let words: [String]
    private let text: String

    /// - Parameter words: the words of the text, "" at borders of sentences.
    init(_ table: HashtagTable, said words: [String]) {
        (self.table, self.words) = (table, words.filter { !$0.isEmpty })
        text = " " + words.joined(separator: " ")
        weak = table.topics.filter(\.isWeak).flatMap(Self.claims).filter { $0.name.count > 3 }
    }

    /// The tags that name nothing but what the text says, or what fits everything about the topic.
    func fitting(_ tags: [String], _ topic: HashtagTable.Topic) -> [String] {
        let family = table.topics.filter { $0.id == topic.id || $0.isWeak && $0.category == topic.category }
        let general = family.flatMap { topic in
            (topic.general ?? topic.words.values.compactMap(\.first)).map(Self.joined)
        }
        let open = { (claim: Claim) in !general.contains { $0.contains(claim.name) } && !isSaid(claim.term) }
        return tags.filter { tag in
            let own = Self.claims(topic).contains {
                let isLong = $0.name.count > 2
                let names =
                    tag == $0.name || isLong && borders(tag, $0) || $0.name.count > 4 && tag.contains($0.name)
                return names && open($0)
            }
            return !own && !weak.contains { borders(tag, $0) && open($0) }
        }
    }

    private static func claims(_ topic: HashtagTable.Topic) -> [Claim] {
        topic.words.values.joined().map { Claim(term: $0, name: joined($0)) }
    }

    private static func joined(_ term: String) -> String { term.filter { $0 != " " } }

    private func borders(_ tag: String, _ claim: Claim) -> Bool {
        tag.hasPrefix(claim.name) || tag.hasSuffix(claim.name) || tag.hasSuffix(claim.name + "s")
    }

    /// The term is in the text, with another ending at most.
    private func isSaid(_ term: String) -> Bool {
        guard !term.contains(" ") else { return text.contains(" " + term) }
        return words.contains { other in
            let (short, long) = other.count < term.count ? (other, term) : (term, other)
            return long.hasPrefix(short) && Self.endings.contains(String(long.dropFirst(short.count)))
        }
    }
}
