internal import ClipCore
internal import LibAV

/// Cuts the source's picture: encodes head and tail, copies the rest.
///
/// Packet times count from the window's start, in ticks of the source's stream or fractions of them.
final class VideoCutter: VideoTrack {
    private enum Part {
        case encoding(EdgeEncoder)
        case copying(PacketCopier)
    }

    let stream: StreamFacts
    var base: TimeBase { TimeBase(stream.base.numerator, stream.base.denominator * ticks) }
    let ticks: Int64
    var original: OriginalStream? {
        plan.video.copiesSomething
            ? .init(input: input, stream: stream, opensGroup: h264?.opensGroup == true) : nil
    }
    func start() {}
    func stop() {}
    let plan: Plan
    private let input: MediaInput
    private let settings: VideoSettings?
    /// Settings for encoding everything; nil if something is copied.
    private let full: FullEncoding?
    private let origin: Int64
    private let end: Int64
    /// The frame before the window that is shown at its start.
    private let held: Int64?
    private let presentations: [Int64]
    private let lastDuration: Int64
    private let sourceDepth: Int
    /// The index comes from decoded frames: packets do not say how many to expect.
    private let isDecoded: Bool
    private let witnesses: ReferenceFrames
    private let scrubber: PictureScrubber?
    /// The track that copied and encoded HEVC packets share.
    private let hevc: HEVCTrack?
    private let h264: H264Track?
    /// HDR10 static metadata of all pictures.
    private let light: StaticLight
    private var segments: ArraySlice<Segment>
    private var part: Part?
    private var first: EdgeEncoder?
    private var position = 0
    private lazy var decodeTimes = DecodeTimes(presentations: presentations, depth: depth)
    private(set) var copiedFrames = 0
    private(set) var reencodedFrames = 0
    private(set) var damagedFrames = 0
    private(set) var misplacedFrames = 0
    private var changes = (found: FormChanges(), became: "")
    var deviation: String? { changes.found.text("picture", became: changes.became, origin: plan.origin) }
    /// Presentation times of written frames, from the window's start.
    private(set) var written: [Int64] = []

    /// - Parameters:
    ///   - index: the packets of the window.
    ///   - edge: encoder settings for head and tail.
    init(
        _ plan: Plan, _ input: MediaInput, _ index: FrameIndex, edge: EdgeSettings, threads: Int,
        witnesses: ReferenceFrames
    ) throws {
        (self.plan, self.input, self.witnesses) = (plan, input, witnesses)
        stream = try input.stream(plan.video.stream)
        guard stream.video != nil else { throw ProofFailure("stream \(plan.video.stream) is no video") }
        if plan.video.copiesSomething, let obstacle = try input.x264Note(of: stream)?.obstacle {
            throw ProofFailure(obstacle)
        }
        let base = stream.base
        let origin = (plan.window.start + plan.origin).ticksRoundedUp(in: base)
        let end = (plan.window.end + plan.origin).ticksRoundedUp(in: base)
        (self.origin, self.end) = (origin, end)
        held = index.held(at: origin)
        isDecoded = index.problem != nil
        let index = index.holding(at: origin)
        presentations = index.shown(from: origin, to: end)
        let inside = index.entries.filter { $0.isShown && $0.presentation >= origin && $0.presentation < end }
        let depth = index.problem == nil ? DecodeTimes.depth(of: inside.map(\.presentation)) : 0
        sourceDepth = depth
        ticks = Self.ticks(of: base, endingAt: plan.window.end + plan.origin)
        lastDuration = Self.lastDuration(
            inside.max { $0.presentation < $1.presentation }, base, ticks, plan.window.end + plan.origin)
        segments = plan.video.segments[...]
        let facts = stream
        let codec = try plan.video.codec.map { codec in
            guard let known = VideoCodec(rawValue: codec) else {
                throw ProofFailure("cannot encode \(codec)")
            }
            return known
        }
        let container = plan.output.container
        let full =
            plan.video.copiesSomething ? nil : codec.map { FullEncoding($0, of: facts.video!, in: container) }
        let light = try input.light(of: stream, from: origin, for: full)
        (self.full, self.light) = (full, light)
        settings = try codec.map { codec in
            var settings = try edge.settings(full?.codec ?? codec, plan, facts, threads: threads)
            settings.light = light
            return settings
        }
        scrubber = Self.scrubber(plan, stream, full)
        hevc = HEVCTrack(plan, stream)
        h264 = H264Track(plan, stream)
        if let frames = plan.video.frames, presentations.count != frames {
            throw ProofFailure(
                "the source has \(presentations.count) frames in the window, the plan says \(frames)")
        }
        let starts = segments.filter { $0.treatment == .copy }.map {
            ($0.range.start + plan.origin).ticksRoundedUp(in: base)
        }
        let entries = Set(index.entries.lazy.filter(\.isCleanEntry).map(\.presentation))
        guard entries.isSuperset(of: starts) else {
            throw ProofFailure("no copy can begin where the plan says")
        }
        // The output's header needs an encoder's parameter sets before the first packet.
        if let segment = segments.first(where: { $0.treatment != .copy }) {
            first = try encoder(for: segment)
        }
    }

