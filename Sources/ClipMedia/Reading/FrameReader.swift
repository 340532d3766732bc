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
    /// When the frame begins that is held at the start of the span, because no other begins there.
    private let held: Int64?
    /// Frames before the span are given as well, from the keyframe on that decoding starts at.
    var givesLead = false
    private let classifier: PacketClassifier
    private var clock = FrameClock()
    /// A frame far ahead of the one before it, whose time the next frame confirms or not.
    private var doubted: Owned<Frame>?
    /// The frame behind the doubted one.
    private var following: Owned<Frame>?
    /// The size that the last sequence header of MPEG-1 or MPEG-2 tells.
    private var size: CodedForms.Size?
    /// The packet waits until all before it has come out.
    private var isTurning = false
    /// The last packet that was fed is shown in the span, as far as it tells.
    private var isInside = false
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
    /// Frames of the span that are not shown after the one before them: no player shows both.
    private(set) var misplaced = 0

    /// - Parameters:
    ///   - start: the first presentation time of the span, in ticks.
    ///   - end: the first presentation time behind it.
    ///   - held: the time of a frame before the span that is shown from its start on, as ``FrameIndex/held(at:)`` says.
    ///   - conforms: false to give out frames as they come.
    init(
        _ input: MediaInput, _ stream: StreamFacts, from start: Int64, to end: Int64, held: Int64? = nil,
        expected: Int?, reorderDepth: Int, threads: Int = 1, conforms: Bool = true
    ) throws {
        (self.held, classifier) = (held, PacketClassifier(stream))
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
            switch try receive(into: frame) {
            case .frame:
                guard let shown = clock.time(of: frame) else {
                    if isInside { misplaced += 1 }
                    continue
                }
                let time = shown == held ? max(shown, start) : shown
                guard time >= start || givesLead else { continue }
                if time >= end { return false }
                frame.presentation = time
                frames += 1
                if frame.isDamaged { damaged += 1 }
                if conforms, try conformer.conform(frame) {
                    changes.note(conformer.difference, at: MediaTime(ticks: time, timeBase: stream.base))
                }
                return true
            case .needsMore: try feed()
            case .damage: if isInside { damaged += 1 }
            case .end: return false
            }
        }
    }

    /// The next frame that the clock can tell the time of; one that is far ahead waits for the frame behind it.
    private func receive(into frame: borrowing Frame) throws -> Decoder.Received {
        var received = try following == nil ? decoder.receive(into: frame) : .frame
        if received == .end, isTurning {
            decoder.flush()
            (isTurning, received) = (false, .needsMore)
        }
        if let next = following { frame.take(try next.value.share()) }
        following = nil
        guard let waiting = doubted else {
            guard received == .frame, clock.isFarAhead(frame) else { return received }
            doubted = Owned(try frame.share())
            return try receive(into: frame)
        }
        guard received == .frame || received == .end else { return received }
        doubted = nil
        if received == .frame {
            clock.judge(waiting.value, by: frame)
            following = Owned(try frame.share())
        }
        frame.take(try waiting.value.share())
        return .frame
    }

    private func feed() throws {
        if hasPacket == nil {
            input.file.select([stream.index])
            hasPacket = try FrameIndexer(stream).seekKeyframe(input.file, at: held ?? start, packet)
        }
        guard hasPacket == true, !isComplete else {
            if isDraining { return }
            isDraining = true
            return try decoder.finish()
        }
        if hasNewSize {
            isTurning = true
            return try decoder.finish()
        }
        let time = packet.presentation ?? packet.decode ?? start
        isInside = time >= (held ?? start) && time < end
        if isInside, packet.presentation != nil, classifier.entry(packet, at: time).isShown { fed += 1 }
        // What nothing refers to need not be decoded on the way to the span, where it is known to lie before it.
        let isBefore = packet.presentation.map { $0 < held ?? start } ?? false
        decoder.skip(isBefore && canSkip && !givesLead ? .unreferenced : .nothing)
        if try !decoder.send(packet), isInside { damaged += 1 }
        hasPacket = try input.file.read(into: packet)
    }

    /// FFmpeg's decoder of MPEG-2 drops the frame that it holds back where the size changes.
    private var hasNewSize: Bool {
        guard stream.codec == "mpeg2video" || stream.codec == "mpeg1video", packet.isKey,
            let told = packet.withBytes(CodedForms.mpegSize)
        else { return false }
        defer { size = told }
        return size.map { $0 != told } ?? false
    }

    private var isComplete: Bool { expected.map { fed >= $0 } ?? false }

    private var canSkip: Bool {
        ["h264", "hevc"].contains(stream.codec) && !input.decodedStreams.contains(stream.index)
    }
}

extension MediaInput {
    /// Decodes the frame that is shown at a time on the container's clock: the first one from there on or, where the screen
    /// is at rest, the one before it. False where there is none.
    func picture(of stream: StreamFacts, at time: MediaTime, into frame: borrowing Frame) throws -> Bool {
        let start = time.ticksRoundedDown(in: stream.base)
        let read = { (frame: borrowing Frame, held: Int64?) in
            try FrameReader(
                self, stream, from: start, to: .max, held: held, expected: nil,
                reorderDepth: stream.video?.reorderDepth ?? 0
            ).next(into: frame)
        }
        let late = try read(frame, nil) ? frame.presentation.map { $0 - start } : nil
        if let late, MediaTime(ticks: late, timeBase: stream.base) <= FrameIndex.patience { return true }
        let span = TimeRange(start: time, end: time + FrameIndex.patience)
        if let held = try index(of: stream, in: span).held(at: start), try read(frame, held) { return true }
        return try late != nil && read(frame, nil)
    }
}

/// When decoded frames are shown: the one rule for the index, for decoding and for the proof.
///
/// A frame is shown at its presentation time, else at the decode time of the packet that completed it, else one frame's
/// length after the frame before it. One whose time is not after the frame before it has the decode time, or is shown to
/// nobody. One far ahead of the frame before it and of the frame behind it has the wrong time, and is shown in its turn.
private struct FrameClock {
    private var last: Int64?
    private var length: Int64 = 1

    /// Nil for a frame that is not shown.
    mutating func time(of frame: borrowing Frame) -> Int64? {
        let told = frame.presentation
        guard let last else { return told.map { note($0, frame) } }
        let candidates = [told ?? last + length, frame.decode].compactMap { $0 }
        return candidates.first { $0 > last }.map { note($0, frame) }
    }

    /// Whether only the next frame tells if the time is right.
    func isFarAhead(_ frame: borrowing Frame) -> Bool {
        guard let last, let told = frame.presentation else { return false }
        return told - last > 16 * length
    }

    /// Gives the frame its turn where the next one is shown before it.
    func judge(_ frame: borrowing Frame, by next: borrowing Frame) {
        guard let last, let told = frame.presentation, let following = next.presentation else { return }
        guard following > last, told - following > 16 * length else { return }
        frame.presentation = min(last + length, following - 1)
    }

    private mutating func note(_ time: Int64, _ frame: borrowing Frame) -> Int64 {
        if frame.duration > 0 {
            length = frame.duration
        } else if let last, time > last, length == 1 || time - last < length {
            length = time - last
        }
        last = time
        return time
    }
}
