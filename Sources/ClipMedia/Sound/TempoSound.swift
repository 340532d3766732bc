internal import LibAV

/// Plays a track's sound slower or faster at the same pitch (libavfilter's `atempo`).
final class TempoSound: SampleSource {
    private let source: SoundSource
    private var filter: TempoFilter
    private var buffer = [SIMD2<Float>](repeating: .zero, count: 4096)
    private var ready: ArraySlice<SIMD2<Float>> = []
    private var isOver = false

    /// - Parameter rate: seconds of `source` per second of output: 0.5 to 100.
    init(_ source: SoundSource, rate: Double) throws(AVFailure) {
        self.source = source
        filter = try TempoFilter.open(rate: rate)
    }

    var damagedPackets: Int { source.damagedPackets }

    func read(into samples: UnsafeMutableBufferPointer<SIMD2<Float>>) throws(AVFailure) -> Int {
        var filled = 0
        while filled < samples.count {
            if ready.isEmpty {
                ready = try filter.receive()[...]
                if ready.isEmpty {
                    if isOver { return filled }
                    try feed()
                    continue
                }
            }
            let count = min(ready.count, samples.count - filled)
            for (index, sample) in ready.prefix(count).enumerated() { samples[filled + index] = sample }
            ready = ready.dropFirst(count)
            filled += count
        }
        return filled
    }

    private func feed() throws(AVFailure) {
        let source = source
        let got = try buffer.withUnsafeMutableBufferPointer { buffer throws(AVFailure) in
            try source.read(into: buffer)
        }
        if got > 0 { try filter.send(buffer[..<got]) }
        if got < buffer.count {
            isOver = true
            try filter.finish()
        }
    }
}
