/// Aligns segments to the frames of source and output. Each starts with a source frame and lasts whole output
/// frames; the total length is kept.
struct SegmentGrid {
    private let shown: [MediaTime]
    private let base: TimeBase

    /// - Parameters:
    ///   - index: the frames around all segments.
    ///   - origin: time 0 of the segments, on the index's clock.
    ///   - rate: frames per second of the output.
    init(_ index: FrameIndex, origin: MediaTime, rate: Fraction) {
        shown = index.entries.filter(\.isShown).map(\.presentation).sorted().map { index.time($0) - origin }
        base = TimeBase(Int64(rate.denominator), Int64(rate.numerator))
    }

    /// The segments of an output of `frames` frames; the rest is dropped.
    func fitted(_ pieces: [EditSegment], frames: Int) -> [EditSegment] {
        var fitted: [EditSegment] = []
        var (asked, given) = (MediaTime.zero, Int64(0))
        for (number, piece) in pieces.enumerated() {
            asked = asked + piece.length
            let isLast = number == pieces.count - 1
            let end = isLast ? Int64(frames) : min(Int64(frames), asked.ticksNearest(in: base))
            guard end > given else { continue }
            fitted.append(self.piece(piece, frames: end - given))
            given = end
        }
        return fitted
    }

    private func piece(_ piece: EditSegment, frames: Int64) -> EditSegment {
        var fitted = piece
        fitted.range.start = picture(at: piece.range.start)
        fitted.length = MediaTime(ticks: frames, timeBase: base)
        if piece.rate == 1, !piece.isHeld { fitted.range.end = fitted.range.start + fitted.length }
        return fitted
    }

    /// Start time of the frame at a time; containers that round to milliseconds put it up to one later.
    private func picture(at time: MediaTime) -> MediaTime {
        let latest = time + MediaTime(ticks: 1, timescale: 1000)
        let next = shown.partitioningIndex { $0 > latest }
        return next > 0 ? shown[next - 1] : shown.first ?? time
    }
}
