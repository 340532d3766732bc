internal import ClipCore

/// Checks hashtags against word lists. It refuses a tag for a whole listed word, and only flags it for review
/// if a longer word contains one, as that is often a coincidence.
struct HashtagGuard {
    /// The result for a tag.
    enum Verdict: Hashable {
        case fine
        /// A person should review it, for this reason.
        case review(String)
        /// It is never used, for this reason.
        case refused(Refusal.Rule, String)
    }

    private let splitter: HashtagSplitter
    private let lists: [HashtagTable.List: Set<String>]

    init(_ table: HashtagTable) {
        lists = table.lists
        let checked: [HashtagTable.List] = [.never, .review, .spam, .innocent] + HashtagTable.List.forMinors
        var vocabulary = checked.reduce(into: Set<String>()) { $0.formUnion(table.lists[$1] ?? []) }
        for category in table.categories { vocabulary.formUnion(category.words) }
        for topic in table.topics {
            for terms in topic.words.values { vocabulary.formUnion(terms.filter { $0.count >= 4 }) }
        }
        splitter = HashtagSplitter(vocabulary: vocabulary)
    }

    /// Checks a tag.
    ///
    /// - Parameter forMinors: the audience includes people under 18.
    func verdict(_ tag: String, forMinors: Bool) -> Verdict {
        if isInnocent(tag) { return .fine }
        let words = splitter.words(tag) + [tag]
        let readings = words.reduce(into: Set<String>()) { $0.formUnion(HashtagSplitter.readings($1)) }
        for (list, rule) in rules(forMinors) {
            guard let word = hit(list, readings) else { continue }
            return .refused(rule, "'\(word)' is on the list \(list.rawValue)")
        }
        if let word = hit(.review, readings) { return .review("'\(word)' is a coarse word") }
        return hidden(tag, forMinors) ?? .fine
    }

    private func rules(_ forMinors: Bool) -> [(HashtagTable.List, Refusal.Rule)] {
        [(.never, .blocklist), (.spam, .blocklist)]
            + (forMinors ? HashtagTable.List.forMinors.map { ($0, .age) } : [])
    }

    private func hit(_ list: HashtagTable.List, _ readings: Set<String>) -> String? {
        lists[list].flatMap { $0.intersection(readings).min() }
    }

    private func isInnocent(_ tag: String) -> Bool {
        lists[.innocent]?.contains(TrendKey.fold(tag)) ?? false
    }

    /// Finds a listed word inside a longer one, possibly by chance; words under four letters are too common.
    private func hidden(_ tag: String, _ forMinors: Bool) -> Verdict? {
        let words = splitter.words(tag).filter { !isInnocent($0) }
        let readings = words.reduce(into: Set<String>()) { $0.formUnion(HashtagSplitter.readings($1)) }
        for list in rules(forMinors).map(\.0) + [.review] {
            let inside = (lists[list] ?? []).filter { word in
                word.count >= 4 && readings.contains { $0.contains(word) }
            }
            if let word = inside.min() {
                return .review("it holds '\(word)', which is on the list \(list.rawValue)")
            }
        }
        return nil
    }
}
