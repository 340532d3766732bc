internal import ClipCore

/// Chooses the hashtags of a post: paid-post labels first, then by score those of the subject and its place,
/// then the brand's own, whose places are kept.
struct HashtagAdvisor {
    let request: AdviceRequest
    let trends: TrendBook
    let table: HashtagTable
    private let filter: HashtagGuard
    private let pool: HashtagPool
    private let companions: [String: HashtagCompanions.Companion]

    init(
        request: AdviceRequest, trends: TrendBook, table: HashtagTable,
        companions: [HashtagCompanions.Companion] = []
    ) {
        (self.request, self.trends, self.table) = (request, trends, table)
        filter = HashtagGuard(table)
        pool = HashtagPool(request, table, trends, companions)
        self.companions = Dictionary(companions.map { ($0.tag, $0) }) { first, _ in first }
    }

    /// The ranking in caption order, at most as many as a post may have. Hashtags that need review are left
    /// out, unless the brand requests them.
    func ranking() -> Advice.Ranking {
        var ranking = Advice.Ranking()
        var scored: [Scored] = []
        let scoring = Scoring(request: request, trends: trends, isExplaining: true)
        for candidate in pool.candidates {
            let (refusal, review) = judge(candidate)
            if let refusal {
                ranking.refused.append(refusal)
                continue
            }
            let terms = terms(candidate, scoring)
            let drawn = scoring.exploration(scoring.draw(candidate.tag, sd: Scoring.doubt(terms)))
            let suggestion = Suggestion(
                id: candidate.tag, name: "#\(candidate.tag)", terms: terms + drawn, review: review)
            scored.append(Scored(candidate: candidate, suggestion: suggestion))
        }
        ranking.considered = scored.count
        // Equal scores keep the order of the pool, the most relevant first.
        let ranks = scored.indices.sorted {
            (scored[$1].suggestion.score, $0) < (scored[$0].suggestion.score, $1)
        }
        scored = ranks.map { scored[$0] }
        let chosen = choose(scored, Array(scored.indices))
        let odds = ChoiceOdds(
            candidates: scored.map { ($0.suggestion.mean, Scoring.doubt($0.suggestion.terms)) },
            boldness: scoring.boldness, seed: request.seed
        ).probabilities(chosen, places: request.hashtagLimit, anywhere: true) { choose(scored, $0) }
        let next = scored.indices.first { !chosen.contains($0) && scored[$0].suggestion.review == nil }
        ranking.suggestions = zip(chosen, odds).map { place, probability in
            var suggestion = scored[place].suggestion
            suggestion.probability = probability
            suggestion.runnerUp = next.map {
                let other = scored[$0].suggestion
                return .init(id: other.id, lead: suggestion.score - other.score)
            }
            return suggestion
        }
        for place in scored.indices where !chosen.contains(place) {
            guard case .own = scored[place].candidate.origin else { continue }
            ranking.refused.append(
                Refusal(
                    id: scored[place].candidate.tag, rule: .platform,
                    reason: "a post has at most \(request.hashtagLimit) hashtags, and others come before it"))
        }
        ranking.refused.sort { $0.id < $1.id }
        return ranking
    }

    /// What the clip is recognised to be about, most relevant first.
    var topics: [String] { pool.subject.topics.map { table.topics[$0.place].id } }

    /// What to do for more hashtags; nil if the subject is known.
    var note: String? {
        if let harm = pool.subject.harm {
            return "no hashtags about the clip: its text speaks of harm ('\(harm)')"
        }
        if pool.subject.isKnown || !request.brand.categories.isEmpty { return nil }
        return request.texts.contains { $0.source == .about }
            ? "no hashtags of its own: the description has no word that clipfit knows in English or Indonesian"
            : "no hashtags of its own: say what the clip is about with --about 'TEXT' or in NAME.txt beside it"
    }

