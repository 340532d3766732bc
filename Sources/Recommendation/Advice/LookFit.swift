internal import ClipCore

/// Scores how well a look suits a clip and a brand: it should continue what the picture already has.
struct LookFit {
    let scoring: Scoring
    private var clip: ClipFeatures { scoring.request.features }
    private var brand: Brand { scoring.request.brand }

    /// All terms, in display order.
    func terms(_ look: Look) -> [Term] {
        var terms = [mood(look), warmth(look), brightness(look), saturation(look), energy(look)]
        terms += scoring.trendTerms(scoring.trends.entry(.look, [look.name], region: brand.region))
        terms += scoring.learnedTerms(scoring.request.learned.looks[look.name])
        terms.append(scoring.freshnessTerm(scoring.request.recent.looks[look.name], weight: 0.08))
        return terms
    }

    private func mood(_ look: Look) -> Term {
        let match = MoodSpace.match(wanted: brand.moods, offered: look.moods)
        let wanted = brand.moods.isEmpty ? "none asked for" : brand.moods.joined(separator: ", ")
        return scoring.term(
            .mood, match, weight: 0.3, note: "\(look.moods.joined(separator: ", ")) against \(wanted)",
            text: match.map { $0 > 0.7 } == true ? "it suits the brand" : nil)
    }

    /// The look's temperature changes colours; its moods indicate the intention.
    private func warmth(_ look: Look) -> Term {
        let byMood = MoodSpace.mean(of: look.moods)?.warmth ?? 0
        let own = (0.5 * byMood + 1.5 * look.temperature).clamped(to: -1...1)
        // Without saturation there is no temperature.
        let colours = min(1, look.saturation)
        return scoring.term(
            .warmth, clip.warmth.known.map { nearness(own - $0, width: 0.4) }, weight: 0.25,
            sureness: colours,
            note: clip.warmth == nil
                ? "not known" : "\(own.hundredths), picture \((clip.warmth ?? 0).hundredths)",
            text: (own - (clip.warmth ?? 9)).magnitude > 0.3 || own.magnitude < 0.15
                ? nil : own > 0 ? "warm, like the picture" : "cold, like the picture")
    }

    private func brightness(_ look: Look) -> Term {
        let own = MoodSpace.mean(of: look.moods).map { ($0.light + 1) / 2 }
        let match = clip.brightness.known.flatMap { light in own.map { nearness($0 - light, width: 0.3) } }
        return scoring.term(
            .brightness, match, weight: 0.25,
            note: match == nil
                ? "not known" : "\((own ?? 0).hundredths), picture \((clip.brightness ?? 0).hundredths)",
            text: match.map { $0 > 0.7 } == true ? "it keeps the picture's light" : nil)
    }

    /// Weak colours should lose little saturation, strong ones can take more.
    private func saturation(_ look: Look) -> Term {
        scoring.term(
            .saturation, clip.saturation.known.map { nearness(look.saturation / 2 - $0, width: 0.3) },
            weight: 0.15,
            note: clip.saturation == nil
                ? "not known"
                : "times \(look.saturation.hundredths), picture \((clip.saturation ?? 0).hundredths)",
            text: (look.saturation / 2 - (clip.saturation ?? 9)).magnitude > 0.2
                ? nil
                : look.saturation > 1.1 ? "it gives pale colours strength" : "it keeps the picture's colours")
    }

    private func energy(_ look: Look) -> Term {
        let own = MoodSpace.mean(of: look.moods).map {
            (0.5 + 0.35 * $0.arousal + look.contrast - 1).clamped(to: 0...1)
        }
        let match = clip.pace.flatMap { pace in own.map { nearness($0 - pace, width: 0.3) } }
        return scoring.term(
            .energy, match, weight: 0.15,
            note: match == nil ? "not known" : "\((own ?? 0).hundredths), pace \((clip.pace ?? 0).hundredths)"
        )
    }
}
