internal import SystemLibrary

/// Keeps the highest true peak of a stream of samples; where that is far above a passage it need not be oversampled.
struct PeakMeter {
    private var highest: Float = 0
    private var line = [SIMD2<Float>](repeating: .zero, count: TruePeak.before + TruePeak.after)

    private static let around = TruePeak.before + TruePeak.after

    /// Hears samples that follow those before.
    mutating func add(_ samples: UnsafeBufferPointer<SIMD2<Float>>) {
        line += samples
        highest = line.withUnsafeBufferPointer {
            TruePeak.highest(of: $0, count: $0.count - Self.around, orMore: highest)
        }
        line.removeFirst(line.count - Self.around)
    }

    /// Hears the silence behind the last sample.
    mutating func finish() {
        [SIMD2<Float>](repeating: .zero, count: TruePeak.after).withUnsafeBufferPointer { add($0) }
    }

    /// In dBTP; nil for digital silence.
    var truePeak: Double? { highest > 0 ? 20 * log10(Double(highest)) : nil }
}
