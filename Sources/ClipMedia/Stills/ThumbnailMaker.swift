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
        return Thumbnail(
            base64: Data(bytes).base64EncodedString(), width: strip.width, height: strip.height)
    }
}
