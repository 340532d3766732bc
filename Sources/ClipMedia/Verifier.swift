internal import ClipCore
internal import LibAV

/// Reads a finished output back and compares it with what was promised.
struct Verifier {
    let plan: Plan
    let source: Expected

    /// What the renderer knows that it wrote.
    struct Expected {
        var videoBase: TimeBase
        /// Presentation times of all video packets, from the window's start, in order.
        var presentations: [Int64]
        var shownFrames: Int
        var audioStarts: [MediaTime]
        /// The first presentation time behind each seam, from the window's start.
        var seams: [Int64]
        /// Presentation times of the source count from here.
        var origin: Int64
        var reorderDepth: Int
    }

    struct Finding {
        var proof: Report.Proof
        /// Keyframes and sound of the copied part that did not decode clean.
        var damaged: Int
    }

    /// - Throws: ``Broken`` with the first promise that is not kept.
    func verify(_ descriptor: Int32, witnesses: Witnesses) throws -> Finding {
        let output = try MediaInput(descriptor, .timesOnly)
        guard let video = Prober.mainVideo(output.streams) else { throw Broken("the output has no video") }
        let audio = output.streams.filter { $0.kind == .audio }
        let promised = plan.audio.count + (plan.mix == nil ? 0 : 1)
        guard audio.count == promised else {
            throw Broken("the output has \(audio.count) sound tracks instead of \(promised)")
        }
        var spans = StreamSpans(output.streams)
        var times: [Int64] = []
        var keyBytes = 0
        let packet = try Packet()
        while try output.file.read(into: packet) {
            spans.add(packet)
            guard packet.stream == video.index, let time = packet.presentation else { continue }
            if times.isEmpty, !PacketClassifier(video).entry(packet, at: time).isCleanEntry {
                throw Broken("the output does not begin with a keyframe that a player can start from")
            }
            times.append(time)
            if packet.isKey { keyBytes += packet.size }
        }
        if let first = times.first, times.contains(where: { $0 < first }) {
            throw Broken("the output shows pictures before its first keyframe")
        }
        try checkTimes(times.sorted(), video)
        guard let picture = spans.span(of: video.index) else { throw Broken("the output shows no frame") }
        let starts = try audio.enumerated().map { number, track in
            try checkSound(spans.span(of: track.index), source.audioStarts[number], picture, track)
        }
        let end = ([picture] + audio.compactMap { spans.span(of: $0.index) }).map(\.end).max()!
        let decoded = try checkPictures(output, video, witnesses, keyBytes)
        let damagedSound = try audio.reduce(0) { try $0 + damagedPackets(output, $1) }
        let isShifted = plan.output.container == .mpegts
        return Finding(
            proof: Report.Proof(
                duration: end - picture.start, frames: source.shownFrames,
                videoStart: isShifted ? .zero : picture.start, audioStart: starts.min(),
                worstEdge: decoded.worst),
            damaged: decoded.damaged + damagedSound)
    }

    /// Matroska and WebM keep milliseconds, the others the ticks that were written.
    private var tolerance: MediaTime {
        plan.output.container == .matroska || plan.output.container == .webm
            ? MediaTime(ticks: 1, timescale: 1000) : MediaTime(ticks: 1, timescale: 80_000)
    }

    private func checkTimes(_ times: [Int64], _ video: StreamFacts) throws {
        let expected = source.presentations
        guard times.count == expected.count else {
            throw Broken("the output holds \(times.count) pictures instead of \(expected.count)")
        }
        guard let first = times.first, let start = expected.first else {
            throw Broken("the output holds no pictures")
        }
        for (time, promised) in zip(times, expected) {
            let difference =
                MediaTime(ticks: time - first, timeBase: video.base)
                - MediaTime(ticks: promised - start, timeBase: source.videoBase)
            guard difference <= tolerance, -difference <= tolerance else {
                throw Broken("a picture is shown \(difference.seconds) s from its time")
            }
        }
        if plan.output.container != .mpegts, MediaTime(ticks: first, timeBase: video.base) > tolerance {
            throw Broken(
                "the picture begins at \(MediaTime(ticks: first, timeBase: video.base).seconds) s instead of 0"
            )
        }
    }

    private func checkSound(
        _ span: TimeRange?, _ promised: MediaTime, _ picture: TimeRange, _ track: StreamFacts
    )
        throws -> MediaTime
    {
        guard let span else { throw Broken("a sound track of the output is empty") }
        let start = span.start - picture.start
        let miss = start - promised
        let allowed = MediaTime(ticks: 1, timescale: 1000)
        guard miss <= allowed, -miss <= allowed else {
            throw Broken("the sound begins at \(start.seconds) s instead of \(promised.seconds) s")
        }
        return start
    }

