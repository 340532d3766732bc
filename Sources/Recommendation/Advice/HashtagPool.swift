internal import ClipCore

/// Candidate hashtags for a clip: of its subject and place, from charts and posts about the same, and the
/// brand's own. Nothing of an unknown subject, and nothing in a language that the audience does not read.
struct HashtagPool {
    struct Candidate {
        /// Why it is a candidate.
        enum Origin: Hashable {
            /// Required labels, by index.
            case mark(Int)
            /// The brand's own tags, by index.
            case own(Int)
            case subject, place, chart, posts
        }

        /// In lower case, without `#`.
        let tag: String
        let origin: Origin
        /// How close it is to the subject: 0 to 1.
        let relevance: Double
        /// What it is about, for people.
        let note: String
    }

    /// Without duplicates.
    private(set) var candidates: [Candidate] = []
    let subject: ClipSubject
    /// Languages that the audience reads.
    let languages: Set<String>
    private var seen: Set<String> = []
    private let table: HashtagTable
    private let brand: Brand
    private let fit: HashtagFit

    init(
        _ request: AdviceRequest, _ table: HashtagTable, _ trends: TrendBook,
        _ companions: [HashtagCompanions.Companion]
    ) {
        (self.table, brand) = (table, request.brand)
        let reader = SubjectReader(table)
        subject = reader.subject(of: request.texts, in: brand.region, city: brand.city)
        languages = [Self.language(request, table) ?? subject.language ?? request.userLanguage]
        fit = HashtagFit(table, said: subject.said)
        for (place, tag) in brand.paidMarks.enumerated() { add(tag, .mark(place), 1, "") }
        for (place, tag) in brand.hashtagsAlways.enumerated() { add(tag, .own(place), 1, "") }
        guard subject.harm == nil else {
            // The user wrote these.
            for tag in subject.tags { add(tag, .subject, 0.95, "") }
            return
        }
        guard subject.isKnown || !brand.categories.isEmpty else { return }
        let splitter = HashtagSplitter(vocabulary: Self.vocabulary(table))
        // First: a city is not just a word of the description.
        addPlace()
        addSubject()
        let others =
            trends.entries.filter { $0.latest.kind == .hashtag && !$0.isExpired }
            .map { ($0.latest.name, $0.latest.category, Candidate.Origin.chart) }
            + companions.map { ($0.tag, "", .posts) }
        for (name, category, origin) in others {
            let tag = Self.plain(name)
            guard !seen.contains(tag), !isFiller(tag) else { continue }
            let isOwn = origin == .posts && !subject.isKnown
            guard let about = isOwn ? "" : topic(of: tag, splitter.words(tag), category, reader) else {
                continue
            }
            add(tag, origin, 0.3, about)
        }
    }

    private mutating func add(
        _ text: String, _ origin: Candidate.Origin, _ relevance: Double, _ note: String
    ) {
        let tag = Self.plain(text)
        guard !tag.isEmpty, seen.insert(tag).inserted else { return }
        candidates.append(Candidate(tag: tag, origin: origin, relevance: relevance, note: note))
    }

    private func isFiller(_ tag: String) -> Bool {
        !(table.lists[.filler] ?? []).isDisjoint(with: HashtagSplitter.readings(tag))
    }

    private mutating func addSubject() {
        for tag in subject.tags { add(tag, .subject, 0.95, "") }
        let isFood = subject.topics.contains { table.topics[$0.place].category == "food" }
        for (rank, found) in subject.topics.enumerated() {
            let topic = table.topics[found.place]
            // In the user's own word.
            let name = found.terms[0].text
            for term in found.terms where !term.languages.isDisjoint(with: languages) {
                add(term.text, .subject, 0.75 * found.relevance, name)
            }
            // An animal in a dish is no pet.
            guard !(isFood && ["pets", "home"].contains(topic.category)) else { continue }
            for language in languages.sorted() {
                let tags = topic.tags[language] ?? []
                // What is only mentioned beside the subject has its name and one tag.
                let some = Array(tags.prefix(rank == 0 ? tags.count : 1))
                for (place, tag) in fit.fitting(some, topic).enumerated() {
                    let relevance = rank == 0 ? 0.7 - 0.05 * Double(place) : 0.45
                    add(tag, .subject, relevance * found.relevance, name)
                }
            }
        }
        if subject.language == nil || languages.contains(subject.language ?? "") {
            for word in subject.words { add(word, .subject, 0.35, "") }
        }
        guard !subject.isKnown else { return }
        for category in table.categories where brand.categories.contains(category.id) {
            for language in languages.sorted() {
                for (place, tag) in (category.tags[language] ?? []).enumerated() {
                    add(tag, .subject, 0.5 - 0.05 * Double(place), category.id)
                }
            }
        }
    }

    private mutating func addPlace() {
        guard let city = subject.city else { return }
        let category = subject.topics.first.map { table.topics[$0.place].category } ?? brand.categories.first
        if languages.contains(city.language), let prefix = category.flatMap({ city.prefixes[$0] }) {
            add(prefix + city.tag, .place, 0.57, city.tag)
        }
        add(city.tag, .place, 0.56, city.tag)
    }

    /// The clip's topic or, if only its category is known, the category that a tag is about; nil for others.
    private func topic(of tag: String, _ words: [String], _ industry: String, _ reader: SubjectReader)
        -> String?
    {
        let found = reader.topics(of: words, in: languages)
        if subject.isKnown {
            let own = subject.topics.first {
                let topic = table.topics[$0.place]
                return found.contains(topic.id) && !fit.fitting([tag], topic).isEmpty
            }
            return own?.terms[0].text ?? subject.words.first(where: words.contains)
        }
        let categories = table.topics.filter { found.contains($0.id) }.map(\.category)
        return brand.categories.first { id in
            categories.contains(id)
                || table.categories.contains {
                    $0.id == id && $0.industries.contains(TrendKey.fold(industry))
                }
        }
    }

    /// Words that tags are split into to find what they are about: those of all terms, and small ones.
    private static func vocabulary(_ table: HashtagTable) -> Set<String> {
        let terms = table.topics.flatMap { $0.words.values.joined() + ($0.general ?? []) }
        var words = Set(terms.flatMap { $0.split(separator: " ").map(String.init) }.filter { $0.count > 2 })
        for list in [HashtagTable.List.english, .indonesian] { words.formUnion(table.lists[list] ?? []) }
        return words
    }

    /// The language that the audience reads: the brand's, else its region's; nil if unknown.
    private static func language(_ request: AdviceRequest, _ table: HashtagTable) -> String? {
        let region = table.regions.first { $0.id == request.brand.region?.uppercased() }?.language
        return request.brand.language ?? region
    }

    /// The tag in lower case, with letters, digits and `_` only.
    static func plain(_ tag: String) -> String {
        String(tag.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "_" })
    }
}
