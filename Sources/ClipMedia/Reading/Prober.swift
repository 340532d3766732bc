public import ClipCore
internal import LibAV

/// Probes a file: its streams, container and true length.
public struct Prober: Sendable {
    /// Reads the whole file: counts frames, lists keyframes.
    public var isDeep: Bool
    /// Time limit per file.
    public var timeLimit: Duration

    /// Creates a prober; the time limit does not apply to deep probing.
    public init(isDeep: Bool = false, timeLimit: Duration = .seconds(8)) {
        self.isDeep = isDeep
        self.timeLimit = timeLimit
    }

    /// - Throws: if the file is not media, is too damaged, or takes too long.
    public func probe(_ source: borrowing SourceFile) throws(Failure) -> MediaInfo {
        do {
            let limits = InputLimits(deadline: isDeep ? nil : Deadline(after: timeLimit))
            return try info(of: try MediaInput(source, limits: limits).file, source)
        } catch { throw Failure(error, reading: source.path) }
    }

    /// Probes an input that is already open; leaves it at any position.
    func info(of input: borrowing InputFile, _ source: borrowing SourceFile) throws -> MediaInfo {
        let streams = input.streams
        let video = Self.mainVideo(streams)
        let sounds = streams.filter {
            $0.kind == .audio && ($0.audio?.channels ?? 0) > 0 && ($0.audio?.sampleRate ?? 0) > 0
        }
        // Without any that decodes, the error names the codec.
        let decodable = sounds.filter(\.isDecodable)
        let audio = decodable.isEmpty && video == nil ? sounds : decodable
        guard video != nil || !audio.isEmpty else {
            if let codec = Self.unreadCodec(streams) {
                throw Failure(
                    .unusable, source.path, "clipfit does not read its pictures (\(codec))",
                    hint: "convert it first: ffmpeg -i FILE FILE.mp4")
            }
            throw Failure(
                .unusable, source.path, "there is neither video nor sound in it",
                hint: "a picture or a text is not a clip")
        }
        let boxes = input.formatName.hasPrefix("mov") ? try MP4Boxes(source) : nil
        let wanted = Set(audio.map(\.index) + (video.map { [$0.index] } ?? []))
        var survey = PacketScan(streams: streams, video: video, wanted: wanted)
        try survey.run(
            input, readsAll: isDeep || !PacketScan.canSeekToEnd(input.formatName, boxes, source.sizeBytes))
        return try assemble(input, source, survey, video, audio, boxes)
    }

    /// The main video stream: the default one, else the first.
    static func mainVideo(_ streams: [StreamFacts]) -> StreamFacts? {
        let moving = streams.filter {
            $0.kind == .video && $0.video?.isPicture == false && ($0.video?.width ?? 0) > 0
        }
        // A single picture in a track of its own is a cover; many are a clip, as animation programs write it.
        let isCover = { (stream: StreamFacts) in
            ["png", "bmp", "tiff"].contains(stream.codec) && stream.frameCount == 1
        }
        return (moving.first(where: \.isDefault) ?? moving.first).flatMap { isCover($0) ? nil : $0 }
    }

