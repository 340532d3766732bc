internal import ClipCore

/// Ranks candidates by the sum of their terms; writes reasons only for those shown.
struct Ranker {
    let request: AdviceRequest
    let trends: TrendBook
    /// At most one of a group is among the first three; nil for no group.
    var group: (String) -> String? = { _ in nil }

    /// Ranks the candidates that the rules allow.
    func rank<Item>(
        _ judged: Judged<Item>, id: (Item) -> String, name: (Item) -> String,
        _ terms: (Scoring, Item) -> [Term]
    ) -> Advice.Ranking {
        var ranking = Advice.Ranking()
        ranking.refused = judged.refused
        ranking.considered = judged.allowed.count
        let quick = Scoring(request: request, trends: trends, isExplaining: false)
        let names = judged.allowed.map(id)
        let means = judged.allowed.map { item in
            let all = terms(quick, item)
            return (mean: all.reduce(0) { $0 + $1.effect }, sd: Scoring.doubt(all))
        }
        let draws = names.indices.map { quick.draw(names[$0], sd: means[$0].sd) }
        let scores = names.indices.map { means[$0].mean + draws[$0] }
        // Ties fall differently for each clip.
        let ties = names.map { name in
            var dice = SeededGenerator(seed: 0, name: "tie\u{1F}\(request.clip)\u{1F}\(name)")
            return dice.next()
        }
        let order = names.indices.sorted { (scores[$1], ties[$0]) < (scores[$0], ties[$1]) }
        let top = max(0, request.top)
        let full = Scoring(request: request, trends: trends, isExplaining: true)
        let shown = Array(spread(order, names).prefix(top + 1))
        let chance = ChoiceOdds(candidates: means, boldness: quick.boldness, seed: request.seed)
        let odds = chance.probabilities(Array(shown.prefix(top)), places: top) { spread($0, names) }
        ranking.contenders = chance.contenders(1, besides: Array(shown.prefix(1))).map {
            Advice.Contender(item: names[$0], mean: means[$0].mean, sd: means[$0].sd)
        }
        let suggestions = shown.map { index in
            let item = judged.allowed[index]
            return Suggestion(
                id: names[index], name: name(item), terms: terms(full, item) + full.exploration(draws[index]))
        }
        ranking.suggestions = Array(withRunnersUp(suggestions).prefix(top))
        for (place, probability) in odds.enumerated() {
            ranking.suggestions[place].probability = probability
        }
        ranking.isClear = isClear(suggestions)
        ranking.choice = ranking.suggestions.first?.id
        let best = ranking.suggestions.indices.max {
            ranking.suggestions[$0].mean < ranking.suggestions[$1].mean
        }
        // The best is shown first; a draw that prefers another one is a trial.
        if quick.boldness > 0, let best, best > 0, group(ranking.suggestions[best].id) == nil || best < 3 {
            ranking.suggestions[0].isTrial = true
            ranking.suggestions.insert(ranking.suggestions.remove(at: best), at: 0)
        }
        return ranking
    }

    /// Moves further members of a group behind the first three; otherwise keeps the order.
    private func spread(_ order: [Int], _ names: [String]) -> [Int] {
        var (first, later, seen) = ([Int](), [Int](), Set<String>())
        for index in order {
            let isNew = group(names[index]).map { seen.insert($0).inserted } ?? true
            if first.count < 3, isNew { first.append(index) } else { later.append(index) }
        }
        return first + later
    }

    private func withRunnersUp(_ suggestions: [Suggestion]) -> [Suggestion] {
        suggestions.indices.map { index in
            var suggestion = suggestions[index]
            if index + 1 < suggestions.count {
                let next = suggestions[index + 1]
                suggestion.runnerUp = .init(id: next.id, lead: suggestion.score - next.score)
            }
            return suggestion
        }
    }

    /// The 80 % interval of the first one's lead, without draws, excludes 0.
    private func isClear(_ suggestions: [Suggestion]) -> Bool {
        guard suggestions.count > 1 else { return suggestions.count == 1 }
        let (first, second) = (suggestions[0], suggestions[1])
        let sd = (first.sd * first.sd + second.sd * second.sd).squareRoot()
        return first.mean - second.mean > 1.2816 * sd
    }
}
