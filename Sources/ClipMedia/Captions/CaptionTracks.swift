internal import ClipCore
internal import LibAV

/// The subtitle tracks of a clip.
struct CaptionTracks {
    private let tracks: [StreamFacts]
    private let path: FilePath

    init(_ streams: [StreamFacts], of path: FilePath) {
        (tracks, self.path) = (streams.filter { $0.kind == .subtitle }, path)
    }

    /// The requested track; nil if any will do and none is text.
    ///
    /// - Throws: if a requested track does not exist or is not text.
    func track(_ search: OutputSettings.CaptionSearch) throws(Failure) -> StreamFacts? {
        let readable = tracks.filter { CaptionPacket.codecs.contains($0.codec) }
        if search.source == .anywhere { return best(readable, search.languages) }
        guard !tracks.isEmpty else {
            throw Failure(
                .unusable, path, "it has no subtitle track",
                hint: "--captions takes a file, such as an .srt, too")
        }
        let asked = search.language.map { [$0] }
        let isMeant = { (track: StreamFacts) in asked.map { $0 == [Self.language(track)] } ?? true }
        if let track = best(readable.filter(isMeant), asked ?? search.languages) { return track }
        let names = tracks.map { "\(Self.language($0)) (\($0.codec))" }.joined(separator: ", ")
        guard let other = tracks.first(where: isMeant) else {
            throw Failure(
                .unusable, path, "it has no subtitle track in '\(asked?.first ?? "")'",
                hint: "its tracks: \(names)")
        }
        let isPicture = CaptionPacket.pictures.contains(other.codec)
        throw Failure(
            .unusable, path,
            isPicture
                ? "its subtitle track is made of pictures (\(other.codec)), not of text"
                : "clipfit does not read subtitle tracks of the kind \(other.codec)",
            hint: "--captions takes a file, such as an .srt, too")
    }

    private func best(_ tracks: [StreamFacts], _ languages: [String]) -> StreamFacts? {
        let wanted = languages.lazy.compactMap { language in tracks.first { Self.language($0) == language } }
        return wanted.first ?? tracks.first(where: \.isDefault) ?? tracks.first
    }

    static func language(_ track: StreamFacts) -> String {
        LanguageCode.short(track.metadata["language"] ?? "und")
    }

    /// The captions of a track in a span of the container's clock, on the clip's clock. Seeks in the file.
    static func captions(
        _ track: StreamFacts, in span: TimeRange, origin: MediaTime, _ input: MediaInput, _ video: Int
    ) throws -> CaptionFile {
        let main = try input.stream(video)
        // Without the picture's packets, demuxers other than MP4's would read on to the next caption, however far.
        input.file.select(input.file.formatName.hasPrefix("mov") ? [track.index] : [track.index, video])
        // No caption is shown for longer.
        let start = span.start - MediaTime(ticks: 60, timescale: 1)
        _ = try input.file.seek(stream: video, to: start.ticksRoundedDown(in: main.base))
        let packet = try Packet()
        var found: [Caption] = []
        while try input.file.read(into: packet) {
            guard let ticks = packet.presentation else { continue }
            guard packet.stream == track.index else {
                if MediaTime(ticks: ticks, timeBase: main.base) > span.end + MediaTime(ticks: 5, timescale: 1)
                {
                    break
                }
                continue
            }
            let time = MediaTime(ticks: ticks, timeBase: track.base)
            guard time < span.end else { break }
            let length = MediaTime(ticks: packet.duration, timeBase: track.base)
            let range = TimeRange(start: time - origin, end: time - origin + length)
            let bytes = packet.withBytes { Array($0) }
            if let caption = try CaptionPacket.caption(bytes, track.codec, range) { found.append(caption) }
        }
        return CaptionFile(found)
    }
}
