/// Segments in order, and the mapping between the source's clock and the output's, which starts at 0.
public struct Timeline: Hashable, Sendable {
    /// The segments, in output order.
    public let pieces: [EditSegment]
    /// The output start time of each segment, and the end of the last.
    public let starts: [MediaTime]

    package init(_ pieces: [EditSegment]) {
        self.pieces = pieces
        starts = pieces.reduce(into: [.zero]) { $0.append($0.last! + $1.length) }
    }

    /// Creates a timeline of ranges at normal speed.
    public init(_ ranges: [TimeRange]) { self.init(ranges.map { EditSegment($0) }) }

    /// Total length.
    public var duration: MediaTime { starts.last! }

    /// Output times at which one segment follows another.
    public var joins: [MediaTime] { Array(starts.dropFirst().dropLast()) }

    /// The segments of an output range; only for segments at normal speed.
    public func part(_ part: TimeRange) -> [EditSegment] {
        zip(pieces, starts).compactMap { piece, start in
            let from = max(part.start, start)
            let to = min(part.end, start + piece.length)
            guard to > from else { return nil }
            let offset = piece.range.start - start
            return EditSegment(TimeRange(start: from + offset, end: to + offset), seam: piece.seam)
        }
    }

    /// The source time that is shown at an output time.
    public func source(at time: MediaTime) -> MediaTime {
        let place = max(0, starts.dropLast().partitioningIndex { $0 > time } - 1)
        let piece = pieces[place]
        guard !piece.isHeld else { return piece.range.start }
        let offset = time - starts[place]
        return piece.range.start
            + (piece.rate == 1 ? offset : MediaTime(roundingDown: offset.seconds * piece.rate))
    }

    /// Maps an analysis of the source to the output's clock.
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
            shown.speech += analysis.speech.compactMap { range in
                let heard = TimeRange(
                    start: max(range.start, piece.range.start), end: min(range.end, piece.range.end))
                guard heard.start < heard.end else { return nil }
                return TimeRange(
                    start: start + piece.shown(heard.start - piece.range.start),
                    end: start + piece.shown(heard.end - piece.range.start))
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
    /// The output offset of a source offset, both from the start of the segment.
    public func shown(_ offset: MediaTime) -> MediaTime {
        range.duration == length ? offset : MediaTime(roundingDown: offset.seconds / rate)
    }
}

extension Array {
    /// The elements inside a range, if they are sorted by time.
    fileprivate func within(_ range: TimeRange, _ time: (Element) -> MediaTime) -> ArraySlice<Element> {
        let start = partitioningIndex { time($0) >= range.start }
        return self[start...].prefix(self[start...].partitioningIndex { time($0) >= range.end } - start)
    }
}
