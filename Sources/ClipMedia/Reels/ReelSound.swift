internal import ClipCore
internal import LibAV

/// The sound of one source of a joined post: 48 kHz stereo, silent where it has none, with short ramps at both
/// ends instead of clicks.
final class ReelSound {
    private let audio: SegmentAudio?
    private let fades: Fades
    private var position: Int64 = 0

    /// Length of a ramp in samples: 10 ms.
    private static let ramp: Int64 = 480

    /// - Parameters:
    ///   - span: what is heard, on the source's presentation clock.
    ///   - stream: the sound track; nil for none.
    init(_ source: borrowing SourceFile, _ span: TimeRange, stream: Int?) throws {
        let count = span.duration.ticksNearest(in: SoundSource.rate)
        fades = Fades(0..<max(1, count), rise: Self.ramp, fall: Self.ramp)
        audio = try stream.map {
            // The pictures' demuxer is busy on another thread.
            let input = try MediaInput(source)
            return try SegmentAudio(input, try input.stream($0), [EditSegment(span)])
        }
    }

    /// Packets that failed to decode so far.
    var damagedPackets: Int { audio?.damagedPackets ?? 0 }

    func next(_ count: Int64) throws -> [SIMD2<Float>] {
        var block = [SIMD2<Float>](repeating: .zero, count: Int(max(0, count)))
        try block.withUnsafeMutableBufferPointer { block in
            _ = try audio?.read(into: block)
            fades.apply(to: block, at: position)
        }
        position += count
        return block
    }
}
