/// Pieces one behind the other: the way between a source's clock and that of what is made of it, which reads 0 at
/// the first piece.
public struct Timeline: Hashable, Sendable {
    /// The pieces, in the order in which they are shown.
    public let pieces: [EditSegment]
    /// When each begins, and when the last one ends.
    public let starts: [MediaTime]

    /// A timeline of these pieces.
    public init(_ pieces: [EditSegment]) {
        self.pieces = pieces
        starts = pieces.reduce(into: [.zero]) { $0.append($0.last! + $1.length) }
    }

    /// Parts at their own speed.
    public init(_ ranges: [TimeRange]) { self.init(ranges.map { EditSegment($0) }) }

    /// How long all of it is.
    public var duration: MediaTime { starts.last! }

    /// When one piece turns into the next.
    public var joins: [MediaTime] { Array(starts.dropFirst().dropLast()) }

    /// What is shown in a part of it; only of pieces at their own speed.
    public func part(_ part: TimeRange) -> [EditSegment] {
        zip(pieces, starts).compactMap { piece, start in
            let from = max(part.start, start)
            let to = min(part.end, start + piece.length)
            guard to > from else { return nil }
            let offset = piece.range.start - start
            return EditSegment(TimeRange(start: from + offset, end: to + offset), seam: piece.seam)
        }
    }

    /// What an analysis of the source says of it: its scores, at the times at which it shows them.
    public func shown(_ analysis: Analysis) -> Analysis {
        var shown = Analysis(span: TimeRange(start: .zero, end: duration), pictures: [], sound: [])
        for (piece, start) in zip(pieces, starts) where !piece.isHeld {
            let pictures = analysis.pictures.within(piece.range, \.time)
            let sound = analysis.sound.within(piece.range, \.time)
            shown.pictures += pictures.compactMap { score in
                moved(score.time, piece, start).map {
                    var score = score
                    score.time = $0
                    return score
                }
            }
            shown.sound += sound.compactMap { score in
                moved(score.time, piece, start).map {
                    SoundScore(time: $0, loudness: score.loudness, speech: score.speech)
                }
            }
        }
        return shown
    }

    private func moved(_ time: MediaTime, _ piece: EditSegment, _ start: MediaTime) -> MediaTime? {
        guard piece.range.contains(time) else { return nil }
        return start + piece.shown(time - piece.range.start)
    }
}

extension EditSegment {
    /// How long after its own start the output shows what lies `offset` behind the start of its part.
    public func shown(_ offset: MediaTime) -> MediaTime {
        range.duration == length ? offset : MediaTime(roundingDown: offset.seconds / rate)
    }
}

extension Array {
    /// Those of elements that rise in time that lie in a range.
    fileprivate func within(_ range: TimeRange, _ time: (Element) -> MediaTime) -> ArraySlice<Element> {
        let start = partitioningIndex { time($0) >= range.start }
        return self[start...].prefix(self[start...].partitioningIndex { time($0) >= range.end } - start)
    }
}
