internal import ClipCore
internal import ClipSignal
internal import LibAV

/// Counts flashes in a file by decoding its whole picture.
struct FlashWatcher {
    var threads = 1

    /// Flashes of the file; nil without a picture, and for HDR, whose brightness depends on the screen.
    func flashes(of source: borrowing SourceFile, _ info: MediaInfo) throws(Failure) -> Flashes? {
        guard let video = info.video, !video.colour.isHDR else { return nil }
        do {
            return try count(source, video, info.origin)
        } catch { throw Failure(error, reading: source.path) }
    }

    private func count(_ source: borrowing SourceFile, _ video: MediaInfo.Video, _ origin: MediaTime) throws
        -> Flashes
    {
        let input = try MediaInput(source)
        let stream = try input.stream(video.stream)
        let reader = try FrameReader(
            input, stream, from: .min / 4, to: .max, expected: nil,
            reorderDepth: stream.video?.reorderDepth ?? 0, threads: threads)
        let model = ColourModel(video.colour, height: video.height)
        let sampler = FlashSampler()
        // The grid is aligned with the coded picture, before rotation.
        let isTurned = video.rotation % 180 != 0
        var meter = FlashMeter(
            width: isTurned ? video.displayHeight : video.displayWidth,
            height: isTurned ? video.displayWidth : video.displayHeight)
        var last = -Double.infinity
        let frame = try Frame()
        while try reader.next(into: frame) {
            try Interruption.check("count the flashes")
            guard let ticks = frame.presentation else { continue }
            let time = (MediaTime(ticks: ticks, timeBase: stream.base) - origin).seconds
            guard time > last, let grid = try sampler.grid(frame, model) else { continue }
            meter.add(grid, at: time)
            last = time
        }
        return meter.flashes
    }
}
