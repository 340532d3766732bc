internal import ClipCore
internal import LibAV

/// One render pass over a plan: its inputs, its tracks, and what was written.
final class Cut {
    let plan: Plan
    let video: any VideoTrack
    var audio: [any AudioCutter]
    /// Sound tracks of the source that have no packets in this window.
    var absent: [any AudioCutter] = []
    let mixer: SoundMixer?
    let witnesses: ReferenceFrames
    let removedMetadata: [String]
    /// Read again from the source: a stored plan cannot remove a mark.
    let provenance: Provenance
    let metadata: [String: String]
    var languages: [String?] = []
    let path: PlannedPath

    /// Makes a smart cut.
    ///
    /// - Parameter input: a demuxer that this pass may seek.
    convenience init(
        _ plan: Plan, _ source: borrowing SourceFile, _ input: MediaInput, edge: EdgeSettings, threads: Int
    ) throws {
        let witnesses = ReferenceFrames()
        let index = try input.index(
            of: try input.stream(plan.video.stream), in: plan.window.shifted(by: plan.origin))
        let video = try VideoCutter(plan, input, index, edge: edge, threads: threads, witnesses: witnesses)
        try self.init(plan, source, input, video, witnesses)
    }

    /// Makes a cut with a re-encoded picture.
    convenience init(
        _ plan: Plan, _ source: borrowing SourceFile, _ input: MediaInput, picture: PictureTrack
    ) throws { try self.init(plan, source, input, picture, ReferenceFrames()) }

    private init(
        _ plan: Plan, _ source: borrowing SourceFile, _ input: MediaInput, _ video: any VideoTrack,
        _ witnesses: ReferenceFrames
    ) throws {
        (self.plan, self.video, self.witnesses) = (plan, video, witnesses)
        path = plan.source.file
        let span = plan.window.shifted(by: plan.origin)
        // In fragmented files only analysis finds packet durations.
        let boxes = input.file.formatName.hasPrefix("mov") ? try MP4Boxes(source) : nil
        let isPlain = boxes?.isFragmented == false
        var tracks: [any AudioCutter] = []
        for track in plan.audio {
            // A separate demuxer: picture and sound are read at different positions of the file.
            let opening = try MediaInput(source.descriptor, isPlain ? .timesOnly : .everything)
            let facts = try opening.stream(track.stream)
            guard facts.audio != nil else { throw ProofFailure("stream \(track.stream) is no sound") }
            languages.append(facts.metadata["language"])
            if track.treatment == .copy {
                tracks.append(
                    AudioCopier(
                        opening, facts, plan.output.container, window: span, path: source.path))
            } else {
                guard let codec = AudioCodec(rawValue: track.codec) else {
                    throw ProofFailure("cannot encode \(track.codec)")
                }
                tracks.append(
                    try AudioEncoder(
                        opening, facts, codec, plan.output.container, window: span, origin: plan.origin))
            }
        }
        mixer = try plan.mix.map {
            try SoundMixer(
                $0, source: source,
                pieces: plan.pieces?.map { $0.shifted(by: plan.origin) } ?? [EditSegment(span)],
                container: plan.output.container)
        }
        audio = tracks + (mixer.map { [$0] } ?? [])
        metadata = input.file.metadata
        provenance = try ProvenanceReader(source, boxes, tags: input.file.metadata).provenance
        let technical: Set = [
            "major_brand", "minor_version", "compatible_brands", "encoder", "creation_time",
        ]
        let streamTags = input.streams.flatMap { $0.metadata.keys }.filter {
            !["language", "handler_name", "vendor_id"].contains($0)
        }
        // None can be carried over: a manifest is signed for the whole file, and chapters are those of other times.
        let others =
            (provenance.hasC2PA ? ["C2PA manifest"] : []) + (provenance.hasXMP ? ["XMP"] : [])
            + (input.file.hasChapters ? ["chapters"] : [])
        removedMetadata =
            plan.output.keepsMetadata
            ? others + streamTags.filter { $0 == "title" }
            : Set(
                metadata.keys.filter { !technical.subtracting(["encoder", "creation_time"]).contains($0) }
                    + streamTags + others
            ).sorted()
    }

    /// Muxes all tracks into `descriptor`, in the order of decode times.
    func write(to descriptor: Int32, _ progress: ProgressHandler) throws {
        video.start()
        defer { video.stop() }
        try mixer?.prepare()
        let output = try OutputFile.create(format: muxer, descriptor: descriptor)
        let picture = try video.addStream(to: output)
        let first = try firstSound()
        let sounds = try audio.map { try $0.addStream(to: output) }
        tag(output, picture, sounds)
        try output.begin(options)
        try interleave(output, picture, sounds, first, progress)
        try output.finish(appending: isMP4 ? provenance.aiSourceType.map(ProvenanceReader.box) ?? [] : [])
    }