    private func judge(_ candidate: HashtagPool.Candidate) -> (refusal: Refusal?, review: String?) {
        // A brand cannot forbid what the law requires.
        if case .mark = candidate.origin { return (nil, nil) }
        let (tag, brand) = (candidate.tag, request.brand)
        if Set(brand.hashtagsNever.map(HashtagPool.plain)).contains(tag) {
            let reason = "\(brand.shownName) never uses it"
            return (Refusal(id: tag, rule: .brand, reason: reason), nil)
        }
        switch filter.verdict(tag, forMinors: brand.isPostForMinors) {
        case .fine: return (nil, nil)
        case .review(let reason): return (nil, reason)
        case .refused(let rule, let reason):
            let whom = rule == .age ? ", and \(brand.audience)" : ""
            return (Refusal(id: tag, rule: rule, reason: reason + whom), nil)
        }
    }

    /// A candidate with its suggestion.
    private struct Scored {
        let candidate: HashtagPool.Candidate
        let suggestion: Suggestion
    }

    private func terms(_ candidate: HashtagPool.Candidate, _ scoring: Scoring) -> [Term] {
        var terms = [relevance(candidate)]
        terms += scoring.trendTerms(trends.entry(.hashtag, [candidate.tag], region: request.brand.region))
        terms += scoring.learnedTerms(request.learned.hashtags[candidate.tag])
        terms.append(scoring.freshnessTerm(request.recent.hashtags[candidate.tag], weight: 0.05))
        return terms + company(candidate)
    }

    /// How often it occurs with the other hashtags in posts like the brand's.
    private func company(_ candidate: HashtagPool.Candidate) -> [Term] {
        guard let companion = companions[candidate.tag] else { return [] }
        return [
            Term(
                .company, 0.4 * companion.chance, sd: 0.05, evidence: companion.posts,
                note: "in \((100 * companion.chance).whole) of 100 posts like this")
        ]
    }

    private func relevance(_ candidate: HashtagPool.Candidate) -> Term {
        switch candidate.origin {
        case .mark: said(.brand, 2, "the post is paid for and has to say so first")
        case .own: said(.brand, 1, "on every post of the brand")
        case .place: said(.category, candidate.relevance, "local: \(candidate.note)")
        case .subject where candidate.note.isEmpty: said(.category, candidate.relevance, "in your text")
        case .posts where candidate.note.isEmpty: said(.category, candidate.relevance, "on posts of yours")
        case .subject, .chart, .posts:
            said(.category, candidate.relevance, "about \(candidate.note), as the clip")
        }
    }

    private func said(_ factor: Term.Factor, _ effect: Double, _ text: Phrase) -> Term {
        Term(factor, effect, sd: factor == .brand ? 0 : 0.05, note: text.english, text: text)
    }

    /// Chooses indices in caption order: one tag of the place at most, and no two forms of one word.
    ///
    /// - Parameter order: indices into `scored`, best first.
    private func choose(_ scored: [Scored], _ order: [Int]) -> [Int] {
        let limit = max(0, request.hashtagLimit)
        var (marks, own, others) = ([(Int, Int)](), [(Int, Int)](), [Int]())
        for place in order {
            switch scored[place].candidate.origin {
            case .mark(let number): marks.append((number, place))
            case .own(let number): own.append((number, place))
            default: if scored[place].suggestion.review == nil { others.append(place) }
            }
        }
        let first = marks.sorted { $0.0 < $1.0 }.map(\.1).prefix(limit)
        let last = own.sorted { $0.0 < $1.0 }.map(\.1).prefix(limit - first.count)
        var words = Set(last.flatMap { Self.forms(scored[$0].candidate.tag) })
        var (middle, hasPlace) = ([Int](), false)
        for place in others where first.count + middle.count + last.count < limit {
            let candidate = scored[place].candidate
            let stems = Self.forms(candidate.tag)
            guard words.isDisjoint(with: stems), !(hasPlace && candidate.origin == .place) else { continue }
            words.formUnion(stems)
            hasPlace = hasPlace || candidate.origin == .place
            middle.append(place)
        }
        return first + middle + last
    }

    /// A tag in singular and plural.
    private static func forms(_ tag: String) -> [String] {
        [tag, tag.hasSuffix("s") ? String(tag.dropLast()) : tag + "s"]
    }
}
