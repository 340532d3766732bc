internal import ClipCore
internal import LibAV

/// Encodes the frames of one segment: a head or tail of a smart cut, or the whole window.
final class EdgeEncoder {
    private let reader: FrameReader
    let encoder: Encoder
    private let settings: VideoSettings
    private let converter: FrameConverter
    private let frame: Frame
    /// Presentation times of frames sent to the encoder, indexed by frame number.
    private(set) var presentations: [Int64] = []
    /// The frame forced to be a keyframe so that a proof can start near the splice.
    private let keyFrame: Int?
    private let expected: Int?
    /// Source frames near the splices, for comparison with the decoded output.
    private let witnesses: ReferenceFrames?
    /// Frames before this time are copied; they are decoded only as witnesses.
    private let start: Int64
    private var damagedBefore = 0
    private var isFinished = false

    /// - Parameters:
    ///   - full: settings for encoding the whole picture; nil for a head or tail.
    ///   - expected: frames in the segment, if known.
    ///   - start: frames that the reader returns before this time are copied.
    ///   - witnesses: collects source frames: the last of a head, the last copied ones, the first of a tail.
    init(
        _ reader: FrameReader, _ input: MediaInput, _ stream: StreamFacts, _ settings: VideoSettings,
        full: FullEncoding?, expected: Int?, from start: Int64 = .min,
        witnesses: ReferenceFrames?
    ) throws {
        self.start = start
        self.reader = reader
        self.expected = expected
        self.witnesses = witnesses
        let video = stream.video!
        let target = full?.pixelFormat ?? video.pixelFormat.encodable(by: settings.codec)
        converter = FrameConverter(to: target, full?.isToneMapped == true ? ToneMapper(video) : nil)
        frame = try Frame()
        var settings = settings
        settings.isBT709 = full?.isToneMapped == true || !video.pixelFormat.isYUV
        self.settings = settings
        encoder = try Encoder.openVideo(settings, like: input.file, stream: stream.index, pixelFormat: target)
        keyFrame = expected.flatMap { settings.matchesSource && $0 > 24 ? $0 - Self.framesAfterLastKey : nil }
    }

    /// Frames of a head from its last keyframe on.
    static let framesAfterLastKey = 8

    /// Format changes of the source's pictures within the stream.
    var changes: FormChanges { reader.changes }
    var formText: String { reader.formText }

    var damagedFrames: Int { reader.damaged - damagedBefore }
    var misplacedFrames: Int { reader.misplaced }

    /// Reads the next packet, presentation time in ticks of the source's stream; false after the last.
    func next(into packet: borrowing Packet) throws -> Bool {
        while try !encoder.receive(into: packet) {
            if isFinished { return false }
            if try reader.next(into: frame) {
                try encode()
            } else {
                isFinished = true
                try encoder.finish()
            }
        }
        guard let number = packet.presentation, presentations.indices.contains(Int(number)) else {
            throw ProofFailure("the encoder returned a frame that it was not given")
        }
        packet.presentation = presentations[Int(number)]
        return true
    }

    private func encode() throws {
        guard let time = frame.presentation else { throw ProofFailure("a decoded frame has no time") }
        if time < start {
            damagedBefore = reader.damaged
            if !frame.isDamaged { witnesses?.keepCopied(frame, at: time) }
            return
        }
        // Drops a frame that repeats a time or jumps back: a player could show only one of them.
        if let last = presentations.last, time <= last { return }
        let number = presentations.count
        witnesses?.consider(frame, at: time, number: number, of: expected)
        presentations.append(time)
        try converter.convert(frame) { try send($0, number) }
    }

    private func send(_ picture: borrowing Frame, _ number: Int) throws {
        if settings.codec.needsEvenSizes { picture.trimToEven() }
        picture.presentation = Int64(number)
        picture.requestKey(number == 0 || number == keyFrame)
        try encoder.send(picture)
    }
}

extension MediaInput {
    /// HDR10 static metadata of a stream from a time on, its first frame's included; empty unless the encoding keeps
    /// HDR. Seeks.
    func light(of stream: StreamFacts, from start: Int64, for full: FullEncoding?) throws -> StaticLight {
        guard full?.codec != .h264 else { return StaticLight() }
        guard stream.video?.hdr == .pq else { return StaticLight(of: file, stream: stream.index) }
        let reader = try FrameReader(
            self, stream, from: start, to: .max, expected: nil, reorderDepth: 0, conforms: false)
        let frame = try Frame()
        guard try reader.next(into: frame) else { return StaticLight(of: file, stream: stream.index) }
        return StaticLight(of: file, stream: stream.index, frame: frame)
    }
}

/// Decoded source frames near the splices of a cut.
final class ReferenceFrames {
    private var frames: [Int64: PictureSample] = [:]
    private let depth = 4

    /// Keeps a frame that is among the first or last few of its segment, by its time in ticks.
    func consider(_ frame: borrowing Frame, at time: Int64, number: Int, of expected: Int?) {
        guard number < depth || number >= (expected ?? 0) - depth else { return }
        // Some 90 rows reveal a wrong or coarse picture; all of them would take the most memory of all.
        frames[time] = PictureSample(frame, every: max(4, frame.height / 90))
    }

    /// Copied frames per splice that are compared with the source's.
    static let copies = 2
    private var copied: [Int64: PictureSample] = [:]

    /// Keeps the decoded source frame of a copied packet.
    func keepCopied(_ frame: borrowing Frame, at time: Int64) {
        copied[time] = PictureSample(frame, every: max(1, frame.height / 270))
    }

    /// Signal-to-noise ratio of a copied frame against the source in dB: infinity if equal, nil if unknown.
    func difference(of frame: borrowing Frame, at time: Int64) -> Double? {
        copied[time].flatMap { $0.signalToNoise(of: frame) }
    }

    func signalToNoise(of frame: borrowing Frame, at time: Int64) -> Double? {
        frames[time].flatMap { $0.signalToNoise(of: frame) }
    }
}
