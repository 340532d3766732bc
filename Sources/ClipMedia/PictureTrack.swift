internal import ClipCore
internal import ClipSignal
internal import Glibc
internal import LibAV
internal import SystemPackage

/// Makes the picture of an output anew: decodes, brings the frames to a constant rate, filters and encodes.
///
/// Packets' times are numbers of frames.
final class PictureTrack: VideoTrack {
    let base: TimeBase
    /// Frames that x264 reorders at most: two B-frames in a pyramid.
    let depth = 2
    let copiedFrames = 0
    private(set) var written: [Int64] = []
    private let picture: Picture
    private let origin: Int64
    private let streamBase: TimeBase
    private let reader: FrameReader
    private let filter: PictureFilter
    private let encoder: Encoder
    private let decoded: Frame
    /// The source's frame whose places are not known yet.
    private var pending: Frame?
    private var slots: FrameSlots
    private var current: Frame?
    private var repeats = 0
    private var sent: Int64 = 0
    private var isFinished = false

    init(_ plan: Plan, _ picture: Picture, _ input: MediaInput, _ index: FrameIndex, threads: Int) throws {
        self.picture = picture
        let stream = try input.stream(plan.video.stream)
        guard let video = stream.video else { throw Broken("stream \(plan.video.stream) is no video") }
        guard let codec = plan.video.codec.flatMap(VideoCodec.init(rawValue:)) else {
            throw Broken("the plan's codec cannot be encoded")
        }
        base = TimeBase(Int64(picture.frameRate.denominator), Int64(picture.frameRate.numerator))
        streamBase = stream.base
        let span = plan.window.shifted(by: plan.origin)
        origin = span.start.ticksRoundedUp(in: stream.base)
        let shown = index.entries.filter(\.isShown).map(\.presentation)
        reader = try FrameReader(
            input, stream, from: origin, to: span.end.ticksRoundedUp(in: stream.base), expected: nil,
            reorderDepth: index.problem == nil ? DecodeTimes.depth(of: shown) : 0)
        let isFull = video.range == "pc" || video.pixelFormat.name?.hasPrefix("yuvj") == true
        filter = try PictureFilter(
            picture, stream,
            MediaInfo.Colour(
                range: isFull ? "pc" : video.range, primaries: video.primaries, transfer: video.transfer,
                matrix: video.matrix),
            cube: try picture.lut.map { try Self.cube($0.path) })
        let quality = codec == .h264 ? plan.video.quality : min(63, plan.video.quality + 10)
        encoder = try Encoder.openPicture(
            VideoSettings(
                codec: codec, quality: quality, speed: plan.video.speed,
                keyInterval: max(2, Int((2 * picture.frameRate.value).rounded(.down))), threads: threads),
            width: picture.size.width, height: picture.size.height,
            rate: (picture.frameRate.numerator, picture.frameRate.denominator),
            mostBitsPerSecond: plan.delivery?.maximumBitsPerSecond)
        decoded = try Frame()
        slots = FrameSlots(rate: picture.frameRate, count: picture.frames)
    }

    private static func cube(_ path: FilePath) throws -> CubeLUT {
        let source = try SourceFile.open(path)
        guard source.sizeBytes <= 16 << 20 else {
            throw MediaError(.unusable, path, "it is too large for a colour table", hint: "name a .cube file")
        }
        do {
            return try CubeLUT(parsing: source.bytes(at: 0, count: Int(source.sizeBytes)))
        } catch { throw MediaError(.unusable, path, "\(error)", hint: error.hint) }
    }

    var reencodedFrames: Int { written.count }
    var damagedFrames: Int { reader.damaged }

    func addStream(to output: borrowing OutputFile) throws -> Int { try output.addStream(encodedBy: encoder) }

    func next(into packet: borrowing Packet) throws -> Bool {
        while try !encoder.receive(into: packet) {
            if isFinished { return false }
            try give()
        }
        guard let time = packet.presentation else {
            throw Broken("the encoder returned a frame without a time")
        }
        if written.isEmpty { packet.dropEncoderNote() }
        packet.duration = 1
        packet.dropSideData()
        written.append(time)
        return true
    }

    /// Gives the encoder a frame, or its end.
    private func give() throws {
        while repeats == 0 {
            guard !slots.isFull else { return try end() }
            guard try reader.next(into: decoded) else {
                repeats = slots.finish()
                guard repeats > 0 else { return try end() }
                try filterPending()
                break
            }
            let time = MediaTime(ticks: (decoded.presentation ?? origin) - origin, timeBase: streamBase)
            repeats = slots.advance(to: time)
            if repeats > 0 { try filterPending() }
            pending = try decoded.share()
        }
        repeats -= 1
        let frame = try current!.share()
        frame.presentation = sent
        frame.requestKey(false)
        sent += 1
        try encoder.send(frame)
    }

    private func filterPending() throws {
        guard let source = pending.take() else { throw Broken("no frame is shown in the window") }
        current = try filter.filter(source)
    }

    private func end() throws {
        isFinished = true
        try encoder.finish()
    }
}

extension Packet {
    /// Leaves out the note on its settings that x264 puts before its first picture, as supplemental information.
    fileprivate func dropEncoderNote() {
        let count = withBytes { bytes -> Int in
            guard bytes.count > 5, let start = NALUnits.startCode(in: bytes, from: 0), start.lowerBound == 0,
                bytes[start.upperBound] & 31 == 6, bytes[start.upperBound + 1] == 5
            else { return 0 }
            return NALUnits.startCode(in: bytes, from: start.upperBound)?.lowerBound ?? 0
        }
        if count > 0 { keepBytes(from: count, count: size - count) }
    }
}
