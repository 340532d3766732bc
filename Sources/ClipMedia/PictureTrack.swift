internal import ClipCore
internal import ClipSignal
internal import LibAV
internal import Synchronization
internal import SystemPackage

/// Makes the picture of an output anew: takes the source's frames from a ``FrameFeed``, brings them to a constant rate,
/// filters and encodes them, each on a thread of its own.
///
/// Packets' times are numbers of frames.
final class PictureTrack: VideoTrack {
    let base: TimeBase
    /// Frames that x264 reorders at most: two B-frames in a pyramid.
    let depth = 2
    let copiedFrames = 0
    private(set) var written: [Int64] = []
    /// Gets the frames: to be given to the feed of the source.
    let taker: FrameFeed.Taker
    /// Frames that the source's decoder holds back; 0 where that is unknown.
    let reorderDepth: Int
    /// Encoded packets wait while the sound is mixed, up to so many bytes.
    private let packets = BoundedQueue<Owned<Packet>>(capacity: 16 << 20) { $0.value.size }
    private let shaper: PictureShaper
    private let encoder: Encoder
    private let scrubber: UserDataScrubber?
    private let frames: Int
    private let encoded = Atomic<Int>(0)
    private var stage: Stage?

    init(_ plan: Plan, _ picture: Picture, _ input: MediaInput, _ index: FrameIndex, threads: Int) throws {
        let stream = try input.stream(plan.video.stream)
        guard let video = stream.video else { throw Broken("stream \(plan.video.stream) is no video") }
        guard let codec = plan.video.codec.flatMap(VideoCodec.init(rawValue:)) else {
            throw Broken("the plan's codec cannot be encoded")
        }
        base = TimeBase(Int64(picture.frameRate.denominator), Int64(picture.frameRate.numerator))
        let span = plan.window.shifted(by: plan.origin)
        taker = FrameFeed.Taker(
            span.start.ticksRoundedUp(in: stream.base)..<span.end.ticksRoundedUp(in: stream.base))
        let shown = index.entries.filter(\.isShown).map(\.presentation)
        reorderDepth = index.problem == nil ? DecodeTimes.depth(of: shown) : 0
        let isFull = video.range == "pc" || video.pixelFormat.name?.hasPrefix("yuvj") == true
        let filter = try PictureFilter(
            picture, stream,
            MediaInfo.Colour(
                range: isFull ? "pc" : video.range, primaries: video.primaries, transfer: video.transfer,
                matrix: video.matrix),
            cube: try picture.lut.map { try Self.cube($0.path) })
        shaper = PictureShaper(
            taker, stream.base, filter, FrameSlots(rate: picture.frameRate, count: picture.frames))
        frames = picture.frames
        // A factor of 0 would be lossless, which is no profile that players know.
        let quality = codec == .h264 ? max(0.1, plan.video.quality) : min(63, plan.video.quality + 10)
        scrubber = UserDataScrubber(codec: codec.rawValue, prefixSize: nil)
        encoder = try Encoder.openPicture(
            VideoSettings(
                codec: codec, quality: quality, speed: plan.video.speed,
                keyInterval: max(2, Int((2 * picture.frameRate.value).rounded(.down))), threads: threads),
            width: picture.size.width, height: picture.size.height,
            rate: (picture.frameRate.numerator, picture.frameRate.denominator),
            mostBitsPerSecond: plan.delivery?.maximumBitsPerSecond)
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
    var damagedFrames: Int { taker.damaged }
    /// From 0 to 1: the share of the frames that the encoder has taken; any thread may ask.
    var share: Double { Double(encoded.load(ordering: .relaxed)) / Double(max(1, frames)) }

    func addStream(to output: borrowing OutputFile) throws -> Int { try output.addStream(encodedBy: encoder) }

    func start() {
        shaper.start()
        stage = Stage("encode") { [self] in
            do {
                try encode()
                packets.finish()
            } catch {
                packets.fail(error)
            }
            shaper.pictures.stop()
        }
    }

    func stop() {
        packets.stop()
        shaper.pictures.stop()
        taker.frames.stop()
        stage?.join()
        stage = nil
        shaper.stop()
    }

    func next(into packet: borrowing Packet) throws -> Bool {
        guard let next = try packets.take() else { return false }
        packet.take(try next.value.share())
        guard let time = packet.presentation else {
            throw Broken("the encoder returned a frame without a time")
        }
        try scrubber?.scrub(packet)
        packet.duration = 1
        packet.dropSideData()
        written.append(time)
        return true
    }

    // MARK: Encoding

    private func encode() throws {
        var sent: Int64 = 0
        while let shown = try shaper.pictures.take() {
            for _ in 0..<shown.repeats {
                let frame = try shown.picture.value.share()
                frame.presentation = sent
                frame.requestKey(false)
                try encoder.send(frame)
                sent += 1
                encoded.store(Int(sent), ordering: .relaxed)
                guard try passOn() else { return }
            }
        }
        try encoder.finish()
        _ = try passOn()
    }

    /// Hands over what the encoder has ready; false when nobody wants more.
    private func passOn() throws -> Bool {
        while true {
            let packet = Owned(try Packet())
            guard try encoder.receive(into: packet.value) else { return true }
            guard try packets.put(packet) else { return false }
        }
    }
}
