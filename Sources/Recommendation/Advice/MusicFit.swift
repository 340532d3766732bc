internal import ClipCore

/// Scores how well a track suits a clip and a brand.
struct MusicFit {
    let scoring: Scoring

    private var clip: ClipFeatures { scoring.request.features }
    private var brand: Brand { scoring.request.brand }
    private var reference: Reference { scoring.request.reference }
    /// The clip's pace among usual clips.
    private var pace: Double? { clip.pace.map { Reference.share($0, in: reference.pace) } }

    /// All terms, in display order.
    func terms(_ track: Track) -> [Term] {
        let energy = Reference.share(track.analysis.energy, in: reference.energy)
        let mood = track.mood(reference)
        var terms = [
            tempo(track), rhythm(track), self.energy(energy), self.mood(track, mood),
            brightness(track, mood?.place), warmth(mood), loudness(energy), length(track),
        ]
        let names = track.soundIDs + [TrendKey.song(title: track.title, artist: track.artist)]
        terms += scoring.trendTerms(scoring.trends.entry(.sound, names, region: brand.region))
        terms += scoring.learnedTerms(scoring.request.learned.music[track.id])
        terms.append(scoring.freshnessTerm(scoring.request.recent.music[track.id], weight: 0.2))
        return terms + clearance(track)
    }

    /// The wanted tempo in beats per minute: 85 to 145 by the clip's pace, within the brand's range.
    private var wantedTempo: Double? {
        let byPace = pace.map { 85 + 60 * $0 }
        guard let range = brand.tempoRange else { return byPace }
        return (byPace ?? (range.lowerBound + range.upperBound) / 2).clamped(to: range)
    }

    /// Half and double time are equals, within the brand's range.
    private func tempo(_ track: Track) -> Term {
        let weight = brand.tempoRange == nil ? 0.2 : 0.35
        guard let wanted = wantedTempo, wanted > 0, let own = track.analysis.tempo.known, own > 0 else {
            return scoring.term(
                .tempo, nil, weight: weight,
                note: track.analysis.tempo == nil ? "no steady beat" : "the clip's pace is not known")
        }
        let level = [own, own / 2, 2 * own].min { miss($0, wanted) < miss($1, wanted) } ?? own
        let match = nearness(miss(level, wanted), width: 0.2)
        return scoring.term(
            .tempo, match, weight: weight, sureness: track.analysis.tempoConfidence,
            note: "\(own.whole) bpm against \(wanted.whole) wanted",
            text: match > 0.6
                ? "its tempo suits the clip (\(level.whole) bpm)"
                : match > 0.2 ? nil : level > wanted ? "faster than the clip" : "slower than the clip")
    }

    private func miss(_ tempo: Double, _ wanted: Double) -> Double {
        octaves(tempo, wanted) + (brand.tempoRange.map { octaves(tempo, tempo.clamped(to: $0)) } ?? 0)
    }

    private func rhythm(_ track: Track) -> Term {
        guard let cut = clip.cutTempo.known, cut > 0, let tempo = track.analysis.tempo.known, tempo > 0 else {
            return Term(.rhythm, 0, sd: 0.05, note: "no even rhythm on both sides")
        }
        let octaves = octaves(tempo, cut)
        let match = nearness((octaves - octaves.rounded()).magnitude, width: 0.05)
        return scoring.term(
            .rhythm, match, weight: 0.15, sureness: track.analysis.tempoConfidence,
            note: "cuts lie on \(cut.whole) bpm, beats on \(tempo.whole)",
            text: match > 0.6 ? "its beat has the rhythm of your cuts" : nil)
    }

    private func energy(_ energy: Double) -> Term {
        guard let pace else {
            return scoring.term(.energy, nil, weight: 0.35, note: "the clip's pace is not known")
        }
        let match = nearness(energy - pace, width: 0.14)
        let level: Phrase =
            energy < 0.35
            ? "calm, like your clip" : energy > 0.65 ? "lively, like your clip" : "as lively as your clip"
        return scoring.term(
            .energy, match, weight: 0.35,
            note: "energy \(percent(energy)) against pace \(percent(pace)) of usual music and clips",
            text: match > 0.6
                ? level
                : match > 0.2 ? nil : energy > pace ? "livelier than your clip" : "calmer than your clip")
    }

