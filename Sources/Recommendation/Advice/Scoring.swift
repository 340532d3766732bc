internal import ClipCore

/// Shared scoring of all candidates: matches, trends, learnt effects, freshness and random draws.
struct Scoring {
    let request: AdviceRequest
    let trends: TrendBook
    /// Writes notes, only for candidates that are shown.
    let isExplaining: Bool

    /// Turns a match from 0 (none) to 1 into a term from -weight to weight; no match adds only uncertainty.
    func term(
        _ factor: Term.Factor, _ match: Double?, weight: Double, sureness: Double = 1,
        note: @autoclosure () -> String, text: @autoclosure () -> Phrase? = nil
    ) -> Term {
        let words = isExplaining ? note() : ""
        guard let match = match.known else { return Term(factor, 0, sd: weight / 2, note: words) }
        let sure = sureness.clamped(to: 0...1)
        return Term(
            factor, weight * sure * (2 * match.clamped(to: 0...1) - 1),
            sd: weight * (0.15 + 0.35 * (1 - sure)),
            evidence: 1, note: words, text: isExplaining ? text() : nil)
    }

    /// Level and momentum in charts, with a weight that falls with every day of age.
    func trendTerms(_ entry: TrendBook.Entry?) -> [Term] {
        guard let entry, !entry.isExpired else {
            let why = entry == nil ? "on no board that is known" : "listed too long ago to tell anything"
            return [
                Term(.trendLevel, 0, sd: 0.05, asOf: entry?.latest.day, note: why),
                Term(.trendMomentum, 0, sd: 0.05, asOf: entry?.latest.day, note: why),
            ]
        }
        let (weight, asOf) = (entry.weight, entry.latest.day)
        let listed = ["listed \(entry.age) days ago", "weight \(weight.hundredths)"]
        let age = isExplaining ? listed.joined(separator: ", ") : ""
        let place = entry.latest.rank.map { "rank \($0)" } ?? "higher than \((100 * entry.level).whole) %"
        let isMoving = [.rose, .new, .back].contains(entry.history.move)
        // Growth of a tenth per day, or a fifth of a chart per week, is the maximum that counts.
        let scale = entry.latest.count == nil ? 5.0 : 10.0
        let pull = (entry.momentum * scale).clamped(to: -1...1)
        let doubt = (entry.momentumSD * scale).clamped(to: 0...1)
        return [
            Term(
                .trendLevel, 0.25 * weight * entry.level, sd: 0.25 * (1 - weight) * 0.5 + 0.02,
                evidence: entry.observations, asOf: asOf, note: isExplaining ? "\(place), \(age)" : "",
                text: isMoving || entry.latest.rank == nil
                    ? nil : "number \(entry.latest.rank ?? 0) in a chart"),
            Term(
                .trendMomentum, entry.direction == .tooFew ? 0 : 0.15 * weight * pull,
                sd: 0.15 * weight * doubt, evidence: entry.observations, asOf: asOf,
                note: isExplaining ? "\(entry.past), \(entry.direction.rawValue), \(age)" : "",
                text: isMoving ? "in a chart: \(entry.past)" : nil),
        ]
    }

    /// Terms for effects learnt from posts, one per cause. Items without posts have the highest uncertainty.
    func learnedTerms(_ effects: [LearnedEffects.Effect]?) -> [Term] {
        let learned = request.learned
        guard let effects, !effects.isEmpty else {
            return [Term(.learned, 0, sd: learned.unseen, note: "no posts with it yet")]
        }
        let terms = effects.filter { $0.posts > 0 }.map { one in
            Term(
                .learned, one.effect, sd: one.sd, evidence: one.posts, asOf: one.asOf,
                note: isExplaining ? Self.note(one) : "", text: isExplaining ? one.text : nil)
        }
        let doubt = effects.filter { $0.posts == 0 }.reduce(0) { $0 + $1.sd * $1.sd }.squareRoot()
        guard doubt > 0 else { return terms }
        let missing = effects.filter { $0.posts == 0 }.map(\.of).joined(separator: ", ")
        return terms + [Term(.learned, 0, sd: doubt, note: isExplaining ? "no posts yet: \(missing)" : "")]
    }

    private static func note(_ effect: LearnedEffects.Effect) -> String {
        let sign = effect.effect < 0 ? "" : "+"
        let what = "\(effect.of.isEmpty ? "" : "\(effect.of) ")\(sign)\(effect.effect.hundredths)"
        let posts = effect.posts == 1 ? "1 post" : "\(effect.posts) posts"
        return effect.isOwn ? "\(what) (\(effect.posts) of your posts)" : "\(what) (\(posts))"
    }

    /// A penalty for recent use.
    func freshnessTerm(_ uses: Int?, weight: Double) -> Term {
        let (uses, renders) = (max(0, uses ?? 0), request.recent.renders)
        guard renders > 0 else { return Term(.freshness, 0, note: "nothing was rendered yet") }
        let last: Phrase = uses == 0 ? "not used in your last post" : "used in your last post"
        let several: Phrase =
            uses == 0
            ? "not used in your last \(renders) posts" : "used in \(uses) of your last \(renders) posts"
        let share = Double(min(uses, renders)) / Double(renders)
        return Term(
            .freshness, uses == 0 ? 0 : -weight * (0.4 + 0.6 * share), evidence: renders,
            note: isExplaining ? "used in \(uses) of the last \(renders) renders" : "",
            text: renders == 1 ? last : several)
    }

    /// The scale of random draws: half a standard deviation once the brand has ten posts. None before, as
    /// exploring would cost more than it finds.
    var boldness: Double { request.explores && request.learned.posts >= 10 ? 0.5 : 0 }

    /// Uncertainty of the effects learnt for a candidate: the standard deviation of these terms.
    static func doubt(_ terms: [Term]) -> Double {
        terms.reduce(0) { $1.factor == .learned ? $0 + $1.sd * $1.sd : $0 }.squareRoot()
    }

    /// An approximately normal draw with a candidate's uncertainty, seeded by request and clip.
    func draw(_ id: String, sd: Double) -> Double {
        guard boldness > 0 else { return 0 }
        var generator = SeededGenerator(seed: request.seed, name: request.clip + "\u{1F}" + id)
        return boldness * sd * generator.normal()
    }

    /// The term of a draw; none without draws.
    func exploration(_ draw: Double) -> [Term] {
        guard boldness > 0 else { return [] }
        return [Term(.exploration, draw, note: isExplaining ? "a draw of seed \(request.seed)" : "")]
    }
}
