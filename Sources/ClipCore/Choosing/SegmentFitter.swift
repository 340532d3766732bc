/// Makes pieces as long as an output is to be.
struct SegmentFitter {
    let length: MediaTime

    /// How long the last sound takes to fall to silence where a picture is held; the end of a seam lies there.
    private static let fall = MediaTime(ticks: 1, timescale: 1)
    /// How long both ends of a loop sound together.
    private static let seam = MediaTime(ticks: 80, timescale: 1000)

    /// All of it slower, so that it lasts long enough.
    ///
    /// - Throws: where that would be slower than half its speed.
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

    /// All of it faster, or else what was chosen as it is.
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

    /// The pieces again and again: from a seam's end back to its start, where there is one.
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

    /// The last picture held for what is missing.
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