    /// The scrubber of the output; nil if all metadata is kept.
    private static func scrubber(_ plan: Plan, _ stream: StreamFacts, _ full: FullEncoding?)
        -> PictureScrubber?
    {
        guard !plan.output.keepsMetadata else { return nil }
        // Both H.264 and HEVC come from their encoders with start codes.
        if let full { return PictureScrubber(codec: full.codec.rawValue, prefixSize: nil) }
        return PictureScrubber(
            codec: stream.codec, prefixSize: NALUnits.prefixSize(codec: stream.codec, header: stream.header),
            keepsVersion: stream.video?.pixelFormat.name?.contains("444") == true)
    }

    var leftOut: [String] { scrubber?.words ?? [] }

    /// Frames that a player of the output holds back.
    var depth: Int {
        full?.codec == .h264 || full?.codec == .hevc ? 2 : sourceDepth
    }

    var change: String? {
        guard let full, let video = stream.video else { return lostAlpha }
        return stream.coding?.change(to: full.coding(of: video))
    }

    var codecDeviation: String? {
        let texts = [full?.deviation, hevc?.deviation, lostDolbyVision].compactMap { $0 }
        return texts.isEmpty ? nil : texts.joined(separator: "; ")
    }

    var keepsDolbyVision: Bool { hevc?.keepsDolbyVision == true }

    var codec: String { full?.codec.rawValue ?? stream.codec }

    /// Adds the video stream to `output`.
    func addStream(to output: borrowing OutputFile) throws -> Int {
        let index = try newStream(in: output)
        let rate = stream.video!.averageRate
        let last = MediaTime(ticks: lastDuration, timeBase: base).seconds
        if rate.0 > 0, last > 0, Double(rate.1) / Double(rate.0) > 2 * last, !presentations.isEmpty {
            output.setFrameRate(1_000_000, Int(max(1, min(2e9, last * 1_000_000))), of: index)
        }
        return index
    }

    private func newStream(in output: borrowing OutputFile) throws -> Int {
        guard plan.video.copiesSomething else {
            return try output.addStream(
                encodedBy: first!.encoder, like: input.file, stream: stream.index, light: light)
        }
        // ProRes has its profile in the tag.
        let isLikeSource =
            [.mp4, .mov].contains(plan.output.container) && input.file.formatName.hasPrefix("mov")
        return try output.addStream(
            copying: input.file, stream: stream.index, header: try header(),
            keepTag: isLikeSource || stream.codec == "prores",
            light: light, keepsDolbyVision: keepsDolbyVision)
    }

    /// The header to write; nil for the source's own.
    private func header() throws -> [UInt8]? {
        let header = try mergedHeader() ?? stream.header
        let clean = scrubber?.header(header) ?? header
        return clean == stream.header ? nil : clean
    }

    private func mergedHeader() throws -> [UInt8]? {
        if let header = hevc?.header { return header }
        guard let first, settings?.codec == .h264, let source = H264Headers(stream.header) else { return nil }
        guard let made = H264Headers(ofEncoder: first.encoder.header) else {
            throw ProofFailure("the encoder's header cannot be read")
        }
        return source.adding(made)
    }

