internal import ClipSignal
internal import SystemLibrary

/// Finds speech in audio: mixes it to mono, resamples it to 16 kHz, raises quiet audio, and asks ``SpeechDetector``.
///
/// Memory grows by 125 bytes per second of audio.
struct SpeechListener {
    /// Samples of 48 kHz per sample of the detector's 16 kHz.
    private static let ratio = 48_000 / SpeechDetector.sampleRate
    /// Samples of 16 kHz that are levelled together: 10 s.
    private static let block = 10 * SpeechDetector.sampleRate

    private var detector = SpeechDetector()
    private var filter = DecimatingFilter(ratio: Self.ratio)
    private var resampled: [SIMD2<Float>] = []
    private var probabilities: [Float] = []
    /// Samples of 48 kHz before the first of ``probabilities``, and behind it.
    private var (start, count): (Int64, Int64) = (0, 0)
    private var found: [Range<Int64>] = []
    /// All that was heard, mono and levelled, at 16 kHz; nil if it is not kept.
    private(set) var recording: [Int16]?

    /// - Parameter records: keep what is heard.
    init(records: Bool = false) { recording = records ? [] : nil }

    /// Adds stereo samples of 48 kHz that follow those before.
    mutating func add(_ samples: UnsafeBufferPointer<SIMD2<Float>>) {
        count += Int64(samples.count)
        filter.filter(samples, into: &resampled)
        if resampled.count >= Self.block { detect() }
    }

    /// Skips silence. `samples`: its length at 48 kHz.
    mutating func skip(_ samples: Int64) {
        close()
        start += samples
    }

    /// Where somebody speaks, in samples of 48 kHz from the start: in order, without overlaps.
    mutating func finish() -> [Range<Int64>] {
        close()
        return found
    }

    private mutating func close() {
        detect()
        probabilities += detector.finish()
        let segments = SpeechSegments(probabilities, sampleCount: Int(count) / Self.ratio)
        found += segments.ranges.map { range in
            start + Int64(range.lowerBound * Self.ratio)..<start + Int64(range.upperBound * Self.ratio)
        }
        start += count
        (detector, filter) = (SpeechDetector(), DecimatingFilter(ratio: Self.ratio))
        (probabilities, count) = ([], 0)
    }

    private mutating func detect() {
        var mono = resampled.map { ($0.x + $0.y) / 2 }
        // Channels that cancel each other are heard through one of them.
        let powers = resampled.reduce(SIMD2<Float>.zero) { $0 + $1 * $1 }
        let together = mono.reduce(0) { $0 + $1 * $1 }
        if together < 0.1 * (powers.x + powers.y) / 2 {
            mono = resampled.map { powers.x >= powers.y ? $0.x : $0.y }
        }
        var level = SpeechLevel()
        level.feed(mono)
        let gain = level.gain
        if gain != 1 { for index in mono.indices { mono[index] *= gain } }
        recording?.append(
            contentsOf: mono.lazy.map { Int16(clamping: Int(($0 * 32767).isFinite ? $0 * 32767 : 0)) })
        probabilities += detector.feed(mono)
        resampled.removeAll(keepingCapacity: true)
    }
}

/// Low-pass filter that keeps every n-th sample: a sinc under a Blackman window, 24 periods of the lower rate wide.
private struct DecimatingFilter {
    private let taps: [Float]
    private let ratio: Int
    private var history: [SIMD2<Float>]

    init(ratio: Int) {
        self.ratio = ratio
        let length = 24 * ratio + 1
        let middle = Double(length - 1) / 2
        // The passband ends at 90 % of the lower rate's half.
        let cutoff = 0.9 / Double(ratio)
        let raw = (0..<length).map { index -> Double in
            let x = Double(index) - middle
            let phase = 2 * Double.pi * Double(index) / Double(length - 1)
            let window = 0.42 - 0.5 * cos(phase) + 0.08 * cos(2 * phase)
            return window * (x == 0 ? cutoff : sin(.pi * cutoff * x) / (.pi * x))
        }
        let sum = raw.reduce(0, +)
        taps = raw.map { Float($0 / sum) }
        // The first result stands for the first sample.
        history = [SIMD2<Float>](repeating: .zero, count: length / 2)
    }

    mutating func filter(_ samples: UnsafeBufferPointer<SIMD2<Float>>, into result: inout [SIMD2<Float>]) {
        history.append(contentsOf: samples)
        var position = 0
        history.withUnsafeBufferPointer { history in
            taps.withUnsafeBufferPointer { taps in
                while position + taps.count <= history.count {
                    var sum = SIMD2<Float>.zero
                    for index in taps.indices { sum += history[position + index] * taps[index] }
                    result.append(sum)
                    position += ratio
                }
            }
        }
        history.removeFirst(position)
    }
}
