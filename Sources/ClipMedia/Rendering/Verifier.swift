internal import ClipCore
internal import LibAV

/// Reads a finished output back and compares it with the plan.
struct Verifier {
    let plan: Plan
    let source: Expected
    /// The source stream of copied pictures.
    var original: OriginalStream?
    /// Sources of the sound tracks, in the output's order.
    var sounds: [any AudioCutter] = []

    /// The renderer's own record of the output.
    struct Expected {
        var videoBase: TimeBase
        /// Presentation times of all video packets, from the window's start, in order.
        var presentations: [Int64]
        var shownFrames: Int
        var audioStarts: [MediaTime]
        /// The first presentation time after each splice, from the window's start.
        var seams: [Int64]
        /// Copied range of presentation times, from the window's start; nil if nothing was copied.
        var copied: Range<Int64>?
        /// Origin of source presentation times, in the source's ticks.
        var origin: Int64
        /// Ticks of ``videoBase`` per source tick.
        var ticks: Int64 = 1
        var reorderDepth: Int

        /// Converts an output time to the source's clock.
        func sourceTime(_ presentation: Int64) -> Int64 { presentation / ticks + origin }
    }

    struct Finding {
        var proof: Report.Proof
        /// Copied pictures and sound that do not decode cleanly, in the source neither.
        var damaged: Int
    }

    /// - Throws: ``ProofFailure`` with the first broken promise.
    func verify(_ descriptor: Int32, witnesses: ReferenceFrames) throws -> Finding {
        let output = try MediaInput(descriptor, .timesOnly)
        guard let video = Prober.mainVideo(output.streams) else {
            throw ProofFailure("the output has no video")
        }
        let audio = output.streams.filter { $0.kind == .audio }
        let promised = source.audioStarts.count
        guard audio.count == promised else {
            throw ProofFailure("the output has \(audio.count) sound tracks instead of \(promised)")
        }
        var spans = StreamSpans(output.streams)
        var times: [Int64] = []
        var hidden: Set<Int64> = []
        var keyBytes = 0
        let classifier = PacketClassifier(video)
        let packet = try Packet()
        while try output.file.read(into: packet) {
            spans.add(packet)
            guard packet.stream == video.index, let time = packet.presentation else { continue }
            let entry = classifier.entry(packet, at: time)
            if !entry.isShown { hidden.insert(time) }
            if times.isEmpty, !entry.isCleanEntry {
                throw ProofFailure("the output does not begin with a keyframe that a player can start from")
            }
            times.append(time)
            if packet.isKey { keyBytes += packet.size }
        }
        if let first = times.first, times.contains(where: { $0 < first }) {
            throw ProofFailure("the output shows pictures before its first keyframe")
        }
        try checkTimes(times.sorted(), video)
        guard let shown = spans.span(of: video.index) else { throw ProofFailure("the output shows no frame") }
        let picture = bounded(shown, video, output, last: times.max())
        let starts = try audio.enumerated().map { number, track in
            try checkSound(spans.span(of: track.index), source.audioStarts[number], picture, track)
        }
        let end = ([picture] + audio.compactMap { spans.span(of: $0.index) }).map(\.end).max()!
        times.sort()
        let pictures = PictureProof(
            plan, source, original, output, video, witnesses, times: times, hidden: hidden)
        try pictures.check(keyBytes: keyBytes)
        let damaged = try audio.enumerated().reduce(pictures.damaged) { sum, track in
            try sum
                + damagedSound(output, track.1, sounds.indices.contains(track.0) ? sounds[track.0] : nil)
        }
        let isShifted = plan.output.container == .mpegts
        var proof = Report.Proof(
            duration: end - picture.start, frames: source.shownFrames,
            checkedFrames: pictures.checkedFrames,
            videoStart: isShifted ? .zero : picture.start, audioStart: starts.min(),
            worstEdge: pictures.worst)
        proof.checkedCopies = pictures.checkedCopies
        return Finding(proof: proof, damaged: damaged)
    }

