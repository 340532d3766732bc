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
    /// - Parameter onsets: strengths from ``Onsets/normalised()``.
    public init(_ onsets: [[Float]]) { self.init(onsets, .trained, threshold: Self.steady) }

    /// - Parameter threshold: the least confidence of a steady beat.
    public init(_ onsets: [[Float]], _ model: BeatModel, threshold: Double) {
        (tempo, confidence, alternatives, times) = (nil, 0, [], [])
        var tracker = BeatTracker(onsets, model)
        let found = tracker.track()
        guard found.beats.count >= Self.fewest else { return }
        let frames = Double(found.beats.last! - found.beats.first!)
        let period = frames / Double(found.beats.count - 1) / Double(Onsets.rate)
        confidence = max(0, min(1, found.score / Self.certain))
        guard confidence >= threshold else { return }
        tempo = 60 / period
        times = found.beats.map { Double($0) / Double(Onsets.rate) }
        alternatives = [30 / period, 120 / period].filter { (40.0...240).contains($0) }
            .sorted { BeatModel.preference(for: $0) > BeatModel.preference(for: $1) }
    }

    /// The least number of beats.
    private static let fewest = 4
    /// The score per frame of perfectly clear music.
    private static let certain = 0.2
    /// The least confidence of a steady beat.
    private static let steady = 0.01
}
