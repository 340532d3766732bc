/// Makes segments begin and end between words where silences are taken out.
struct WholeWords {
    /// Where somebody speaks, on the clip's clock, in order.
    let speech: [TimeRange]
    let clip: TimeRange

    /// Shorter segments at an end would flash by.
    private static let shortest = MediaTime(ticks: 3, timescale: 10)

    /// The segments without what is left of words at their ends. In its place as much of the silence before and behind
    /// them stays as the length takes.
    func fitted(_ pieces: [EditSegment], to length: MediaTime) -> [EditSegment] {
        var pieces = pieces
        while let first = pieces.first {
            let start =
                word(around: first.range.start).map { min($0.end, first.range.end) } ?? first.range.start
            guard first.range.end - start < Self.shortest else {
                pieces[0] = EditSegment(TimeRange(start: start, end: first.range.end), seam: first.seam)
                break
            }
            guard pieces.count > 1 else { break }
            pieces.removeFirst()
        }
        while let last = pieces.last {
            let end = word(around: last.range.end).map { max($0.start, last.range.start) } ?? last.range.end
            guard end - last.range.start < Self.shortest else {
                pieces[pieces.count - 1] = EditSegment(
                    TimeRange(start: last.range.start, end: end), seam: last.seam)
                break
            }
            guard pieces.count > 1 else { break }
            pieces.removeLast()
        }
        return filled(pieces, to: length)
    }

    /// The word that a time lies in, by more than a frame; nil for none, and at the ends of the clip.
    private func word(around time: MediaTime) -> TimeRange? {
        let frame = MediaTime(ticks: 1, timescale: 30)
        return speech.first { $0.start + frame < time && time < $0.end - frame }
    }

    private func filled(_ pieces: [EditSegment], to length: MediaTime) -> [EditSegment] {
        guard var last = pieces.last?.range, var first = pieces.first?.range else { return pieces }
        var pieces = pieces
        let room = (speech.first { $0.start >= last.end }?.start ?? clip.end) - last.end
        last.end = last.end + max(.zero, min(room, length - pieces.length))
        pieces[pieces.count - 1] = EditSegment(last, seam: pieces[pieces.count - 1].seam)
        first = pieces[0].range
        let before = first.start - (speech.last { $0.end <= first.start }?.end ?? clip.start)
        first.start = first.start - max(.zero, min(before, length - pieces.length))
        pieces[0] = EditSegment(first, seam: pieces[0].seam)
        return pieces
    }
}
