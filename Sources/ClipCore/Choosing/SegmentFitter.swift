/// Fits segments to the requested length.
struct SegmentFitter {
    let length: MediaTime

    /// How long the sound of a held last picture takes to fade to silence.
    private static let fall = MediaTime(ticks: 1, timescale: 1)
    /// Length of the crossfade where a loop repeats.
    private static let seam = MediaTime(ticks: 80, timescale: 1000)

    /// Slows all segments down to fill the length.
    ///
    /// - Throws: if that needs less than half speed.
    func slower(_ pieces: [EditSegment], _ notes: inout [String]) throws(PlanningError) -> [EditSegment] {
        let rate = pieces.length.seconds / length.seconds
        guard rate >= EditSegment.rates.lowerBound else {
            throw PlanningError(
                .unsatisfiable,
                "\(pieces.length.text) s cannot become \(length.text) s: nothing is played slower than at half its speed",
                hint: "take --fit loop or freeze, or a shorter length")
        }
        notes.append("played at \(Self.percent(rate)) of its speed")
        return stretched(pieces)
    }

    /// Speeds the whole clip up to fit, or returns the chosen segments if it is too long.
    func faster(_ all: Timeline, or chosen: [EditSegment], _ notes: inout [String]) -> [EditSegment] {
        let rate = all.duration.seconds / length.seconds
        guard rate <= EditSegment.rates.upperBound else {
            notes.append("not played faster: there is more than twice as much, so a part is taken")
            return chosen
        }
        notes.append("played at \(Self.percent(rate)) of its speed")
        return stretched(all.pieces)
    }

    private static func percent(_ rate: Double) -> String { "\(Int((rate * 100).rounded())) %" }

    private func stretched(_ pieces: [EditSegment]) -> [EditSegment] {
        let factor = length.seconds / pieces.length.seconds
        var rest = length
        return pieces.enumerated().map { number, piece in
            var piece = piece
            let isLast = number == pieces.count - 1
            piece.length = isLast ? rest : MediaTime(roundingDown: piece.length.seconds * factor)
            rest = rest - piece.length
            return piece
        }
    }

    /// Repeats the segments, from the loop point's end back to its start if there is one.
    func repeated(_ pieces: [EditSegment], _ seam: LoopPoint?, _ notes: inout [String]) -> [EditSegment] {
        let all = Timeline(pieces)
        let body = seam?.range ?? TimeRange(start: .zero, end: all.duration)
        var result = all.part(TimeRange(start: .zero, end: body.end))
        var again = all.part(body)
        if !again.isEmpty { again[0].seam = Self.seam }
        var rest = (length - result.length).seconds
        while rest > 0, !again.isEmpty {
            result += again
            rest -= again.length.seconds
        }
        notes.append(
            "repeated from \(body.end.text) s back to \(body.start.text) s"
                + (seam.map { ", where the pictures are most alike (\($0.text))" } ?? ""))
        return Timeline(result).part(TimeRange(start: .zero, end: length))
    }

    /// Holds the last picture for the missing time.
    func held(_ pieces: [EditSegment], _ notes: inout [String]) -> [EditSegment] {
        guard let last = pieces.last else { return pieces }
        let missing = length - pieces.length
        notes.append("the last picture is held for \(missing.text) s")
        let millisecond = MediaTime(ticks: 1, timescale: 1000)
        return pieces + [
            EditSegment(
                TimeRange(start: last.range.end - millisecond, end: last.range.end), length: missing,
                isHeld: true, seam: Self.fall)
        ]
    }
}
