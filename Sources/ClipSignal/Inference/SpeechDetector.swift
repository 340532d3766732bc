/// Hears whether somebody speaks: Silero VAD for 16 kHz, in Swift.
///
/// It knows spoken words, not sung ones. Sound must be mono (the mean of the channels), from -1 to 1, resampled with a
/// low-pass filter. It misses speech below about -40 dBFS: see ``SpeechLevel``.
public struct SpeechDetector: Sendable {
    /// Samples a second.
    public static let sampleRate = 16_000
    /// Samples that get a probability together: 32 ms.
    public static let chunkLength = SpeechNetwork.chunk

    private let network = SpeechNetwork.shared
    private var state = SpeechNetwork.shared.start
    private var pending: [Float] = []

    /// A detector at the beginning of a clip. Each clip needs its own; so does sound after a seek.
    public init() {}

    /// Takes the next samples.
    ///
    /// Samples that are not finite count as 0, and those far beyond full scale as +36 dBFS.
    ///
    /// - Returns: the probability of speech, from 0 to 1, of each chunk that is full now, in order; mostly none or few.
    public mutating func feed(_ samples: [Float]) -> [Float] {
        pending.reserveCapacity(pending.count + samples.count)
        for sample in samples { pending.append(sample.isFinite ? min(max(sample, -64), 64) : 0) }
        let chunks = pending.count / Self.chunkLength
        let probabilities = pending.withUnsafeBufferPointer { pending in
            (0..<chunks).map {
                network.step(pending.baseAddress! + $0 * Self.chunkLength, &state)
            }
        }
        pending.removeFirst(chunks * Self.chunkLength)
        return probabilities
    }

    /// Ends the sound: the probability of the last chunk, filled up with zeros. None if no samples are left.
    public mutating func finish() -> [Float] {
        guard !pending.isEmpty else { return [] }
        return feed([Float](repeating: 0, count: Self.chunkLength - pending.count))
    }
}
