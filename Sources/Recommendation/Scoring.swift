internal import ClipCore

/// What all kinds of candidates share: how a match becomes a term, trends, what was learnt, freshness and draws.
struct Scoring {
    let request: AdviceRequest
    let trends: TrendBook
    /// Notes are written only for what is shown.
    let isExplaining: Bool

    /// A match from 0 (not at all) to 1 as a term from -weight to weight; without a match nothing but doubt.
    func term(
        _ factor: Term.Factor, _ match: Double?, weight: Double, sureness: Double = 1,
        note: @autoclosure () -> String
    ) -> Term {
        let text = isExplaining ? note() : ""
        guard let match = match.known else { return Term(factor, 0, sd: weight / 2, note: text) }
        let sure = sureness.clamped(to: 0...1)
        return Term(
            factor, weight * sure * (2 * match.clamped(to: 0...1) - 1),
            sd: weight * (0.15 + 0.35 * (1 - sure)),
            evidence: 1, note: text)
    }

    /// Level and momentum on boards, worth less with every day of age.
    func trendTerms(_ entry: TrendBook.Entry?) -> [Term] {
        guard let entry, !entry.isExpired else {
            let why = entry == nil ? "on no board that is known" : "listed too long ago to tell anything"
            return [
                Term(.trendLevel, 0, sd: 0.05, asOf: entry?.latest.day, note: why),
                Term(.trendMomentum, 0, sd: 0.05, asOf: entry?.latest.day, note: why),
            ]
        }
        let (weight, asOf) = (entry.weight, entry.latest.day)
        let age = isExplaining ? "listed \(entry.age) days ago, weight \(weight.shown)" : ""
        let place = entry.latest.rank.map { "rank \($0)" } ?? "\((entry.latest.count ?? 0).whole) uses"
        // A tenth of growth a day, and a fifth of a board in a week, are as much as counts.
        let scale = entry.latest.count == nil ? 5.0 : 10.0
        let pull = (entry.momentum * scale).clamped(to: -1...1)
        let doubt = (entry.momentumSD * scale).clamped(to: 0...1)
        return [
            Term(
                .trendLevel, 0.25 * weight * entry.level, sd: 0.25 * (1 - weight) * 0.5 + 0.02,
                evidence: entry.observations, asOf: asOf, note: isExplaining ? "\(place), \(age)" : ""),
            Term(
                .trendMomentum, entry.direction == .tooFew ? 0 : 0.15 * weight * pull,
                sd: 0.15 * weight * doubt, evidence: entry.observations, asOf: asOf,
                note: isExplaining ? "\(entry.direction.rawValue), \(age)" : ""),
        ]
    }

    /// What the brand's own posts have taught.
    func learnedTerm(_ effect: LearnedEffects.Effect?) -> Term {
        guard let effect else { return Term(.learned, 0, note: "no posts with it yet") }
        return Term(
            .learned, effect.effect, sd: effect.sd, evidence: effect.posts, asOf: effect.asOf,
            note: isExplaining ? "\(effect.posts) posts with it" : "")
    }

    /// Less for what was used in the latest renders.
    func freshnessTerm(_ uses: Int?, weight: Double) -> Term {
        let (uses, renders) = (max(0, uses ?? 0), request.recent.renders)
        guard renders > 0 else { return Term(.freshness, 0, note: "nothing was rendered yet") }
        let share = Double(min(uses, renders)) / Double(renders)
        return Term(
            .freshness, uses == 0 ? 0 : -weight * (0.4 + 0.6 * share), evidence: renders,
            note: isExplaining ? "used in \(uses) of the last \(renders) renders" : "")
    }

    /// Half a standard deviation of a draw, once the brand has ten posts: before that exploring costs more than it finds.
    func exploration(of terms: [Term], id: String) -> Term? {
        guard request.learned.posts >= 10 else { return nil }
        var generator = SeededGenerator(seed: request.seed, name: id)
        let sd = terms.reduce(0) { $0 + $1.sd * $1.sd }.squareRoot()
        return Term(
            .exploration, 0.5 * sd * generator.normal(),
            note: isExplaining ? "a draw of seed \(request.seed)" : "")
    }
}
