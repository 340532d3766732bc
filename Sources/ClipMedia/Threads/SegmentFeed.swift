internal import ClipCore
internal import LibAV

/// Decodes an output's segments in order, each from the keyframe before it.
final class SegmentFeed: PictureFeed {
    private let input: MediaInput
    private let stream: StreamFacts
    private let pieces: [EditSegment]
    private let origin: MediaTime
    private let taker: FrameFeed.Taker
    private let deinterlacing: Picture.Deinterlacing
    private let reorderDepth: Int
    private var thread: PipelineThread?

    /// - Parameters:
    ///   - origin: the stream time at which the segments' clock reads 0.
    ///   - reorderDepth: most frames that the stream's decoder must hold back; 0 if unknown.
    init(
        _ input: MediaInput, _ stream: StreamFacts, _ pieces: [EditSegment], origin: MediaTime,
        for taker: FrameFeed.Taker, reorderDepth: Int, _ deinterlacing: Picture.Deinterlacing
    ) {
        (self.input, self.stream, self.pieces, self.origin) = (input, stream, pieces, origin)
        (self.taker, self.reorderDepth, self.deinterlacing) = (taker, reorderDepth, deinterlacing)
    }

    func start() {
        thread = PipelineThread.start("decode") { [self] in
            try run()
            taker.frames.finish()
        } failed: { [self] error in
            taker.frames.fail(error)
        }
    }

    func stop() {
        taker.frames.stop()
        thread?.join()
    }

    private func run() throws {
        var start = MediaTime.zero
        for piece in pieces {
            guard try give(piece, at: start) else { return }
            start = start + piece.length
        }
    }

    /// Passes on a segment's frames; false if no more are wanted. The first frame starts where the segment
    /// does: the previous segment must not show beyond its end.
    private func give(_ piece: EditSegment, at start: MediaTime) throws -> Bool {
        let span = piece.range.shifted(by: origin)
        let first = span.start.ticksRoundedUp(in: stream.base)
        let reader = try FrameReader(
            input, stream, from: first,
            to: piece.isHeld ? Int64.max / 4 : span.end.ticksRoundedUp(in: stream.base),
            expected: nil, reorderDepth: reorderDepth, deinterlacing: deinterlacing)
        defer { taker.changes.add(reader.changes) }
        let frame = try Frame()
        var (isFirst, damaged) = (true, 0)
        while try reader.next(into: frame) {
            guard let time = frame.presentation else { continue }
            taker.note(reader.damaged - damaged, at: taker.span.lowerBound)
            damaged = reader.damaged
            let offset = MediaTime(ticks: time - first, timeBase: stream.base)
            let place = isFirst ? start : start + piece.shown(offset)
            guard try taker.frames.put(.init(frame: Owned(frame.share()), time: place)) else { return false }
            isFirst = false
            if piece.isHeld { return true }
        }
        taker.note(reader.damaged - damaged, at: taker.span.lowerBound)
        return true
    }
}
