/// What a clip shows and sounds like over time: scores, and what follows from them by rule.
public struct Analysis: Hashable, Codable, Sendable {
    /// What was analysed, on the file's own clock.
    public var span: TimeRange
    /// Scores of the frames that were looked at, in the order in which they are shown.
    public var pictures: [PictureScore]
    /// Scores of the sound every 100 ms; empty for a clip without sound.
    public var sound: [SoundScore]
    /// Integrated loudness in LUFS; nil for silence.
    public var loudness: Double?
    /// Loudness range in LU; nil for silence.
    public var loudnessRange: Double?
    /// The highest true peak in dBTP; nil for silence.
    public var truePeak: Double?

    /// An analysis of these scores.
    public init(span: TimeRange, pictures: [PictureScore], sound: [SoundScore]) {
        (self.span, self.pictures, self.sound) = (span, pictures, sound)
        (loudness, loudnessRange, truePeak) = (nil, nil, nil)
    }

    /// The changes of shots.
    public var boundaries: [ShotBoundary] { ShotRule().boundaries(in: pictures) }

    /// The shots, one after another.
    public var shots: [Shot] { Shot.all(in: span, between: boundaries) }

    /// Parts of at least 500 ms whose sound lies below -50 LUFS; all of it where there is no sound.
    public var silences: [TimeRange] {
        guard !sound.isEmpty else { return [span] }
        var silences: [TimeRange] = []
        var start: MediaTime?
        for score in sound + [SoundScore(time: span.end, loudness: 0, speech: 0)] {
            if score.loudness < -50 {
                start = start ?? score.time
            } else if let from = start {
                if (score.time - from).seconds >= 0.5 {
                    silences.append(TimeRange(start: from, end: score.time))
                }
                start = nil
            }
        }
        return silences
    }
}
