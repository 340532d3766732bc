internal import ClipCore

/// Holds hashtags against lists of words. A list alone is often wrong: it refuses what a whole word of the tag says, and what
/// only a part of a word says it leaves to a person.
struct HashtagGuard {
    /// What the lists say of a tag.
    enum Verdict: Hashable {
        case fine
        /// A person should look at it, for that reason.
        case review(String)
        /// It is never used, for that reason.
        case refused(Refusal.Rule, String)
    }

    private let splitter: HashtagSplitter
    private let lists: [HashtagTable.List: Set<String>]

    init(_ table: HashtagTable) {
        lists = table.lists
        var vocabulary = table.lists.values.reduce(into: Set<String>()) { $0.formUnion($1) }
        for category in table.categories { vocabulary.formUnion(category.words) }
        splitter = HashtagSplitter(vocabulary: vocabulary)
    }

    /// What is to be said of a tag.
    ///
    /// - Parameter forMinors: people under 18 are among those whom it is for.
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

    /// A listed word inside a longer one, which may be by chance: shorter ones than four letters are too common to tell.
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

    /// The words of a tag, for finding its category.
    func words(_ tag: String) -> [String] { splitter.words(tag) }
}
