internal import SystemLibrary

/// Tempo and beats of a track, with their confidence.
public struct Beats: Hashable, Sendable {
    /// Tempo in beats per minute; nil without a steady beat.
    public var tempo: Double?
    /// Confidence: 0 to 1.
    public var confidence: Double
    /// Other possible tempos in beats per minute, the likelier first.
    public var alternatives: [Double]
    /// Beat times in seconds, ascending; empty without a steady beat.
    public var times: [Double]

    /// Finds the beats of a track.
    ///
    /// - Parameters:
    ///   - onsets: strengths from ``Onsets/normalised()``.
    ///   - hint: its tempo according to a tag or its name, which counts if the sound has it too; nil for none.
    public init(_ onsets: [[Float]], hint: Double? = nil) {
        self.init(onsets, .trained, threshold: Self.steady, hint: hint)
    }

    /// - Parameter threshold: the least confidence of a steady beat.
    public init(_ onsets: [[Float]], _ model: BeatModel, threshold: Double, hint: Double? = nil) {
        (tempo, confidence, alternatives, times) = (nil, 0, [], [])
        var found = Self.best(onsets, model, hint: nil)
        let steadiness = found.first
        if let hint, Self.tempos.contains(hint) {
            let meant = Self.best(onsets, model, hint: hint)
            if meant.score >= Self.support * found.score { found = meant }
        }
        guard found.beats.count >= Self.fewest else { return }
        confidence = max(0, min(1, steadiness / Self.certain))
        guard confidence >= threshold else { return }
        let period = Self.period(found.beats)
        tempo = 60 / period
        times = found.beats.map { Double($0) / Double(Onsets.rate) }
        alternatives = [30 / period, 120 / period].filter(Self.tempos.contains)
            .sorted { BeatModel.preference(for: $0) > BeatModel.preference(for: $1) }
    }

    /// The beats of the reading with the highest score; and the score of the first reading, by which all limits of
    /// ``confidence`` were measured: the others find a beat in mere clicks more easily.
    private static func best(_ onsets: [[Float]], _ model: BeatModel, hint: Double?)
        -> (beats: [Int], score: Double, first: Double)
    {
        var trackers = BeatModel.Reading.all.map { BeatTracker(onsets, model, $0, hint: hint) }
        let paths = trackers.indices.map { trackers[$0].track() }
        let found = { (path: Int) in (paths[path].beats, paths[path].score, paths[0].score) }
        let best = paths.indices.max { paths[$0].score < paths[$1].score }!
        guard best < 2, paths[0].beats.count >= fewest, paths[1].beats.count >= fewest else {
            return found(best)
        }
        // Of two tempos an octave apart the one counts that both readings prefer.
        let octaves = abs(log2(period(paths[0].beats) / period(paths[1].beats)))
        guard abs(octaves - 1) < 0.06 else { return found(best) }
        let scores = (0..<2).map { path in
            trackers[0].score(of: paths[path].beats) + trackers[1].score(of: paths[path].beats)
        }
        return found(scores[1] > scores[0] ? 1 : 0)
    }

    /// The median length of a beat in seconds, over eight beats at a time: frames are coarse, and slips are few.
    private static func period(_ beats: [Int]) -> Double {
        let span = min(8, beats.count - 1)
        let lengths = zip(beats, beats.dropFirst(span)).map { $1 - $0 }.sorted()
        return Double(lengths[lengths.count / 2]) / Double(span * Onsets.rate)
    }

    private static let tempos = 40.0...240
    /// The share of the best score that a hint's tempo needs.
    private static let support = 0.6
    /// The least number of beats.
    private static let fewest = 4
    /// The score per frame of perfectly clear music.
    private static let certain = 0.2
    /// The least confidence of a steady beat.
    private static let steady = 0.01
}
