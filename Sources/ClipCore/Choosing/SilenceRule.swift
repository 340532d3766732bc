/// Tells what of a clip is heard, from the level of every 100 ms: what lies below the middle between quiet and loud, and
/// 30 dB below loud in any case, is silence.
struct SilenceRule {
    /// Silences that are shorter when the margins are taken off stay, in seconds.
    var shortest = 0.2
    /// How far below the loud parts silence begins at the latest, in dB.
    var depth = 30.0
    /// The least distance from quiet to loud, in dB: sound that is as loud all the time has no silence.
    var span = 10.0
    /// Below this level, in dB of full scale, all is silence.
    var floor = -65.0

    /// The parts that are heard, with their margins.
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
        // Clips with a word or two are quiet for the most part.
        let (quiet, loud) = (sorted[sorted.count / 10], sorted[sorted.count - 1 - sorted.count / 50])
        guard loud - quiet >= span else { return loud < floor ? .infinity : floor }
        return max(floor, loud - depth, (quiet + loud) / 2)
    }
}
