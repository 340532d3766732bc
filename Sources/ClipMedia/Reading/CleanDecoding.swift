internal import ClipCore
internal import LibAV

/// Decodes a stream's packets from a clean start, and records decoding errors.
final class CleanDecoding {
    private let input: MediaInput
    private let stream: StreamFacts
    private let decoder: Decoder
    private let packet: Packet
    private let frame: Frame
    private let span: Range<Int64>
    /// Presentation times, in ticks, of the span's packets and frames with decoding errors.
    private(set) var damaged: Set<Int64> = []
    /// A packet that begins before the span and reaches into it has decoding errors.
    private(set) var entersDamaged = false

    /// - Parameters:
    ///   - input: is seeked.
    ///   - span: presentation times in ticks; damage before the span does not count.
    init(_ input: MediaInput, _ stream: StreamFacts, _ span: Range<Int64>, reorderDepth: Int = 0)
        throws(AVFailure)
    {
        (self.input, self.stream, self.span) = (input, stream, span)
        decoder = try input.decoder(of: stream, reorderDepth: reorderDepth)
        packet = try Packet()
        frame = try Frame()
    }

    /// Decodes the whole span. `body`: receives the span's frames with their times, in display order.
    func run(_ body: (borrowing Frame, Int64) throws -> Void = { _, _ in }) throws {
        input.file.select([stream.index])
        var isThere = try seek()
        var late = 0
        while isThere {
            try Interruption.check("decode the file", .reading)
            if packet.stream == stream.index {
                late = (packet.presentation ?? .min) >= span.upperBound ? late + 1 : 0
                if late > 32 || (packet.decode ?? .min) >= span.upperBound { break }
                try decode(body)
            }
            isThere = try input.file.read(into: packet)
        }
        let errors = AVLog.errors
        try decoder.finish()
        try drain(body)
        note(packet.presentation, AVLog.errors > errors)
    }

    private func seek() throws -> Bool {
        guard stream.kind == .audio else {
            return try FrameIndexer(stream).seekKeyframe(input.file, at: span.lowerBound, packet)
        }
        let second = max(1, stream.base.denominator / stream.base.numerator)
        let target = max(span.lowerBound, .min / 4) - 2 * second
        if try !input.file.seek(stream: stream.index, to: target) {
            _ = try input.file.seek(stream: stream.index, to: stream.start ?? 0)
        }
        return try input.file.read(into: packet)
    }

    private func decode(_ body: (borrowing Frame, Int64) throws -> Void) throws {
        let errors = AVLog.errors
        let isGood = try decoder.send(packet)
        try drain(body)
        let time = packet.presentation ?? packet.decode
        let isDamaged = !isGood || packet.isCorrupt || AVLog.errors > errors
        note(time, isDamaged)
        if isDamaged, let time, time < span.lowerBound, time + packet.duration > span.lowerBound {
            entersDamaged = true
        }
    }

    private func drain(_ body: (borrowing Frame, Int64) throws -> Void) throws {
        while true {
            switch try decoder.receive(into: frame) {
            case .frame:
                guard let time = frame.presentation, span.contains(time) else { continue }
                note(time, frame.isDamaged)
                try body(frame, time)
            case .damage: note(packet.presentation, true)
            case .needsMore, .end: return
            }
        }
    }

    private func note(_ time: Int64?, _ isDamaged: Bool) {
        if isDamaged, let time, span.contains(time) { damaged.insert(time) }
    }
}
