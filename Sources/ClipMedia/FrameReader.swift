internal import ClipCore
internal import LibAV

/// Decodes the frames of a video stream that are shown in a span, in the order in which they are shown, all in the form
/// that the stream declares.
final class FrameReader {
    private let input: MediaInput
    private let stream: StreamFacts
    private let decoder: Decoder
    private let packet: Packet
    private let start: Int64
    private let end: Int64
    /// Frames in the span as the packets tell, where they do: decoding stops behind the last of them.
    private let expected: Int?
    private var fed = 0
    /// Nil until the first packet is asked for: the input may serve others before that.
    private var hasPacket: Bool?
    private var isDraining = false
    private var conformer: PictureConformer
    private let conforms: Bool
    /// Where their form changed in the span.
    private(set) var changes = FormChanges()
    private(set) var frames = 0
    /// Frames of the span that did not decode clean, and packets that did not decode at all.
    private(set) var damaged = 0

    /// - Parameters:
    ///   - start: the first presentation time of the span, in ticks.
    ///   - end: the first presentation time behind it.
    ///   - conforms: false to give out frames as they come.
    init(
        _ input: MediaInput, _ stream: StreamFacts, from start: Int64, to end: Int64, expected: Int?,
        reorderDepth: Int,
        threads: Int = 1, conforms: Bool = true
    ) throws {
        (self.input, self.stream, self.start, self.end, self.expected) = (input, stream, start, end, expected)
        decoder = try input.decoder(of: stream, threads: threads, reorderDepth: reorderDepth)
        packet = try Packet()
        conformer = PictureConformer(stream)
        self.conforms = conforms
    }

    /// The size that all frames have, for people.
    var formText: String { conformer.declaredText }

    /// The next frame, or nil after the last one of the span.
    func next(into frame: borrowing Frame) throws -> Bool {
        while true {
            switch try decoder.receive(into: frame) {
            case .frame:
                guard let time = frame.presentation, time >= start else { continue }
                if time >= end { return false }
                frames += 1
                if frame.isDamaged { damaged += 1 }
                if conforms, try conformer.conform(frame) {
                    changes.note(conformer.difference, at: MediaTime(ticks: time, timeBase: stream.base))
                }
                return true
            case .needsMore: try feed()
            case .damage: damaged += 1
            case .end: return false
            }
        }
    }

    private func feed() throws {
        if hasPacket == nil {
            input.file.select([stream.index])
            hasPacket = try FrameIndexer(stream).seekKeyframe(input.file, at: start, packet)
        }
        guard hasPacket == true, !isComplete else {
            if isDraining { return }
            isDraining = true
            return try decoder.finish()
        }
        let time = packet.presentation ?? start
        if time >= start && time < end && !packet.isDiscarded { fed += 1 }
        // What nothing refers to need not be decoded on the way to the span.
        decoder.skip(time < start && canSkip ? .unreferenced : .nothing)
        if try !decoder.send(packet), time >= start, time < end { damaged += 1 }
        hasPacket = try input.file.read(into: packet)
    }

    private var isComplete: Bool { expected.map { fed >= $0 } ?? false }

    private var canSkip: Bool { stream.codec == "h264" || stream.codec == "hevc" }
}
