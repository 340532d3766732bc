/// Measurements of a music track.
public struct TrackAnalysis: Hashable, Codable, Sendable {
    /// Length in seconds.
    public var duration: Double
    /// Tempo in beats per minute; nil without a steady beat.
    public var tempo: Double?
    /// Confidence of the tempo and the beats: 0 to 1.
    public var tempoConfidence: Double
    /// Other possible tempos in beats per minute, e.g. half and double, the likelier first.
    public var alternatives: [Double]
    /// Beat times in seconds from the file's start, ascending; empty without a steady beat.
    public var beats: [Double]
    /// Times of the beats that start a bar: a subset of ``beats``.
    public var downbeats: [Double]
    /// Beats per bar; nil if unclear.
    public var metre: Int?
    /// Confidence of ``metre`` and ``downbeats``: 0 to 1.
    public var downbeatConfidence: Double
    /// Energy, from loudness, onsets and brightness: 0 (calm) to 1 (lively).
    public var energy: Double
    /// Share of treble: 0 (dark) to 1 (bright).
    public var brightness: Double
    /// ``energy`` of each second.
    public var energyCurve: [Double]
    /// Start times of the sections in seconds, ascending; the first is 0.
    public var sections: [Double]
    /// Integrated loudness in LUFS; nil for silence.
    public var loudness: Double?
    /// Loudness range in LU; nil for silence.
    public var loudnessRange: Double?
    /// The highest true peak in dBTP; nil for silence.
    public var truePeak: Double?
    /// Seconds of silence before the first sound.
    public var leadingSilence: Double
    /// Seconds of silence after the last sound.
    public var trailingSilence: Double

    /// Creates the analysis of a track of which only the length is known.
    public init(duration: Double) {
        self.duration = duration
        (tempo, tempoConfidence, alternatives, beats, downbeats) = (nil, 0, [], [], [])
        (metre, downbeatConfidence) = (nil, 0)
        (energy, brightness, energyCurve, sections) = (0, 0, [], [0])
        (loudness, loudnessRange, truePeak) = (nil, nil, nil)
        (leadingSilence, trailingSilence) = (0, 0)
    }
}

extension TrackAnalysis {
    /// Seconds in which the end of a track that is too short crossfades into its beginning.
    public static let crossfade = 0.08

    /// Beat times until `end` seconds, ascending; a track that is too short begins again.
    public func beats(until end: Double) -> [Double] {
        let round = duration - leadingSilence - trailingSilence - Self.crossfade
        guard round > 1, end > duration - trailingSilence else { return beats }
        let again = beats.filter { $0 >= leadingSilence && $0 < duration - trailingSilence }
        return beats.filter { $0 < duration - trailingSilence }
            + (1...min(1000, Int(end / round) + 1)).flatMap { number in
                again.map { $0 + Double(number) * round }
            }
    }
}
