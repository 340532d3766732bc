/// What a piece of music sounds like, as measured.
public struct TrackAnalysis: Hashable, Codable, Sendable {
    /// Seconds.
    public var duration: Double
    /// Beats a minute; nil where there is no steady beat.
    public var tempo: Double?
    /// How sure the tempo and the beats are: 0 to 1.
    public var tempoConfidence: Double
    /// Other readings of the tempo, e.g. half and double, the likelier first: beats a minute.
    public var alternatives: [Double]
    /// Seconds of the beats from the file's start, rising; empty where there is no steady beat.
    public var beats: [Double]
    /// Seconds of the beats that begin a bar: some of ``beats``.
    public var downbeats: [Double]
    /// Beats in a bar; nil where that is not plain.
    public var metre: Int?
    /// How sure ``metre`` and ``downbeats`` are: 0 to 1.
    public var downbeatConfidence: Double
    /// How lively it is, from loudness, onsets and brightness: 0 (calm) to 1.
    public var energy: Double
    /// How much of it lies in the treble: 0 (dark) to 1 (bright).
    public var brightness: Double
    /// ``energy`` of every second.
    public var energyCurve: [Double]
    /// Seconds at which a new part begins, rising; the first is 0.
    public var sections: [Double]
    /// Integrated loudness in LUFS; nil where all is silent.
    public var loudness: Double?
    /// Loudness range in LU; nil where all is silent.
    public var loudnessRange: Double?
    /// The highest true peak in dBTP; nil where all is silent.
    public var truePeak: Double?
    /// Seconds of silence before the first sound.
    public var leadingSilence: Double
    /// Seconds of silence behind the last sound.
    public var trailingSilence: Double

    /// A piece of that many seconds of which nothing else is known.
    public init(duration: Double) {
        self.duration = duration
        (tempo, tempoConfidence, alternatives, beats, downbeats) = (nil, 0, [], [], [])
        (metre, downbeatConfidence) = (nil, 0)
        (energy, brightness, energyCurve, sections) = (0, 0, [], [0])
        (loudness, loudnessRange, truePeak) = (nil, nil, nil)
        (leadingSilence, trailingSilence) = (0, 0)
    }
}