    /// Some demuxers give the last packet the usual duration although the container's length ends it sooner.
    private func bounded(_ span: TimeRange, _ video: StreamFacts, _ output: MediaInput, last: Int64?)
        -> TimeRange
    {
        let track = video.duration.map { MediaTime(ticks: $0, timeBase: video.base) }
        let file = output.file.duration.map { MediaTime(ticks: $0, timescale: 1_000_000) }
        let lasts = last.map { MediaTime(ticks: $0, timeBase: video.base) } ?? span.start
        guard plan.output.container != .mpegts, plan.audio.isEmpty, plan.mix == nil,
            let claimed = track ?? file,
            claimed > .zero, span.start + claimed > lasts
        else { return span }
        return TimeRange(start: span.start, end: min(span.end, span.start + claimed))
    }

    /// Matroska and WebM store milliseconds, others exact ticks.
    private var tolerance: MediaTime {
        plan.output.container == .matroska || plan.output.container == .webm
            ? MediaTime(ticks: 1, timescale: 1000) : MediaTime(ticks: 1, timescale: 80_000)
    }

    private func checkTimes(_ times: [Int64], _ video: StreamFacts) throws {
        let expected = source.presentations
        guard times.count == expected.count else {
            throw ProofFailure("the output holds \(times.count) pictures instead of \(expected.count)")
        }
        guard let first = times.first, let start = expected.first else {
            throw ProofFailure("the output holds no pictures")
        }
        for (time, promised) in zip(times, expected) {
            let difference =
                MediaTime(ticks: time - first, timeBase: video.base)
                - MediaTime(ticks: promised - start, timeBase: source.videoBase)
            guard difference <= tolerance, -difference <= tolerance else {
                throw ProofFailure("a picture is shown \(difference.seconds) s from its time")
            }
        }
        if plan.output.container != .mpegts, MediaTime(ticks: first, timeBase: video.base) > tolerance {
            throw ProofFailure(
                "the picture begins at \(MediaTime(ticks: first, timeBase: video.base).seconds) s instead of 0"
            )
        }
    }

    private func checkSound(
        _ span: TimeRange?, _ promised: MediaTime, _ picture: TimeRange, _ track: StreamFacts
    )
        throws -> MediaTime
    {
        guard let span else { throw ProofFailure("a sound track of the output is empty") }
        let start = span.start - picture.start
        let miss = start - promised
        let allowed = MediaTime(ticks: 1, timescale: 1000)
        guard miss <= allowed, -miss <= allowed else {
            throw ProofFailure("the sound begins at \(start.seconds) s instead of \(promised.seconds) s")
        }
        return start
    }

    // MARK: Sound

    /// Counts damage in the output's sound; throws unless the source's copied packets have it too.
    private func damagedSound(_ output: MediaInput, _ track: StreamFacts, _ cutter: (any AudioCutter)?)
        throws -> Int
    {
        let (damaged, enters) =
            try plan.verify == .all
            ? damagedInAll(output, track) : (damagedPackets(output, track), false)
        // Before the in-point a decoder may lack what came earlier: only the source shows that it is damage.
        if damaged == 0, enters, let known = try cutter?.damagedInSource(), known > 0 { return 1 }
        guard damaged > 0, let cutter else { return damaged }
        guard let known = try cutter.damagedInSource() else {
            throw ProofFailure("the sound that was encoded does not decode clean")
        }
        guard known > 0 else {
            throw ProofFailure("copied sound does not decode clean, though the source's does")
        }
        return damaged
    }

    /// Checks audible sound only: packets before it just warm up the decoder. Also whether the packet that
    /// reaches across the in-point has errors.
    private func damagedInAll(_ output: MediaInput, _ track: StreamFacts) throws -> (Int, enters: Bool) {
        let start = plan.output.container == .mpegts ? track.start ?? 0 : 0
        let decoding = try CleanDecoding(output, track, start..<(.max / 4))
        try decoding.run()
        return (decoding.damaged.count, decoding.entersDamaged)
    }

    /// Decodes the beginning of the sound, for a short clip all of it.
    private func damagedPackets(_ output: MediaInput, _ track: StreamFacts) throws -> Int {
        let decoder = try Decoder.open(output.file, stream: track.index)
        let packet = try Packet()
        let frame = try Frame()
        output.file.select([track.index])
        _ = try output.file.seek(stream: track.index, to: Int64.min / 4)
        var damaged = 0
        var bytes = 0
        while bytes < PictureProof.sampleBytes, try output.file.read(into: packet) {
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
