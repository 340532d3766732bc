internal import ClipCore

/// Candidate hashtags for a clip: of its categories, from charts, the brand's own, and those that often occur
/// in posts with them.
struct HashtagPool {
    /// How widely a tag is used.
    enum Reach: String {
        case broad
        case usual
        case narrow
    }

    /// A candidate tag.
    struct Candidate {
        /// In lower case, without `#`.
        let tag: String
        let reach: Reach
        /// Its category; nil if unknown.
        let category: String?
        /// Its index among the brand's own tags; nil for others.
        let wish: Int?
        /// Its index among the required labels; nil for others.
        let mark: Int?
    }

    /// Without duplicates.
    private(set) var candidates: [Candidate] = []
    /// Categories of the clip.
    let categories: [String]

    init(
        _ request: AdviceRequest, _ table: HashtagTable, _ trends: TrendBook, _ filter: HashtagGuard,
        _ companions: [HashtagCompanions.Companion]
    ) {
        let brand = request.brand
        categories = Self.categories(request, table, filter)
        var seen: Set<String> = []
        for (place, tag) in brand.paidMarks.enumerated() where seen.insert(tag).inserted {
            candidates.append(Candidate(tag: tag, reach: .broad, category: nil, wish: nil, mark: place))
        }
        for (place, tag) in brand.hashtagsAlways.map(Self.plain).enumerated() where seen.insert(tag).inserted
        {
            let category = Self.category(of: filter.words(tag), table)
            candidates.append(
                Candidate(tag: tag, reach: .narrow, category: category, wish: place, mark: nil))
        }
        for category in table.categories where categories.contains(category.id) {
            let tags = [(Reach.broad, category.broad), (.usual, category.usual), (.narrow, category.narrow)]
            for (reach, byLanguage) in tags {
                for tag in Self.tags(byLanguage, in: brand.language) where seen.insert(tag).inserted {
                    candidates.append(
                        Candidate(tag: tag, reach: reach, category: category.id, wish: nil, mark: nil))
                }
            }
        }
        for entry in trends.entries where entry.latest.kind == .hashtag && !entry.isExpired {
            let tag = Self.plain(entry.latest.name)
            guard !tag.isEmpty, seen.insert(tag).inserted else { continue }
            let category = Self.category(of: filter.words(tag) + [entry.latest.category], table)
            let reach: Reach = category == nil || entry.level > 0.8 ? .broad : .usual
            candidates.append(Candidate(tag: tag, reach: reach, category: category, wish: nil, mark: nil))
        }
        for companion in companions {
            let tag = Self.plain(companion.tag)
            guard !tag.isEmpty, seen.insert(tag).inserted else { continue }
            let reach: Reach = companion.share > 0.05 ? .broad : companion.share > 0.005 ? .usual : .narrow
            // Companions of the brand's own hashtags are in its category, unless their words indicate another.
            let category = Self.category(of: filter.words(tag), table) ?? categories.first
            candidates.append(Candidate(tag: tag, reach: reach, category: category, wish: nil, mark: nil))
        }
    }

    /// The tag in lower case, with letters, digits and `_` only.
    static func plain(_ tag: String) -> String {
        String(tag.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "_" })
    }

    private static func tags(_ byLanguage: HashtagTable.Tags, in language: String?) -> [String] {
        guard let language, let own = byLanguage[language] else {
            return byLanguage.sorted { $0.key < $1.key }.flatMap(\.value)
        }
        return own
    }

    /// The brand's categories, else those indicated by its own hashtags and the clip's words.
    private static func categories(
        _ request: AdviceRequest, _ table: HashtagTable, _ filter: HashtagGuard
    ) -> [String] {
        guard request.brand.categories.isEmpty else { return request.brand.categories }
        let words = (request.brand.hashtagsAlways.map(plain) + request.words).flatMap(filter.words)
        var found: [String] = []
        for word in words {
            if let id = category(of: [word], table), !found.contains(id) { found.append(id) }
        }
        return Array(found.prefix(3))
    }

    private static func category(of words: [String], _ table: HashtagTable) -> String? {
        let folded = Set(words.map(TrendKey.fold))
        return table.categories.first {
            !folded.isDisjoint(with: $0.words) || !folded.isDisjoint(with: $0.industries)
                || folded.contains($0.id)
        }?.id
    }
}
