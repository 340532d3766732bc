/// How loud a tenth of a second of a clip's sound is.
public struct SoundScore: Hashable, Codable, Sendable {
    /// Where it begins, on the file's own clock.
    public var time: MediaTime
    /// Momentary loudness in LUFS (EBU R 128: of the 400 ms up to its end); -70 for anything quieter.
    public var loudness: Float
    /// Power in the band of speech, 200 Hz to 4 kHz, in dB of full scale; -120 at least.
    public var speech: Float

    /// A score of these values.
    public init(time: MediaTime, loudness: Float, speech: Float) {
        (self.time, self.loudness, self.speech) = (time, loudness, speech)
    }
}