    private var isMP4: Bool { plan.output.container == .mp4 || plan.output.container == .mov }
    private var isMatroska: Bool { plan.output.container == .matroska || plan.output.container == .webm }

    /// Reports that the container has no standard place for the mark "made by AI".
    var markDeviation: String? {
        guard provenance.aiSourceType != nil, !isMP4 else { return nil }
        let name = plan.output.container.name
        return isMatroska
            ? "the mark that AI made the source is kept as the tag \(ProvenanceReader.tag): \(name) has no place for XMP"
            : "the mark that AI made the source is lost: \(name) has no place for it"
    }

    /// The first packet of each sound track. Drops tracks without packets: with gaps in the packets' times
    /// they are known only now.
    private func firstSound() throws -> [PendingPacket] {
        var (first, heard, tongues): ([PendingPacket], [any AudioCutter], [String?]) = ([], [], [])
        for (number, track) in audio.enumerated() {
            let pending = PendingPacket(try Packet())
            pending.isThere = try track.next(into: pending.packet)
            guard pending.isThere else {
                absent.append(track)
                continue
            }
            first.append(pending)
            heard.append(track)
            if languages.indices.contains(number) { tongues.append(languages[number]) }
        }
        (audio, languages) = (heard, tongues)
        return first
    }

    private var muxer: String { plan.output.container == .mov ? "mov" : plan.output.container.rawValue }

    private var options: [String: String] {
        guard isMP4 else { return [:] }
        return [
            "movflags": "+faststart+negative_cts_offsets", "use_editlist": plan.delivery == nil ? "1" : "0",
            "movie_timescale": "\(movieTimescale)",
        ]
    }

    /// A movie timescale that tracks divide evenly, so that edit lists are exact.
    private var movieTimescale: Int64 {
        var scale = video.base.denominator / video.ticks
        while scale < 10_000 { scale *= 2 }
        let rates = audio.map { $0.base.denominator }
        let common = rates.reduce(scale) { $0 / gcd($0, $1) * $1 }
        let limit = Int64(Int32.max) / max(1, Int64(plan.length.seconds.rounded(.up)))
        return common <= limit ? common : rates.first ?? min(scale, limit)
    }

    private func gcd(_ a: Int64, _ b: Int64) -> Int64 { b == 0 ? a : gcd(b, a % b) }

    private func tag(_ output: borrowing OutputFile, _ picture: Int, _ sounds: [Int]) {
        for (stream, language) in zip(sounds, languages) {
            if let language, language != "und" { output.setMetadata("language", language, of: stream) }
        }
        if isMatroska, let type = provenance.aiSourceType { output.setMetadata(ProvenanceReader.tag, type) }
        guard plan.output.keepsMetadata else { return }
        for (key, value) in metadata
        where !["major_brand", "minor_version", "compatible_brands", "encoder"].contains(key) {
            output.setMetadata(key, value)
        }
    }

    private func interleave(
        _ output: borrowing OutputFile, _ picture: Int, _ sounds: [Int], _ first: [PendingPacket],
        _ progress: ProgressHandler
    ) throws {
        let pending = [PendingPacket(try Packet())] + first
        pending[0].isThere = try video.next(into: pending[0].packet)
        let bases = [video.base] + audio.map(\.base)
        let length = max(plan.length.seconds, 0.001)
        while true {
            let live = pending.indices.filter { pending[$0].isThere }
            let next = live.min { pending[$0].time(in: bases[$0]) < pending[$1].time(in: bases[$1]) }
            guard let next else { break }
            progress(min(1, max(0, pending[next].time(in: bases[next]).seconds / length)))
            let base = (Int(bases[next].numerator), Int(bases[next].denominator))
            try output.write(pending[next].packet, to: next == 0 ? picture : sounds[next - 1], timeBase: base)
            if next == 0 {
                pending[0].isThere = try video.next(into: pending[0].packet)
            } else {
                pending[next].isThere = try audio[next - 1].next(into: pending[next].packet)
            }
        }
    }

    private final class PendingPacket {
        let packet: Packet
        var isThere = false

        init(_ packet: consuming Packet) { self.packet = packet }

        func time(in base: TimeBase) -> MediaTime {
            MediaTime(ticks: packet.decode ?? packet.presentation ?? 0, timeBase: base)
        }
    }
}
