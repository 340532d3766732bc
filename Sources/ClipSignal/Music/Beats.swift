/// Tempo and beats of a piece, and how sure they are.
public struct Beats: Hashable, Sendable {
    /// Beats a minute; nil where there is no steady beat.
    public var tempo: Double?
    /// 0 to 1.
    public var confidence: Double
    /// Other readings of the tempo, the likelier first: beats a minute.
    public var alternatives: [Double]
    /// Seconds, rising; empty where there is no steady beat.
    public var times: [Double]

    /// Finds the beats of a piece.
    ///
    /// - Parameter onsets: strengths as of ``Onsets/normalised()``.
    public init(_ onsets: [[Float]]) { self.init(onsets, .trained, threshold: Self.steady) }

    /// - Parameter threshold: the confidence from which on a beat is steady.
    package init(_ onsets: [[Float]], _ model: BeatModel, threshold: Double) {
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

    /// Fewer beats are none.
    private static let fewest = 4
    /// The score a frame of music without doubt.
    private static let certain = 0.2
    /// The confidence from which on a beat is steady.
    private static let steady = 0.01
}
