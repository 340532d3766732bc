internal import ClipCore

/// Scores how well a track suits a clip and a brand.
struct MusicFit {
    let scoring: Scoring
    private var clip: ClipFeatures { scoring.request.features }
    private var brand: Brand { scoring.request.brand }

    /// All terms, in display order.
    func terms(_ track: Track) -> [Term] {
        var terms = [
            tempo(track), rhythm(track), energy(track), mood(track), brightness(track), warmth(track),
            loudness(track), length(track),
        ]
        let names = track.soundIDs + [TrendKey.song(title: track.title, artist: track.artist)]
        terms += scoring.trendTerms(scoring.trends.entry(.sound, names, region: brand.region))
        terms += scoring.learnedTerms(scoring.request.learned.music[track.id])
        terms.append(scoring.freshnessTerm(scoring.request.recent.music[track.id], weight: 0.2))
        return terms
    }

    /// The wanted tempo in beats per minute: 70 to 150 by the clip's pace, within the brand's range.
    private var wantedTempo: Double? {
        let byPace = clip.pace.map { 70 + 80 * $0 }
        guard let range = brand.tempoRange else { return byPace }
        return (byPace ?? (range.lowerBound + range.upperBound) / 2).clamped(to: range)
    }

    /// All possible tempos of a track; alternatives count less.
    private func tempos(_ track: Track) -> [(tempo: Double, worth: Double)] {
        let all = [track.analysis.tempo].compactMap { $0 } + track.analysis.alternatives
        return all.enumerated().filter { $0.element.isFinite && $0.element > 0 }
            .map { ($0.element, $0.offset == 0 ? 1 : 0.75) }
    }

    private func tempo(_ track: Track) -> Term {
        let tempos = track.analysis.tempo == nil ? [] : tempos(track)
        guard let wanted = wantedTempo, wanted > 0, let first = tempos.first else {
            return scoring.term(
                .tempo, nil, weight: 0.3,
                note: track.analysis.tempo == nil ? "no steady beat" : "the clip's pace is not known")
        }
        let best = tempos.map { $0.worth * nearness(octaves($0.tempo, wanted), width: 0.3) }.max() ?? 0
        return scoring.term(
            .tempo, best, weight: 0.3, sureness: track.analysis.tempoConfidence,
            note: "\(first.tempo.whole) bpm against \(wanted.whole) wanted")
    }

    private func octaves(_ tempo: Double, _ wanted: Double) -> Double {
        let outside = brand.tempoRange.map { distance(tempo, tempo.clamped(to: $0)) } ?? 0
        return distance(tempo, wanted) + outside
    }

    private func distance(_ one: Double, _ other: Double) -> Double {
        (naturalLogarithm(one / other) / naturalLogarithm(2)).magnitude
    }

    private func rhythm(_ track: Track) -> Term {
        guard let cut = clip.cutTempo.known, cut > 0, let tempo = track.analysis.tempo.known, tempo > 0 else {
            return Term(.rhythm, 0, sd: 0.05, note: "no even rhythm on both sides")
        }
        let octaves = distance(tempo, cut)
        let miss = (octaves - octaves.rounded()).magnitude
        return scoring.term(
            .rhythm, nearness(miss, width: 0.05), weight: 0.15, sureness: track.analysis.tempoConfidence,
            note: "cuts lie on \(cut.whole) bpm, beats on \(tempo.whole)")
    }

    private func energy(_ track: Track) -> Term {
        guard let pace = clip.pace else {
            return scoring.term(.energy, nil, weight: 0.3, note: "the clip's pace is not known")
        }
        return scoring.term(
            .energy, nearness(track.analysis.energy - pace, width: 0.25), weight: 0.3,
            note: "energy \(track.analysis.energy.hundredths) against pace \(pace.hundredths)")
    }

    private func mood(_ track: Track) -> Term {
        if !brand.moods.isEmpty {
            let match = MoodSpace.match(wanted: brand.moods, offered: track.moods)
            return scoring.term(.mood, match, weight: 0.25, note: moodNote(track, brand.moods))
        }
        let place = MoodSpace.mean(of: track.moods)
        let match = clip.pace.flatMap { pace in
            place.map { nearness(($0.arousal - (2 * pace - 1)) / 2, width: 0.3) }
        }
        return scoring.term(.mood, match, weight: 0.15, note: moodNote(track, ["the clip's pace"]))
    }

    private func moodNote(_ track: Track, _ wanted: [String]) -> String {
        let has = track.moods.isEmpty ? "no moods known" : track.moods.joined(separator: ", ")
        return "\(has) against \(wanted.joined(separator: ", "))"
    }

    private func brightness(_ track: Track) -> Term {
        guard let light = clip.brightness.known else {
            return Term(.brightness, 0, sd: 0.05, note: "the clip's brightness is not known")
        }
        let own = timbre(track)
        return scoring.term(
            .brightness, nearness(own - light, width: 0.3), weight: 0.12,
            note: "sound \(own.hundredths), picture \(light.hundredths)")
    }

    /// Timbre from 0 (dark) to 1 (bright), from treble and moods.
    private func timbre(_ track: Track) -> Double {
        let treble = track.analysis.brightness
        return MoodSpace.mean(of: track.moods).map { 0.5 * treble + 0.25 * ($0.light + 1) } ?? treble
    }

    private func warmth(_ track: Track) -> Term {
        let own = MoodSpace.mean(of: track.moods)?.warmth
        let match = clip.warmth.known.flatMap { warmth in own.map { nearness($0 - warmth, width: 0.5) } }
        return scoring.term(
            .warmth, match, weight: 0.12,
            note: match == nil
                ? "not known" : "\((own ?? 0).hundredths), picture \((clip.warmth ?? 0).hundredths)")
    }

    /// Lively music distracts from speech.
    private func loudness(_ track: Track) -> Term {
        guard let speech = clip.speechLikeness.known?.clamped(to: 0...1) else {
            return Term(.loudness, 0, note: "whether somebody speaks is not known")
        }
        let room = 1 - track.analysis.energy.clamped(to: 0...1)
        return scoring.term(
            .loudness, 0.5 + speech * (room - 0.5), weight: 0.12,
            note: "speech \(speech.hundredths), energy \(track.analysis.energy.hundredths)")
    }

    private func length(_ track: Track) -> Term {
        let (has, needs) = (track.analysis.duration, clip.duration)
        guard has.isFinite, needs.isFinite, has > 0, has < needs else {
            return Term(.length, 0, note: "long enough")
        }
        return Term(
            .length, -0.1 * (1 - has / needs), evidence: 1,
            note: scoring.isExplaining ? "\(has.whole) s under \(needs.whole) s: it has to repeat" : "")
    }
}
