public import ClipCore
internal import ClipSignal
internal import LibAV
internal import SystemLibrary

/// Makes thumbnails of clips, for people who browse many of them.
public struct ThumbnailMaker: Sendable {
    /// The longer side of each frame, in pixels.
    public var longSide: Int
    /// Number of frames side by side.
    public var count: Int
    /// Black pixels between two frames.
    public var gap = 2
    /// Size limit of the JPEG in bytes, met by lowering quality as far as possible.
    public var maximumBytes: Int

    /// - Parameter maximumBytes: size limit of the JPEG.
    public init(longSide: Int, count: Int = 1, maximumBytes: Int) {
        (self.longSide, self.count, self.maximumBytes) = (longSide, count, maximumBytes)
    }

    /// Makes a thumbnail of evenly spaced frames, or of the one at `time`.
    ///
    /// - Parameter time: from the start of the file's picture; nil for even spacing.
    /// - Throws: if the file cannot be read or nothing of it decodes.
    public func make(_ path: FilePath, at time: MediaTime? = nil) throws(Failure) -> Thumbnail {
        let source = try SourceFile.open(path)
        let info = try Prober().probe(source)
        do {
            return try make(try MediaInput(source), info, at: time)
        } catch { throw Failure(error, reading: path) }
    }

    func make(_ input: MediaInput, _ info: MediaInfo, at time: MediaTime? = nil) throws -> Thumbnail {
        guard let video = info.video, let span = video.span else {
            throw ProofFailure("there is no video in it")
        }
        let reader = StillReader(longSide: longSide)
        let stills = try reader.read(input, video, at: times(in: span, time).map { $0 + info.origin })
        guard !stills.isEmpty else { throw ProofFailure("none of its pictures decode") }
        return try encoded(FilmStrip(stills))
    }

    /// Makes a thumbnail of what a plan shows: evenly spaced frames of its output, what it crops away darkened, and with a
    /// line around what no platform covers.
    ///
    /// - Parameter zones: the platforms' margins; empty for no line.
    func make(_ input: MediaInput, _ info: MediaInfo, of plan: Plan, zones: [Platform.Margins]) throws
        -> Thumbnail
    {
        try encoded(FilmStrip(try stills(input, info, of: plan, zones: zones).map(\.still), gap: gap))
    }

    /// Those frames, with their times on the source's clock.
    func stills(_ input: MediaInput, _ info: MediaInfo, of plan: Plan, zones: [Platform.Margins]) throws
        -> [(time: MediaTime, still: Still)]
    {
        guard let video = info.video else { throw ProofFailure("there is no video in it") }
        let timeline = Timeline(plan.pieces ?? [EditSegment(plan.window)])
        let reader = StillReader(longSide: longSide)
        let stills = try (0..<count).flatMap { place -> [(time: MediaTime, still: Still)] in
            let share = timeline.duration.seconds * (Double(place) + 0.5) / Double(count)
            let time = timeline.source(at: MediaTime(roundingDown: share))
            return try reader.read(input, video, at: [time + info.origin]).map { still in
                (time: time, still: Self.framed(still, plan.picture, at: time, video, zones))
            }
        }
        guard !stills.isEmpty else { throw ProofFailure("none of its pictures decode") }
        return stills
    }

    private static func framed(
        _ still: Still, _ picture: Picture?, at time: MediaTime, _ video: MediaInfo.Video,
        _ zones: [Platform.Margins]
    ) -> Still {
        guard let picture else { return still }
        let isTurned = video.rotation % 180 != 0
        let across = Double(still.width) / Double(isTurned ? video.height : video.width)
        let down = Double(still.height) / Double(isTurned ? video.width : video.height)
        var crop = picture.crop ?? picture.content
        if let path = picture.path, case .crop(let x, let y) = path.place(at: time) {
            crop = Picture.Rectangle(x: Int(x), y: Int(y), size: path.size)
        }
        let whole = Picture.Rectangle(
            x: 0, y: 0, size: Picture.Size(width: still.width, height: still.height))
        let shown =
            crop.map { crop in
                Picture.Rectangle(
                    x: Int(Double(crop.x) * across), y: Int(Double(crop.y) * down),
                    size: Picture.Size(
                        width: Int(Double(crop.size.width) * across),
                        height: Int(Double(crop.size.height) * down)))
            } ?? whole
        var clear = SafeZone(frame: shown.size, margins: zones).rectangle
        (clear.x, clear.y) = (clear.x + shown.x, clear.y + shown.y)
        return still.shaded(
            outside: [shown], around: zones.isEmpty || picture.reframe != .cover ? shown : clear)
    }

    private func times(in span: TimeRange, _ time: MediaTime?) -> [MediaTime] {
        if let time { return [span.start + time] }
        return (0..<count).map { place in
            let share = span.duration.seconds * (Double(place) + 0.5) / Double(count)
            return span.start + MediaTime(ticks: Int64(share * 1000), timescale: 1000)
        }
    }

    private func encoded(_ strip: FilmStrip) throws(AVFailure) -> Thumbnail {
        var bytes: [UInt8] = []
        for quality in [4, 7, 12, 20, 31] {
            bytes = try JPEGWriter.file(
                strip.pixels, width: strip.width, height: strip.height, quality: quality)
            if bytes.count <= maximumBytes { break }
        }
        return Thumbnail(base64: Data(bytes).base64EncodedString(), width: strip.width, height: strip.height)
    }
}
