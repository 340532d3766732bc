internal import SystemLibrary

/// How loud a track is, and by how much a quiet one has to be raised for ``SpeechDetector`` to hear speech in it.
public struct SpeechLevel: Sendable {
    /// Chunks of 32 ms by their power, a decibel each from -100 to 0 dBFS.
    private var histogram = [Int](repeating: 0, count: 101)
    private var sum: Float = 0
    private var count = 0

    /// No sound yet.
    public init() {}

    /// Takes the next samples, from -1 to 1; those that are not finite count as 0.
    public mutating func feed(_ samples: [Float]) {
        for sample in samples {
            if sample.isFinite { sum += min(sample * sample, 1) }
            count += 1
            if count == SpeechDetector.chunkLength {
                let decibels = 10 * log10(max(sum / Float(count), 1e-10))
                histogram[Int(decibels.rounded()) + 100] += 1
                (sum, count) = (0, 0)
            }
        }
    }

    /// The level that 95 % of the chunks do not exceed, in dBFS (RMS); nil without a whole chunk.
    public var loud: Int? {
        let total = histogram.reduce(0, +)
        var seen = 0
        let bin = histogram.firstIndex { chunks in
            seen += chunks
            return seen > 0 && seen * 20 >= total * 19
        }
        return bin.map { $0 - 100 }
    }

    /// What to multiply samples with: at least 1, so that ``loud`` becomes -20 dBFS. Below -75 dBFS there is nothing but
    /// the noise of 16-bit samples, which stays as it is.
    public var gain: Float {
        guard let loud, (-75 ..< -20).contains(loud) else { return 1 }
        return pow(10, Float(-20 - loud) / 20)
    }
}
