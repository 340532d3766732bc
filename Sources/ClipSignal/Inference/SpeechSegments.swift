/// Turns probabilities of speech into segments, by the rule of the package that ``SpeechDetector``'s model comes from
/// (`get_speech_timestamps` of silero-vad 6.2.3, with its defaults).
///
/// Speech begins with a chunk of at least 0.5. It ends with the first chunk below 0.35, if 100 ms later it is below 0.35
/// again and no chunk between reached 0.5. Segments of at most 250 ms are dropped. The others are widened by 30 ms on each
/// side, or to the middle of a gap below 60 ms.
public struct SpeechSegments: Sendable {
    /// Probability at which speech begins.
    public static let threshold: Float = 0.5
    /// Probability below which it may end.
    public static let endThreshold: Float = 0.35
    private static let leastSilence = 1600
    private static let leastSpeech = 4000
    private static let padding = 480

    /// In samples of ``SpeechDetector/sampleRate``, ends not included; in order, without overlaps.
    public private(set) var ranges: [Range<Int>] = []

    /// - Parameters:
    ///   - probabilities: of all chunks of a sound.
    ///   - sampleCount: its samples: the last segment ends with them at the latest.
    public init(_ probabilities: [Float], sampleCount: Int) {
        var (start, end): (Int?, Int?)
        for (index, probability) in probabilities.enumerated() {
            let sample = index * SpeechDetector.chunkLength
            if probability >= Self.threshold {
                start = start ?? sample
                end = nil
            } else if probability < Self.endThreshold, let speech = start {
                let silence = end ?? sample
                end = silence
                if sample - silence >= Self.leastSilence {
                    keep(speech, silence)
                    (start, end) = (nil, nil)
                }
            }
        }
        if let start { keep(start, sampleCount) }
        widen(within: sampleCount)
    }

    private mutating func keep(_ start: Int, _ end: Int) {
        if end - start > Self.leastSpeech { ranges.append(start..<end) }
    }

    private mutating func widen(within sampleCount: Int) {
        let narrow = ranges
        for index in narrow.indices {
            let before = index == 0 ? nil : narrow[index].lowerBound - narrow[index - 1].upperBound
            let after =
                index + 1 == narrow.count ? nil : narrow[index + 1].lowerBound - narrow[index].upperBound
            let start = narrow[index].lowerBound - min(Self.padding, before.map { $0 / 2 } ?? Self.padding)
            let end = narrow[index].upperBound + min(Self.padding, after.map { $0 / 2 } ?? Self.padding)
            ranges[index] = max(0, start)..<min(sampleCount, end)
        }
    }
}