    private func assemble(
        _ input: borrowing InputFile, _ source: borrowing SourceFile, _ survey: PacketScan,
        _ video: StreamFacts?,
        _ audio: [StreamFacts], _ boxes: MP4Boxes?
    ) throws -> MediaInfo {
        let spans = survey.wanted.sorted().compactMap { survey.spans.span(of: $0) }
        guard let start = spans.map(\.start).min(), let end = spans.map(\.end).max() else {
            throw Failure(
                .unusable, source.path, "there are no media data in it", hint: "the file is not complete")
        }
        var info = MediaInfo(
            path: source.path, container: try Self.containerName(input.formatName, source),
            sizeBytes: source.sizeBytes,
            origin: start, duration: end - start)
        info.packetBytes = survey.packetBytes
        // Other containers have one clock.
        if ["mpegts", "mpeg"].contains(input.formatName), let video, let restart = survey.restart {
            info.clockRestart = MediaTime(ticks: restart, timeBase: video.base) - start
            info.warnings += [info.lackOfClock?.reason].compactMap { $0 }
        }
        if let problem = info.budget.problem(info.duration) {
            guard !isDeep else {
                throw Failure(
                    .unusable, source.path, problem, hint: "name a part with -s and -d to cut it")
            }
            info.warnings.append(problem)
        }
        let isPlausible = info.warnings.isEmpty
        let span = { (stream: Int) in survey.spans.span(of: stream)?.shifted(by: -start) }
        info.video = video.map { survey.video($0, input, span: span($0.index), origin: start) }
        info.audio = audio.filter { survey.spans.span(of: $0.index) != nil }.map { track in
            var sound = MediaInfo.Audio(
                stream: track.index, codec: track.codec, sampleRate: track.audio!.sampleRate,
                channels: track.audio!.channels, isDefault: track.isDefault, timeBase: track.base)
            sound.profile = track.profile
            sound.layout = track.audio!.layout
            sound.span = span(track.index)
            sound.language = track.metadata["language"]
            return sound
        }
        info.otherStreams = input.streams.filter { stream in
            stream.index != video?.index && !info.audio.contains { $0.stream == stream.index }
        }.map(Self.describe)
        if video == nil { info.unreadCodec = Self.unreadCodec(input.streams) }
        info.isFastStart = boxes?.hasIndexFirst
        info.hasEditList = boxes?.hasEditList
        info.isFragmented = boxes?.isFragmented ?? false
        info.title = input.metadata.first { $0.key.lowercased() == "title" }?.value
        info.timecode = video?.metadata["timecode"] ?? input.metadata["timecode"]
        info.location = Self.location(input.metadata) ?? video.flatMap { Self.location($0.metadata) }
        info.provenance = try ProvenanceReader(source, boxes, tags: input.metadata).provenance
        if let note = info.provenance.aiNote { info.warnings.append(note) }
        // FFmpeg 7 and later know it only after analysing the streams.
        let told = input.duration ?? boxes?.duration
        if let claimed = told.map({ MediaTime(ticks: $0, timescale: 1_000_000) }),
            abs(claimed.seconds - info.duration.seconds) > 0.5, abs(claimed.seconds - end.seconds) > 0.5
        {
            info.claimedDuration = claimed
            if isPlausible {
                info.warnings.append(
                    "the header claims \(claimed.text) s, but \(info.duration.text) s are there")
            }
        }
        if let video, survey.spans.span(of: video.index) == nil {
            info.video = nil
            info.warnings.append("the video stream holds no frames")
        }
        return info
    }

    /// The codec of pictures of which even the size is unknown: no decoder for them is allowed.
    private static func unreadCodec(_ streams: [StreamFacts]) -> String? {
        streams.first { $0.kind == .video && $0.video?.isPicture != true && ($0.video?.width ?? 0) == 0 }?
            .codec
    }

    private static func describe(_ stream: StreamFacts) -> String {
        switch stream.kind {
        case .subtitle: "subtitles (\(stream.codec))"
        case .video:
            stream.video?.isPicture == true ? "a cover picture" : "a second video track (\(stream.codec))"
        case .audio:
            describeSound(stream)
        case .other: "a data track"
        }
    }

    private static func describeSound(_ stream: StreamFacts) -> String {
        guard stream.isDecodable else { return "sound without a decoder (\(stream.codec))" }
        return stream.audio.map { $0.channels > 0 && $0.sampleRate > 0 } == true
            ? "an empty sound track (\(stream.codec))" : "sound of an unknown form (\(stream.codec))"
    }

    private static func location(_ tags: [String: String]) -> String? {
        for (key, value) in tags.sorted(by: { $0.key < $1.key }) where key.lowercased().contains("location") {
            if value.first == "+" || value.first == "-" { return value }
        }
        return nil
    }

    /// The container's name; distinguishes QuickTime from MP4 and WebM from Matroska.
    private static func containerName(_ format: String, _ source: borrowing SourceFile) throws(Failure)
        -> String
    {
        let head = try source.bytes(at: 0, count: 64)
        if format.hasPrefix("mov") {
            let brand =
                head.count >= 12 && head[4..<8].elementsEqual("ftyp".utf8)
                ? Array(head[8..<12]) : Array("qt  ".utf8)
            return brand.elementsEqual("qt  ".utf8) ? "mov" : brand.starts(with: "3g".utf8) ? "3gp" : "mp4"
        }
        if format.hasPrefix("matroska") {
            let text = String(decoding: head, as: UTF8.self)
            return text.contains("webm") ? "webm" : "matroska"
        }
        return format.split(separator: ",").first.map(String.init) ?? format
    }
}
