internal import ClipCore
internal import LibAV

/// Measures a clip's loudness every 100 ms and overall.
final class SoundListener {
    private let sound: SoundSource
    private let span: TimeRange
    private let meter: LoudnessMeter
    private var levels = SpeechLevels()
    private var listener: SpeechListener?
    private(set) var scores: [SoundScore] = []
    private let skips: Bool

    /// - Parameters:
    ///   - span: the range to measure, on the file's own clock.
    ///   - origin: the time at which that clock reads 0.
    ///   - depth: what is measured besides loudness.
    ///   - hears: speech is detected: most of the cost.
    ///   - skips: silence deep inside gaps is not processed.
    init(
        _ source: borrowing SourceFile, stream: Int, _ span: TimeRange, _ origin: MediaTime,
        _ depth: LoudnessMeter.Depth = .everything, hears: Bool = true, skips: Bool = true
    ) throws {
        self.skips = skips
        listener = hears ? SpeechListener() : nil
        let input = try MediaInput(source)
        sound = try SoundSource(input, try input.stream(stream), from: span.start + origin)
        self.span = span
        meter = try LoudnessMeter(depth)
    }

    /// Where somebody speaks, on the file's own clock; to be asked once, after ``listen()``.
    func speech() -> [TimeRange] {
        (listener?.finish() ?? []).map { range in
            TimeRange(
                start: span.start + MediaTime(ticks: range.lowerBound, timeBase: SoundSource.rate),
                end: min(
                    span.end, span.start + MediaTime(ticks: range.upperBound, timeBase: SoundSource.rate)))
        }.filter { $0.start < $0.end }
    }

    var integrated: Double? { meter.integrated }
    var range: Double? { meter.range }
    var truePeak: Double? { meter.truePeak }

    /// Measures the whole span.
    ///
    /// - Throws: an ``AVFailure`` that ``AVFailure/isInterruption`` after a signal.
    func listen() throws(AVFailure) {
        var buffer = [SIMD2<Float>](repeating: .zero, count: SoundSource.tenth)
        var position: Int64 = 0
        let end = span.duration.ticksRoundedUp(in: SoundSource.rate)
        while position < end {
            try Interruption.check("analyse the sound")
            let got = try buffer.withUnsafeMutableBufferPointer { buffer throws(AVFailure) in
                try sound.read(into: buffer)
            }
            guard got > 0 else { return }
            try buffer.withUnsafeBufferPointer { buffer throws(AVFailure) in
                let heard = UnsafeBufferPointer(rebasing: buffer[..<got])
                try meter.add(heard)
                levels.add(heard)
                listener?.add(heard)
            }
            score(at: position)
            position += Int64(got)
            let seconds =
                skips && got == SoundSource.tenth ? sound.skipSilence(upTo: (end - position) / 48000) : 0
            if seconds > 0 { listener?.skip(seconds * 48000) }
            for _ in 0..<(10 * seconds) {
                add(-70, -120, at: position)
                position += Int64(SoundSource.tenth)
            }
        }
    }

    /// Samples processed; silence deep inside a gap is skipped.
    var heardSamples: Int64 { sound.given }

    private func score(at position: Int64) {
        let levels = levels.levels.suffix(SoundSource.tenth / SpeechLevels.hop)
        let level = levels.reduce(0, +) / Double(max(1, levels.count))
        add(Float(max(-70, meter.momentary ?? -70)), Float(levels.isEmpty ? -120 : level), at: position)
    }

    private func add(_ loudness: Float, _ speech: Float, at position: Int64) {
        scores.append(
            SoundScore(
                time: span.start + MediaTime(ticks: position, timeBase: SoundSource.rate),
                loudness: loudness, speech: speech))
    }
}
