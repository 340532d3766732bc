internal import ClipCore
internal import LibAV

/// Decodes a span's video frames in display order, all converted to the format that the stream declares.
final class FrameReader {
    private let input: MediaInput
    private let stream: StreamFacts
    private let decoder: Decoder
    private let packet: Packet
    private let start: Int64
    private let end: Int64
    /// Frames in the span according to the packets, if known: decoding stops after the last.
    private let expected: Int?
    /// Start of the frame that is held at the span's start because no other begins there.
    private let held: Int64?
    /// Also returns frames before the span, from the keyframe where decoding starts.
    var givesLead = false
    private let classifier: PacketClassifier
    private var beginning: BrokenStart
    private var clock = FrameClock()
    /// A frame far ahead of the previous one; the next frame decides whether its time is right.
    private var doubted: Owned<Frame>?
    /// The frame after the doubted one.
    private var following: Owned<Frame>?
    /// Times of packets that were sent, where each is the time of another frame: the next one shown takes the first.
    private var times: [Int64] = []
    private lazy var takesTurns =
        input.decodedStreams.contains(stream.index) && MediaInput.mayLackOrder(input.file, stream)
    /// The size in the last MPEG-1 or MPEG-2 sequence header.
    private var size: CodedForms.Size?
    /// True while the packet waits for the decoder to drain.
    private var isTurning = false
    /// Whether the last packet sent is shown in the span, as far as known.
    private var isInside = false
    private var fed = 0
    /// nil until the first read: others may use the input before that.
    private var hasPacket: Bool?
    private var isDraining = false
    private var conformer: PictureConformer
    private let conforms: Bool
    /// From the first interlaced frame on, if frames are converted.
    private var deinterlacer: Deinterlacer?
    private let deinterlacing: Picture.Deinterlacing
    /// The interlaced frame before the span, which deinterlacing needs for the first one.
    private var preceding: Owned<Frame>?
    /// Format changes in the span.
    private(set) var changes = FormChanges()
    private(set) var frames = 0
    /// Frames of the span with decoding errors, and packets that failed to decode.
    private(set) var damaged = 0
    /// Frames of the span whose time is not after the previous one's: no player shows both.
    private(set) var misplaced = 0

    /// - Parameters:
    ///   - start: the first presentation time of the span, in ticks.
    ///   - end: the first presentation time after the span.
    ///   - held: time of a frame before the span that is shown from its start on; see ``FrameIndex/held(at:)``.
    ///   - conforms: false to return frames unconverted.
    init(
        _ input: MediaInput, _ stream: StreamFacts, from start: Int64, to end: Int64, held: Int64? = nil,
        expected: Int?, reorderDepth: Int, threads: Int = 1, conforms: Bool = true,
        deinterlacing: Picture.Deinterlacing = .auto
    ) throws {
        self.deinterlacing = deinterlacing
        (self.held, classifier) = (held, PacketClassifier(stream))
        beginning = BrokenStart(classifier)
        (self.input, self.stream, self.start, self.end, self.expected) = (input, stream, start, end, expected)
        decoder = try input.decoder(of: stream, threads: threads, reorderDepth: reorderDepth)
        packet = try Packet()
        conformer = PictureConformer(stream)
        self.conforms = conforms
    }

    /// The size of all frames, as text.
    var formText: String { conformer.declaredText }

    /// Reads the next frame; false after the last one of the span.
    func next(into frame: borrowing Frame) throws -> Bool {
        while true {
            if let deinterlacer, try deinterlacer.receive(into: frame) {
                // Not what was made of the frame before the span.
                if !givesLead, let time = frame.presentation, time < start { continue }
                return true
            }
            guard try nextDecoded(into: frame) else {
                guard let deinterlacer else { return false }
                try deinterlacer.finish()
                return try deinterlacer.receive(into: frame)
            }
            if frame.isInterlaced, deinterlacer == nil, deinterlaces {
                deinterlacer = try Deinterlacer(frame.shape, separatesFields: deinterlacing == .fields)
                if let preceding, preceding.value.shape == frame.shape {
                    try deinterlacer?.send(preceding.value)
                }
                preceding = nil
            }
            guard let deinterlacer else { return true }
            try deinterlacer.send(frame)
        }
    }

