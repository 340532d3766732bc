/// Separates sound from silence by the level of every 100 ms. Silence is below the midpoint of quiet and
/// loud, or 30 dB below loud.
struct SilenceRule {
    /// Silences shorter than this after the margins are kept, in seconds.
    var shortest = 0.2
    /// How far below loud everything is silence, in dB.
    var depth = 30.0
    /// The least distance from quiet to loud, in dB: evenly loud sound has no silence.
    var span = 10.0
    /// Everything below this level is silence, in dBFS.
    var floor = -65.0

    /// The audible ranges, with margins.
    ///
    /// - Parameters:
    ///   - scores: every 100 ms, in the order of time.
    ///   - speech: where somebody speaks: it is heard however quiet it is.
    func heard(
        _ scores: [SoundScore], speech: [TimeRange] = [], _ margin: FitSettings.Margin, in clip: TimeRange
    ) -> [TimeRange] {
        let levels = scores.map { $0.speech.isFinite ? Double($0.speech) : -120 }
        let threshold = threshold(levels)
        var heard: [TimeRange] = []
        let tenth = MediaTime(ticks: 1, timescale: 10)
        for (score, level) in zip(scores, levels) {
            let place = speech.partitioningIndex { $0.end > score.time }
            let isSpeech = place < speech.count && speech[place].start < score.time + tenth
            guard level >= threshold || isSpeech else { continue }
            let end = score.time + tenth + margin.behind
            let start = max(clip.start, score.time - margin.before)
            if let last = heard.last, (start - last.end).seconds < shortest {
                heard[heard.count - 1].end = max(last.end, end)
            } else {
                heard.append(TimeRange(start: start, end: end))
            }
        }
        guard var last = heard.last else { return [] }
        // The last score may be of less than 100 ms.
        last.end = (clip.end - last.end).seconds < shortest ? clip.end : last.end
        heard[heard.count - 1] = last
        if let first = heard.first, (first.start - clip.start).seconds < shortest {
            heard[0].start = clip.start
        }
        return heard.filter { $0.start < $0.end }
    }

    private func threshold(_ levels: [Double]) -> Double {
        let sorted = levels.sorted()
        guard !sorted.isEmpty else { return floor }
        // Clips with few words are mostly quiet.
        let (quiet, loud) = (sorted[sorted.count / 10], sorted[sorted.count - 1 - sorted.count / 50])
        guard loud - quiet >= span else { return loud < floor ? .infinity : floor }
        return max(floor, loud - depth, (quiet + loud) / 2)
    }
}
