internal import ClipCore
internal import LibAV
internal import SystemLibrary

/// Audio of an edit's segments in order, exact to the sample: 48 kHz stereo. Adjacent segments are crossfaded
/// as far as the source has audio beyond their ends.
final class SegmentAudio {
    private let input: MediaInput
    private let stream: StreamFacts
    private let pieces: [EditSegment]
    /// Segment starts in samples, and the end.
    private let bounds: [Int64]
    private var number = -1
    private var source: (any SampleSource)?
    /// End of the part where the segment is heard alone.
    private var bodyEnd: Int64 = 0
    private var position: Int64 = 0
    /// The previous segment's share of the crossfade, from ``bodyEnd`` on.
    private var tail: [SIMD2<Float>] = []
    private var ready: ArraySlice<SIMD2<Float>> = []
    private var finishedDamage = 0

    /// - Parameters:
    ///   - input: a demuxer that nobody else reads from meanwhile.
    ///   - pieces: segments on the file's presentation clock.
    init(_ input: MediaInput, _ stream: StreamFacts, _ pieces: [EditSegment]) throws(AVFailure) {
        (self.input, self.stream, self.pieces) = (input, stream, pieces)
        bounds = Timeline(pieces).starts.map { $0.ticksNearest(in: SoundSource.rate) }
    }

    /// Packets that failed to decode so far.
    var damagedPackets: Int { finishedDamage + (source?.damagedPackets ?? 0) }

    /// Fills `samples` from the start; silence where a segment has no sound.
    ///
    /// - Returns: the number of samples; fewer than fit only at the end.
    func read(into samples: UnsafeMutableBufferPointer<SIMD2<Float>>) throws(AVFailure) -> Int {
        var filled = 0
        while filled < samples.count {
            if !ready.isEmpty {
                let count = min(ready.count, samples.count - filled)
                for (index, sample) in ready.prefix(count).enumerated() { samples[filled + index] = sample }
                ready = ready.dropFirst(count)
                filled += count
            } else if position < bodyEnd {
                let count = min(Int64(samples.count - filled), bodyEnd - position)
                let part = UnsafeMutableBufferPointer(rebasing: samples[filled..<filled + Int(count)])
                try fill(part)
                filled += Int(count)
                position += count
            } else if number + 1 < pieces.count {
                try turn()
            } else {
                return filled
            }
        }
        return filled
    }

    /// Switches to the next segment.
    private func turn() throws(AVFailure) {
        if number >= 0 { try keepTail() }
        number += 1
        finishedDamage += source?.damagedPackets ?? 0
        let half = self.half(before: number)
        let lead = try open(half)
        var head = try samples(lead + half)
        Self.fade(&head, count: lead + half, rising: true)
        // The rest of the previous segment surrounds the crossfade.
        if tail.count < 2 * half { tail += Array(repeating: .zero, count: 2 * half - tail.count) }
        for (index, sample) in head.enumerated() { tail[half - lead + index] += sample }
        ready = tail[...]
        tail = []
        position = bounds[number] + Int64(half)
        bodyEnd = bounds[number + 1] - Int64(self.half(before: number + 1))
    }

    /// Reads beyond the segment's end, as far as there is sound, and fades it out.
    private func keepTail() throws(AVFailure) {
        let half = self.half(before: number + 1)
        guard half > 0 else { return }
        var rest = [SIMD2<Float>](repeating: .zero, count: 2 * half)
        let got = try source.map { source throws(AVFailure) in
            try rest.withUnsafeMutableBufferPointer { rest throws(AVFailure) in try source.read(into: rest) }
        }
        Self.fade(&rest, count: got ?? 0, rising: false)
        tail = rest
    }

    /// Half the crossfade length in samples; 0 at the ends.
    private func half(before number: Int) -> Int {
        guard number > 0, number < pieces.count else { return 0 }
        let seam = (pieces[number].seam ?? EditSegment.usualSeam).ticksNearest(in: SoundSource.rate)
        let shorter = min(bounds[number] - bounds[number - 1], bounds[number + 1] - bounds[number])
        return Int(min(seam, shorter) / 2)
    }

    /// Opens the segment's sound. Returns samples that it begins before the segment, at most `most`.
    private func open(_ most: Int) throws(AVFailure) -> Int {
        let piece = pieces[number]
        guard !piece.isHeld else {
            source = nil
            return 0
        }
        let first = MediaTime(ticks: stream.start ?? 0, timeBase: stream.base)
        let room = (piece.range.start - first).seconds / piece.rate * 48000
        let lead = min(most, Int(max(0, room)))
        let before = MediaTime(roundingDown: Double(lead) / 48000 * piece.rate)
        let start =
            piece.range.start - (piece.rate == 1 ? MediaTime(ticks: Int64(lead), timescale: 48000) : before)
        let plain = try SoundSource(input, stream, from: start)
        source = piece.rate == 1 ? plain : try TempoSound(plain, rate: piece.rate)
        return lead
    }

    private func samples(_ count: Int) throws(AVFailure) -> [SIMD2<Float>] {
        var samples = [SIMD2<Float>](repeating: .zero, count: count)
        try samples.withUnsafeMutableBufferPointer { samples throws(AVFailure) in try fill(samples) }
        return samples
    }

    private func fill(_ samples: UnsafeMutableBufferPointer<SIMD2<Float>>) throws(AVFailure) {
        let got = try source?.read(into: samples) ?? 0
        for index in got..<samples.count { samples[index] = .zero }
    }

    /// Quarter-sine fade: the powers of fade-in and fade-out add up to 1.
    private static func fade(_ samples: inout [SIMD2<Float>], count: Int, rising: Bool) {
        for index in 0..<count {
            let share = (Float(index) + 0.5) / Float(count)
            samples[index] *= sin(.pi / 2 * (rising ? share : 1 - share))
        }
    }
}

/// A sequential source of samples.
protocol SampleSource: AnyObject {
    var damagedPackets: Int { get }
    /// Fills `samples` from the start; fewer than fit only at the end.
    func read(into samples: UnsafeMutableBufferPointer<SIMD2<Float>>) throws(AVFailure) -> Int
}

extension SoundSource: SampleSource {}