    /// Asked for interlaced frames alone: only then libavfilter is loaded.
    private lazy var deinterlaces = conforms && deinterlacing != .off && Deinterlacer.isAvailable

    private func nextDecoded(into frame: borrowing Frame) throws -> Bool {
        while true {
            switch try receive(into: frame) {
            case .frame:
                guard let shown = clock.time(of: frame) else {
                    if isInside { misplaced += 1 }
                    continue
                }
                let time = shown == held ? max(shown, start) : shown
                guard time >= start || givesLead else {
                    if frame.isInterlaced, deinterlaces { try keep(frame, at: time) }
                    continue
                }
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

    private func keep(_ frame: borrowing Frame, at time: Int64) throws {
        let kept = try frame.share()
        kept.presentation = time
        _ = try conformer.conform(kept)
        preceding = Owned(kept)
    }

    /// The next frame with a known time; one that is far ahead waits for the frame after it.
    private func receive(into frame: borrowing Frame) throws -> Decoder.Received {
        var received = try following == nil ? decoder.receive(into: frame) : .frame
        if received == .end, isTurning {
            decoder.flush()
            (isTurning, received) = (false, .needsMore)
        }
        if received == .frame, following == nil, takesTurns, !times.isEmpty {
            frame.presentation = times.removeFirst()
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
            // Whose turn it is shows only from the beginning.
            let place = takesTurns ? stream.start ?? 0 : held ?? start
            hasPacket = try FrameIndexer(stream).seekKeyframe(input.file, at: place, packet)
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
        if packet.presentation != nil {
            var entry = classifier.entry(packet, at: time)
            beginning.mark(&entry, packet)
            if isInside, entry.isShown { fed += 1 }
        }
        // Frames that nothing refers to can be skipped on the way to the span.
        let isBefore = packet.presentation.map { $0 < held ?? start } ?? false
        decoder.skip(isBefore && canSkip && !givesLead && !isInterlaced ? .unreferenced : .nothing)
        if takesTurns, let time = packet.decode { times.append(time) }
        if try !decoder.send(packet), isInside { damaged += 1 }
        hasPacket = try input.file.read(into: packet)
    }

    /// FFmpeg's MPEG-2 decoder drops the frame that it holds back when the size changes.
    private var hasNewSize: Bool {
        guard stream.codec == "mpeg2video" || stream.codec == "mpeg1video", packet.isKey,
            let told = packet.withBytes(CodedForms.mpegSize)
        else { return false }
        defer { size = told }
        return size.map { $0 != told } ?? false
    }

    private var isComplete: Bool { expected.map { fed >= $0 } ?? false }

    private var isInterlaced: Bool { stream.video?.isInterlaced == true && deinterlaces }

    private var canSkip: Bool {
        ["h264", "hevc"].contains(stream.codec) && !input.decodedStreams.contains(stream.index)
    }
}

extension MediaInput {
    /// Decodes the frame shown at a time on the container's clock: the first from there on or, if the screen
    /// is static, the one before. False if there is none.
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

/// Display times of decoded frames: one rule for index, decoding and proof.
///
/// A frame is shown at its presentation time, else at the decode time of the packet that completed it, else one
/// frame duration after the previous frame. If its time is not after the previous one, it takes the decode time
/// or is not shown. If it is far ahead of both neighbours, its time is wrong, and it is shown in order.
private struct FrameClock {
    private var last: Int64?
    private var length: Int64 = 1

    /// The frame's display time; nil if it is not shown.
    mutating func time(of frame: borrowing Frame) -> Int64? {
        let told = frame.presentation
        guard let last else { return told.map { note($0, frame) } }
        let candidates = [told ?? last + length, frame.decode].compactMap { $0 }
        return candidates.first { $0 > last }.map { note($0, frame) }
    }

    /// Whether only the next frame can confirm the time.
    func isFarAhead(_ frame: borrowing Frame) -> Bool {
        guard let last, let told = frame.presentation else { return false }
        return told - last > 16 * length
    }

    /// Moves the frame into order if the next one is shown before it.
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
