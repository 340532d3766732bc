internal import ClipCore
internal import ClipSignal
internal import LibAV

/// Finds the least visible loop point of a short clip.
struct LoopFinder {
    /// Most pictures compared.
    private static let most = 1200

    /// - Returns: nil if there are too few pictures.
    func seam(_ source: borrowing SourceFile, _ info: MediaInfo) throws(Failure) -> LoopPoint? {
        do {
            guard let video = info.video, let span = video.span else { return nil }
            let input = try MediaInput(source)
            let stream = try input.stream(video.stream)
            let shown = span.shifted(by: info.origin)
            let reader = try FrameReader(
                input, stream, from: shown.start.ticksRoundedDown(in: stream.base),
                to: shown.end.ticksRoundedUp(in: stream.base), expected: nil,
                reorderDepth: stream.video?.reorderDepth ?? 0)
            let pictures = try self.pictures(reader, stream, info.origin)
            return LoopPoint(pictures.map(\.time), end: span.end) { one, other in
                Double(pictures[one].grid.difference(to: pictures[other].grid))
            }
        } catch { throw Failure(error, reading: source.path) }
    }

    private func pictures(_ reader: FrameReader, _ stream: StreamFacts, _ origin: MediaTime) throws -> [(
        time: MediaTime, grid: PictureGrid
    )] {
        let sampler = GridSampler()
        let frame = try Frame()
        var (pictures, number, step): ([(time: MediaTime, grid: PictureGrid)], Int, Int) = ([], 0, 1)
        while try reader.next(into: frame) {
            try Interruption.check("look at the clip")
            defer { number += 1 }
            guard number % step == 0, let ticks = frame.presentation, let grid = try sampler.grid(frame)
            else { continue }
            pictures.append((MediaTime(ticks: ticks, timeBase: stream.base) - origin, grid))
            if pictures.count > Self.most {
                pictures = stride(from: 0, to: pictures.count, by: 2).map { pictures[$0] }
                step *= 2
            }
        }
        return pictures
    }
}
