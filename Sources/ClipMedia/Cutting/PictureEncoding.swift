internal import ClipCore
internal import ClipSignal
internal import LibAV
internal import Synchronization

/// Re-encodes a picture once for all outputs that show it from the same start. Takes frames from a
/// ``FrameFeed``, converts them to a constant rate, filters and encodes them, each step on its own thread.
///
/// Where a shorter output ends, the next frame is a keyframe that nothing before it needs.
final class PictureEncoding {
    /// Key of outputs that can share an encoding.
    struct Kind: Hashable {
        private let picture: Picture
        private let start: MediaTime
        private let video: Plan.Video
        private let mostBitsPerSecond: Int?

        /// nil for a plan that keeps the source's picture.
        init?(_ plan: Plan) {
            guard var picture = plan.picture else { return nil }
            var video = plan.video
            (picture.frames, video.frames, video.segments) = (0, nil, [])
            (self.picture, self.video, start) = (picture, video, plan.window.start)
            mostBitsPerSecond = plan.delivery?.maximumBitsPerSecond
        }
    }

    /// One track per output, in the order of the plans.
    private(set) var tracks: [PictureTrack] = []
    /// Receives the frames; pass it to the source's feed.
    let taker: FrameFeed.Taker
    /// Frames that the source's decoder holds back; 0 if unknown.
    let reorderDepth: Int
    private let shaper: PictureShaper
    private let picture: Picture
    private let clock: (base: TimeBase, origin: MediaTime)
    private let encoder: Encoder
    private let keys: Set<Int64>
    private let encoded = Atomic<Int>(0)
    private let sampler = FlashSampler()
    /// nil: flashes are not counted.
    private var meter: FlashMeter?
    private var thread: PipelineThread?

    /// - Parameters:
    ///   - plans: at least one, all of one ``Kind``.
    ///   - threads: x264's; the encoded pictures depend on the number.
    init(_ plans: [Plan], _ input: MediaInput, threads: Int) throws {
        let lengths = plans.map { $0.picture?.frames ?? 0 }
        let longest = zip(plans, lengths).max { $0.1 < $1.1 }!
        let plan = longest.0
        guard let picture = plan.picture else { throw ProofFailure("the plan makes no picture") }
        let base = try input.stream(plan.video.stream).base
        let ends = plans.map { $0.window.shifted(by: $0.origin).end.ticksRoundedUp(in: base) }
        let pictures = try PlannedPictures(plan, picture, input, ends: Set(ends))
        (taker, shaper, reorderDepth) = (pictures.taker, pictures.shaper, pictures.reorderDepth)
        let stream = pictures.stream
        (self.picture, clock) = (picture, (stream.base, plan.origin))
        encoder = try Self.encoder(plan, picture, threads)
        keys = Set(lengths.map(Int64.init))
        meter =
            plans.contains { $0.limits?.onFlashes != nil }
            ? FlashMeter(width: picture.size.width, height: picture.size.height) : nil
        tracks = zip(plans, ends).map { plan, end in
            PictureTrack(
                plan.picture ?? picture, of: self, stream, codec: plan.video.codec ?? "", end: end,
                expected: pictures.expectedFrames[end])
        }
    }

    private static func encoder(_ plan: Plan, _ picture: Picture, _ threads: Int) throws -> Encoder {
        guard let codec = plan.video.codec.flatMap(VideoCodec.init(rawValue:)) else {
            throw ProofFailure("the plan's codec cannot be encoded")
        }
        // A factor below 1 would be lossless, a profile that players do not support.
        let quality = max(1, FullEncoding.quality(plan.video.quality, of: codec))
        return try Encoder.openPicture(
            VideoSettings(
                codec: codec, quality: quality, speed: plan.video.speed,
                keyInterval: max(2, Int((2 * picture.frameRate.value).rounded(.down))),
                threads: Self.threads(threads, for: picture.size)),
            width: picture.size.width, height: picture.size.height,
            rate: (picture.frameRate.numerator, picture.frameRate.denominator),
            mostBitsPerSecond: plan.delivery?.maximumBitsPerSecond)
    }

    /// With two threads x264 164 was not deterministic for 180x320 in five of six runs, for 256x456 in none of ten.
    private static func threads(_ threads: Int, for size: Picture.Size) -> Int {
        size.width * size.height < 120_000 ? 1 : threads
    }

    /// Reports mid-stream format changes of pictures before a time in ticks; nil for none.
    func deviation(before end: Int64) -> String? {
        taker.changes.before(MediaTime(ticks: end, timeBase: clock.base))
            .text("picture", became: picture.size.text, origin: clock.origin)
    }

    func addStream(to output: borrowing OutputFile) throws -> Int { try output.addStream(encodedBy: encoder) }

    /// Frames that the encoder has taken; safe to read from any thread.
    var encodedFrames: Int { encoded.load(ordering: .relaxed) }

    func start() {
        shaper.start()
        thread = PipelineThread.start("encode") { [self] in
            defer { shaper.pictures.stop() }
            try encode()
            for track in tracks {
                track.flashes = track.flashes ?? meter?.flashes
                track.packets.finish()
            }
        } failed: { [self] error in
            tracks.forEach { $0.packets.fail(error) }
        }
    }

    /// Stops all threads, also in the middle of the work.
    func stop() {
        tracks.forEach { $0.packets.stop() }
        shaper.pictures.stop()
        taker.frames.stop()
        thread?.join()
        thread = nil
        shaper.stop()
    }

    private func encode() throws {
        var sent: Int64 = 0
        while let shown = try shaper.pictures.take() {
            let grid = try meter == nil ? nil : sampler.grid(shown.picture.value, .delivery)
            for _ in 0..<shown.repeats {
                if let grid { meter?.add(grid, at: Double(sent) / picture.frameRate.value) }
                for track in tracks where track.frames == sent + 1 { track.flashes = meter?.flashes }
                let frame = try shown.picture.value.share()
                frame.presentation = sent
                frame.requestKey(keys.contains(sent))
                try encoder.send(frame)
                sent += 1
                encoded.store(Int(sent), ordering: .relaxed)
                guard try passOn() else { return }
            }
        }
        try encoder.finish()
        _ = try passOn()
    }

    /// Passes on the encoder's finished packets; false if no track wants more.
    private func passOn() throws -> Bool {
        while true {
            let packet = try Packet()
            guard try encoder.receive(into: packet) else { return true }
            guard let time = packet.presentation else {
                throw ProofFailure("the encoder returned a frame without a time")
            }
            let isWanted = try tracks.map { try $0.give(packet, shownAt: time) }
            guard isWanted.contains(true) else { return false }
        }
    }
}
