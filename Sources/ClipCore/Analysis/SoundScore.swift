/// Loudness of one 100 ms step of a clip's sound.
public struct SoundScore: Hashable, Codable, Sendable {
    /// Its start, on the file's own clock.
    public var time: MediaTime
    /// Momentary loudness in LUFS (EBU R 128: of the 400 ms up to its end); at least -70.
    public var loudness: Float
    /// Power in the speech band, 200 Hz to 4 kHz, in dBFS; at least -120.
    public var speech: Float

    /// Creates a score.
    public init(time: MediaTime, loudness: Float, speech: Float) {
        (self.time, self.loudness, self.speech) = (time, loudness, speech)
    }
}