    // MARK: Pictures

    /// Decodes around each seam, compares with the source's frames, and decodes the keyframes between.
    private func checkPictures(
        _ output: MediaInput, _ video: StreamFacts, _ witnesses: Witnesses, _ keyBytes: Int
    ) throws -> (worst: Double?, damaged: Int) {
        let isWhole = plan.video.segments.count == 1
        guard !isWhole || !plan.video.copiesSomething else {
            return (nil, try damagedKeyframes(output, video, keyBytes: keyBytes))
        }
        var worst: Double?
        for seam in isWhole ? [0] : source.seams {
            if let noise = try checkSeam(output, video, seam, witnesses) {
                worst = min(worst ?? noise, noise)
            }
        }
        return (isWhole ? nil : worst, try damagedKeyframes(output, video, keyBytes: keyBytes))
    }

    private func checkSeam(_ output: MediaInput, _ video: StreamFacts, _ seam: Int64, _ witnesses: Witnesses)
        throws
        -> Double?
    {
        let promised = source.presentations
        let position = promised.firstIndex { $0 >= seam } ?? promised.count
        let from = max(0, position - EdgeEncoder.framesAfterLastKey)
        let until = min(promised.count, position + 2 * source.reorderDepth + 3)
        let first = try shownStart(output, video)
        let ticks = { (time: Int64) in
            (MediaTime(ticks: time - promised[0], timeBase: source.videoBase) + first).ticksNearest(
                in: video.base)
        }
        let reader = try FrameReader(
            output, video, from: ticks(promised[from]) - 1,
            to: until < promised.count ? ticks(promised[until]) - 1 : Int64.max, expected: until - from,
            reorderDepth: source.reorderDepth)
        let frame = try Frame()
        var (worst, number): (Double?, Int) = (nil, from)
        while try reader.next(into: frame) {
            guard number < until else { throw Broken("more frames than expected come at a seam") }
            if let noise = witnesses.signalToNoise(of: frame, at: promised[number] + source.origin) {
                worst = min(worst ?? noise, noise)
            }
            number += 1
        }
        guard number == until else { throw Broken("\(until - number) frames are lost at a seam") }
        guard reader.damaged == 0 else { throw Broken("a seam does not decode clean") }
        return worst
    }

    private func shownStart(_ output: MediaInput, _ video: StreamFacts) throws -> MediaTime {
        plan.output.container == .mpegts ? MediaTime(ticks: video.start ?? 0, timeBase: video.base) : .zero
    }

    /// Bytes that a check for damage decodes at the most: a copy must stay nearly as cheap as a copy.
    private static let sampleBytes = 400_000

    /// Decodes the first keyframe and others spread over the output, a sample that costs little: damage seldom comes
    /// alone.
    private func damagedKeyframes(_ output: MediaInput, _ video: StreamFacts, keyBytes: Int) throws
        -> Int
    {
        let stride = max(1, (keyBytes + Self.sampleBytes - 1) / Self.sampleBytes)
        var number = 0
        let decoder = try Decoder.open(output.file, stream: video.index)
        decoder.checkOnly()
        let packet = try Packet()
        let frame = try Frame()
        output.file.select([video.index], keysOnly: true)
        _ = try output.file.seek(stream: video.index, to: Int64.min / 4)
        var damaged = 0
        func drain() throws {
            while true {
                switch try decoder.receive(into: frame) {
                case .frame: if frame.isDamaged { damaged += 1 }
                case .damage: damaged += 1
                case .needsMore, .end: return
                }
            }
        }
        while try output.file.read(into: packet) {
            guard packet.isKey else { continue }
            number += 1
            guard (number - 1) % stride == 0 else { continue }
            if try !decoder.send(packet) { damaged += 1 }
            try decoder.finish()
            try drain()
            decoder.flush()
        }
        return damaged
    }

    // MARK: Sound

    /// Decodes the beginning of the sound: of a short clip all of it.
    private func damagedPackets(_ output: MediaInput, _ track: StreamFacts) throws -> Int {
        let decoder = try Decoder.open(output.file, stream: track.index)
        let packet = try Packet()
        let frame = try Frame()
        output.file.select([track.index])
        _ = try output.file.seek(stream: track.index, to: Int64.min / 4)
        var damaged = 0
        var bytes = 0
        while bytes < Self.sampleBytes, try output.file.read(into: packet) {
            bytes += packet.size
            if try !decoder.send(packet) { damaged += 1 }
            while true {
                let received = try decoder.receive(into: frame)
                if received == .damage || (received == .frame && frame.isDamaged) { damaged += 1 }
                if received == .needsMore || received == .end { break }
            }
        }
        return damaged
    }
}
