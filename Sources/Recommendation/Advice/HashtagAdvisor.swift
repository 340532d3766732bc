internal import ClipCore

/// Chooses the hashtags of a post: paid-post labels first, then the brand's own, then by score two broad, two
/// usual and one narrow.
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
        pool = HashtagPool(request, table, trends, filter, companions)
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
        scored.sort { Suggestion.isBetter($0.suggestion, $1.suggestion) }
        let chosen = choose(scored, Array(scored.indices))
        let odds = ChoiceOdds(
            candidates: scored.map { ($0.suggestion.mean, Scoring.doubt($0.suggestion.terms)) },
            boldness: scoring.boldness,
            seed: request.seed
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
        let wished = Set(chosen)
        for place in scored.indices where scored[place].candidate.wish != nil && !wished.contains(place) {
            ranking.refused.append(
                Refusal(
                    id: scored[place].candidate.tag, rule: .platform,
                    reason: "a post has at most \(request.hashtagLimit) hashtags, and others come before it"))
        }
        ranking.refused.sort { $0.id < $1.id }
        return ranking
    }

    private func judge(_ candidate: HashtagPool.Candidate) -> (refusal: Refusal?, review: String?) {
        // A brand cannot forbid what the law requires.
        if candidate.mark != nil { return (nil, nil) }
        let (tag, brand) = (candidate.tag, request.brand)
        if Set(brand.hashtagsNever.map(HashtagPool.plain)).contains(tag) {
            let reason = "\(brand.shownName) never uses it"
            return (Refusal(id: tag, rule: .brand, reason: reason), nil)
        }
        switch filter.verdict(tag, forMinors: brand.isForMinors) {
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
        var terms = [brand(candidate), category(candidate)]
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

    private func brand(_ candidate: HashtagPool.Candidate) -> Term {
        if candidate.mark != nil {
            return Term(.brand, 2, note: "the post is paid for and has to say so first")
        }
        return candidate.wish == nil
            ? Term(.brand, 0, note: "not asked for") : Term(.brand, 1, note: "on every post of the brand")
    }

    private func category(_ candidate: HashtagPool.Candidate) -> Term {
        guard let category = candidate.category else {
            return Term(.category, -0.1, sd: 0.05, note: "what it is about is not known")
        }
        let isOwn = pool.categories.contains(category)
        return Term(
            .category, isOwn ? 0.2 : -0.2, sd: 0.05,
            note: isOwn ? "about \(category), as the clip" : "about \(category), and the clip is not")
    }

    /// Chooses indices in caption order. Hashtags of another category are chosen only for a trend or their
    /// company, never as fillers.
    ///
    /// - Parameter order: indices into `scored`, best first.
    private func choose(_ scored: [Scored], _ order: [Int]) -> [Int] {
        let limit = max(0, request.hashtagLimit)
        let marks = order.filter { scored[$0].candidate.mark != nil }
            .sorted { scored[$0].candidate.mark ?? 0 < scored[$1].candidate.mark ?? 0 }
        let wishes = order.filter { scored[$0].candidate.wish != nil }
            .sorted { scored[$0].candidate.wish ?? 0 < scored[$1].candidate.wish ?? 0 }
        var chosen = Array((marks + wishes).prefix(limit))
        var left: [HashtagPool.Reach: Int] = [.broad: 2, .usual: 2, .narrow: 1]
        let others = order.filter {
            let (candidate, review) = (scored[$0].candidate, scored[$0].suggestion.review)
            return candidate.mark == nil && candidate.wish == nil && review == nil && isFitting(candidate)
        }
        for place in others where chosen.count < limit {
            let reach = scored[place].candidate.reach
            guard left[reach, default: 0] > 0 else { continue }
            left[reach, default: 0] -= 1
            chosen.append(place)
        }
        for place in others where chosen.count < limit && !chosen.contains(place) { chosen.append(place) }
        return chosen
    }

    private func isFitting(_ candidate: HashtagPool.Candidate) -> Bool {
        candidate.category.map(pool.categories.contains) ?? true
    }
}
