internal import SystemLibrary

/// True peak by four-fold oversampling: a windowed sinc with 12 taps per phase, as many as in ITU-R
/// BS.1770-4, annex 2.
enum TruePeak {
    /// Samples before and after one that its oversampling reads.
    static let before = 5
    static let after = 6

    private static let taps: [[Float]] = (1...3).map { phase in
        let offset = Double(phase) / 4
        let taps = (-before...after).map { tap in
            let x = Double(tap) - offset
            let window = 0.5 + 0.5 * cos(.pi * x / 6.5)
            return sin(.pi * x) / (.pi * x) * window
        }
        let sum = taps.reduce(0, +)
        return taps.map { Float($0 / sum) }
    }
    /// No value between samples exceeds the largest sample around it times this.
    private static let most = taps.map { $0.reduce(0) { $0 + abs($1) } }.max()!
    private static let stride = 16

    /// Gains that keep each of `count` samples, and the values up to the next, below `ceiling`; 1 if none is
    /// needed.
    ///
    /// - Parameters:
    ///   - samples: ``before`` samples, the `count` samples, and ``after`` samples.
    ///   - gains: replaced by the result.
    static func gains(
        of samples: UnsafeBufferPointer<SIMD2<Float>>, count: Int, below ceiling: Float,
        into gains: inout [Float]
    ) {
        gains.removeAll(keepingCapacity: true)
        while gains.count < count {
            let part = gains.count..<min(count, gains.count + stride)
            let around = samples[part.lowerBound..<(part.upperBound + before + after)]
            if loudest(around) * most <= ceiling {
                for _ in part { gains.append(1) }
            } else {
                for index in part { gains.append(min(1, ceiling / peak(samples, at: index))) }
            }
        }
    }

    /// True peak of `count` samples and the values after each, at least `highest`.
    ///
    /// - Parameter samples: ``before`` samples, the `count` samples, and ``after`` samples.
    static func highest(
        of samples: UnsafeBufferPointer<SIMD2<Float>>, count: Int, orMore highest: Float
    ) -> Float {
        var highest = highest
        for start in Swift.stride(from: 0, to: count, by: stride) {
            let end = min(count, start + stride)
            guard loudest(samples[start..<(end + before + after)]) * most > highest else { continue }
            for index in start..<end { highest = max(highest, peak(samples, at: index)) }
        }
        return highest
    }

    private static func loudest(_ samples: Slice<UnsafeBufferPointer<SIMD2<Float>>>) -> Float {
        var most = SIMD2<Float>.zero
        for sample in samples { most = pointwiseMax(most, pointwiseMax(sample, -sample)) }
        return most.max()
    }

    /// Highest of a sample and the three values between it and the next; `index` counts from the first of
    /// ``before``.
    private static func peak(_ samples: UnsafeBufferPointer<SIMD2<Float>>, at index: Int) -> Float {
        var most = samples[index + before]
        most = pointwiseMax(most, -most)
        for phase in taps {
            var sum = SIMD2<Float>.zero
            for tap in 0..<(before + after + 1) { sum += samples[index + tap] * phase[tap] }
            most = pointwiseMax(most, pointwiseMax(sum, -sum))
        }
        return most.max()
    }
}