    private func mood(_ track: Track, _ mood: (place: MoodSpace.Place, isEstimated: Bool)?) -> Term {
        let has = track.moods.isEmpty ? track.estimatedMoods(reference) : track.moods
        let words = has.joined(separator: ", ") + (mood?.isEstimated == true ? " (estimated)" : "")
        let sureness = mood?.isEstimated == true ? 0.6 : 1
        if !brand.moods.isEmpty {
            let byWords = MoodSpace.match(wanted: brand.moods, offered: track.moods)
            let match = byWords ?? mood.flatMap { MoodSpace.match(wanted: brand.moods, at: $0.place) }
            return scoring.term(
                .mood, match, weight: 0.25, sureness: sureness,
                note:
                    "\(words.isEmpty ? "no moods known" : words) against \(brand.moods.joined(separator: ", "))",
                text: match.map { $0 > 0.7 } == true ? "it has the brand's mood" : nil)
        }
        let match = pace.flatMap { pace in
            mood.map { nearness(($0.place.arousal - (2 * pace - 1)) / 2, width: 0.25) }
        }
        return scoring.term(
            .mood, match, weight: 0.15, sureness: sureness,
            note: "\(words.isEmpty ? "no moods known" : words) against the clip's pace")
    }

    private func brightness(_ track: Track, _ mood: MoodSpace.Place?) -> Term {
        guard let light = clip.brightness.known else {
            return Term(.brightness, 0, sd: 0.05, note: "the clip's brightness is not known")
        }
        let treble = Reference.share(track.analysis.brightness, in: reference.brightness)
        let own = track.moods.isEmpty ? treble : mood.map { 0.5 * treble + 0.25 * ($0.light + 1) } ?? treble
        let match = nearness(own - light, width: 0.25)
        return scoring.term(
            .brightness, match, weight: 0.15, note: "sound \(own.hundredths), picture \(light.hundredths)",
            text: match > 0.7 ? (light > 0.5 ? "bright, like the picture" : "dark, like the picture") : nil)
    }

    private func warmth(_ mood: (place: MoodSpace.Place, isEstimated: Bool)?) -> Term {
        let own = mood?.place.warmth
        let match = clip.warmth.known.flatMap { warmth in own.map { nearness($0 - warmth, width: 0.5) } }
        return scoring.term(
            .warmth, match, weight: 0.12, sureness: mood?.isEstimated == true ? 0.5 : 1,
            note: match == nil
                ? "not known" : "\((own ?? 0).hundredths), picture \((clip.warmth ?? 0).hundredths)",
            text: match.map { $0 > 0.8 } == true && clip.warmth ?? 0 > 0.2 ? "warm, like the picture" : nil)
    }

    /// Lively music distracts from speech; without speech it neither gains nor loses.
    private func loudness(_ energy: Double) -> Term {
        guard let speech = clip.speechLikeness.known?.clamped(to: 0...1) else {
            return Term(.loudness, 0, note: "whether somebody speaks is not known")
        }
        return scoring.term(
            .loudness, 0.5 + speech * (0.5 - energy), weight: 0.2,
            note: "speech \(speech.hundredths), energy \(percent(energy))",
            text: speech < 0.3 || (energy - 0.5).magnitude < 0.15
                ? nil : energy < 0.5 ? "quiet enough to speak over" : "too lively to speak over")
    }

    private func length(_ track: Track) -> Term {
        let (has, needs) = (track.analysis.duration, clip.duration)
        guard has.isFinite, needs.isFinite, has > 0, has < needs else {
            return Term(.length, 0, note: "long enough")
        }
        return Term(
            .length, -0.1 * (1 - has / needs), evidence: 1,
            note: scoring.isExplaining ? "\(has.whole) s under \(needs.whole) s: it has to repeat" : "",
            text: "it is shorter than the clip and has to repeat")
    }

    /// What its licence allows; no contribution to the score.
    private func clearance(_ track: Track) -> [Term] {
        guard scoring.isExplaining, track.licence.kind != .unknown else { return [] }
        let names = scoring.request.platformNames.joined(separator: ", ")
        return [
            Term(
                .licence, 0, note: track.licence.kind.rawValue,
                text: names.isEmpty ? "cleared" : "cleared for \(names)")
        ]
    }

    private func percent(_ share: Double) -> String { "\((100 * share).whole) %" }
}