    /// Reads the next packet with its times; false after the last.
    func next(into packet: borrowing Packet) throws -> Bool {
        while true {
            if part == nil {
                guard let segment = segments.popFirst() else { return false }
                part = try begin(segment)
            }
            let isThere: Bool
            var isCopied = false
            switch part! {
            case .encoding(let encoder):
                isThere = try encoder.next(into: packet)
                if isThere {
                    try hevc?.fit(packet)
                    reencodedFrames += 1
                } else {
                    damagedFrames += encoder.damagedFrames
                    misplacedFrames += encoder.misplacedFrames
                    changes.found.add(encoder.changes)
                    changes.became = encoder.formText
                }
            case .copying(let copier):
                isThere = try copier.next(into: packet)
                isCopied = true
            }
            if isThere {
                try scrubber?.scrub(packet, counts: isCopied)
                time(packet)
                return true
            }
            part = nil
        }
    }

    private func begin(_ segment: Segment) throws -> Part {
        if segment.treatment != .copy { return .encoding(try first.take() ?? encoder(for: segment)) }
        let entry = (segment.range.start + plan.origin).ticksRoundedUp(in: stream.base)
        copiedFrames += segment.frames ?? 0
        return .copying(
            PacketCopier(input, stream, from: entry, frames: segment.frames ?? 0, hevc: hevc, h264: h264))
    }

    private func encoder(for segment: Segment) throws -> EdgeEncoder {
        let start = (segment.range.start + plan.origin).ticksRoundedUp(in: stream.base)
        // The last copied frames are on the way to a tail.
        let before =
            plan.video.copiesSomething
            ? presentations.filter { $0 < start }.suffix(ReferenceFrames.copies) : []
        let reader = try FrameReader(
            input, stream, from: before.first ?? start,
            to: (segment.range.end + plan.origin).ticksRoundedUp(in: stream.base),
            held: start == origin ? held : nil,
            expected: isDecoded ? nil : segment.frames.map { $0 + before.count },
            reorderDepth: sourceDepth)
        let encoder = try EdgeEncoder(
            reader, input, stream, settings!, full: full, expected: segment.frames, from: start,
            witnesses: witnesses)
        try hevc?.take(encoder.encoder.header)
        return encoder
    }

    private func time(_ packet: borrowing Packet) {
        guard let presentation = packet.presentation else { return }
        packet.duration = duration(at: presentation)
        if depth == 0 {
            packet.decode = (presentation - origin) * ticks
        } else {
            packet.decode = (decodeTimes.time(at: position) - origin) * ticks
            // A container that sums decode steps takes the last packet's duration for the end.
            if position == presentations.count - 1 { packet.duration = lastDuration }
        }
        position += 1
        packet.presentation = (presentation - origin) * ticks
        written.append((presentation - origin) * ticks)
    }

    /// Counts packets in the window by decode time, for streams whose packets lack presentation times.
    func sourceFrames() throws -> (shown: Int, expected: Int)? {
        guard isDecoded else { return nil }
        let second = max(1, stream.base.denominator / stream.base.numerator)
        input.file.select([stream.index])
        if try !input.file.seek(stream: stream.index, to: origin - second) {
            _ = try input.file.seek(stream: stream.index, to: stream.start ?? 0)
        }
        let packet = try Packet()
        var (expected, late) = (0, 0)
        while late <= 32, try input.file.read(into: packet) {
            guard packet.stream == stream.index, !packet.isDiscarded,
                let time = packet.presentation ?? packet.decode
            else { continue }
            if time >= origin, time < end { expected += 1 }
            late = time >= end ? late + 1 : 0
        }
        return (written.count, expected)
    }

    /// Time until the next frame is shown or the window ends.
    private func duration(at presentation: Int64) -> Int64 {
        let next = presentations.partitioningIndex { $0 > presentation }
        return next < presentations.count ? (presentations[next] - presentation) * ticks : lastDuration
    }
}
