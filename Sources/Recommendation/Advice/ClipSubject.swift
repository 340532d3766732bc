internal import ClipCore

/// What a clip is about.
struct ClipSubject {
    /// A city, for local tags.
    struct City {
        let tag: String
        /// Prefixes that make a tag of it, by category.
        let prefixes: [String: String]
        /// The language of the prefixes.
        var language = ""
        /// A text about this clip names it; otherwise it is where the brand is.
        var isSaid = false
    }

    struct Topic {
        /// Its place in the table.
        let place: Int
        /// Relative to the first: 0 to 1.
        var relevance: Double
        /// Number of terms that point to it.
        var count = 1
        /// The terms, with the languages in which they mean it.
        var terms: [(text: String, languages: Set<String>)]
    }

    /// Topics, most relevant first.
    private(set) var topics: [Topic] = []
    /// Hashtags that the user wrote.
    var tags: [String] = []
    /// Other words of the user's description.
    var words: [String] = []
    /// All words of the texts that it was recognised in, "" at borders of sentences.
    var said: [String] = []
    /// A word that says that somebody came to harm; nil if none does.
    var harm: String?
    /// ISO 639 code of the texts' language; nil if unknown.
    var language: String?
    /// Its city; nil if unknown.
    var city: City?

    /// Anything is known.
    var isKnown: Bool {
        harm != nil || city?.isSaid == true || !topics.isEmpty || !tags.isEmpty || !words.isEmpty
    }

    /// Adds a term. Earlier terms and longer ones count more.
    mutating func add(_ term: String, _ languages: Set<String>, topic: Int, isLater: Bool, isLong: Bool) {
        let order = max(0.5, 1 - 0.06 * Double(topics.count))
        let relevance = order * (isLong ? 1.3 : 1) * (isLater ? 0.6 : 1)
        guard let known = topics.firstIndex(where: { $0.place == topic }) else {
            topics.append(Topic(place: topic, relevance: relevance, terms: [(term, languages)]))
            return
        }
        topics[known].relevance += 0.5 * relevance
        topics[known].count += 1
        if !topics[known].terms.contains(where: { $0.text == term }) {
            topics[known].terms.append((term, languages))
        }
    }

    /// Keeps topics that are mentioned at least twice: speech touches on many things.
    mutating func keepRepeated() { topics.removeAll { $0.count < 2 } }

    /// Sorts topics by relevance, weak ones behind, and keeps three.
    mutating func rank(_ table: HashtagTable) {
        for index in topics.indices where table.topics[topics[index].place].isWeak {
            topics[index].relevance *= 0.55
        }
        let most = topics.map(\.relevance).max() ?? 1
        topics = topics.enumerated().sorted {
            ($1.element.relevance, $0.offset) < ($0.element.relevance, $1.offset)
        }.prefix(3).map { $0.element }
        for index in topics.indices { topics[index].relevance /= most }
    }
}
