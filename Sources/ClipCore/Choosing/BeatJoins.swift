/// Moves cuts between segments onto music beats: a segment gets shorter, or longer if its shot continues.
public struct BeatJoins: Sendable {
    private let pieces: [EditSegment]
    private let latest: [MediaTime]

    private static let shortest = 1.0
    /// The farthest a cut may move, in seconds; the last segment grows by no more.
    public static let reach = 0.75

    /// - Parameters:
    ///   - pieces: segments at normal speed, in output order.
    ///   - boundaries: shot boundaries, on the source's clock.
    ///   - end: of the source.
    public init(_ pieces: [EditSegment], between boundaries: [ShotBoundary], end: MediaTime) {
        self.pieces = pieces
        let millisecond = MediaTime(ticks: 1, timescale: 1000)
        latest = pieces.map { piece in
            let next = boundaries.first { $0.time > piece.range.end - millisecond }
            guard let next else { return max(end, piece.range.end) }
            return max(piece.range.end, next.time - MediaTime(roundingDown: next.duration / 2))
        }
    }

    /// Aligns as many cuts as possible to beats and keeps the total length.
    ///
    /// - Parameter beats: seconds from the start of the output, ascending.
    /// - Returns: the segments, and how many of their cuts lie on a beat.
    public func aligned(to beats: [Double]) -> (pieces: [EditSegment], joins: Int) {
        let total = pieces.length.seconds
        var (aligned, out, joins, onBeats) = (pieces, 0.0, 0.0, 0)
        for number in pieces.indices.dropLast() {
            joins += pieces[number].length.seconds
            let behind = pieces[(number + 1)...]
            // The segments after this one need at least their shortest, and can fill at most their longest length.
            let most = zip(behind, latest[(number + 1)...]).reduce(0) {
                $0 + ($1.1 - $1.0.range.start).seconds
            }
            let room = (latest[number] - pieces[number].range.start).seconds
            let earliest = max(out + Self.shortest, total - most)
            let last = min(out + room + 0.0005, total - Double(behind.count) * Self.shortest)
            // Without a suitable beat, the cut stays as close to its own place as possible.
            let usual = max(min(joins, last), earliest)
            let best = beats.filter { $0 >= earliest && $0 <= last && abs($0 - joins) <= Self.reach }
                .min { abs($0 - usual) < abs($1 - usual) }
            if best != nil { onBeats += 1 }
            aligned[number] = Self.piece(pieces[number], (best ?? usual) - out)
            out = best ?? usual
        }
        let last = pieces.count - 1
        aligned[last] = Self.piece(pieces[last], total - out)
        return (aligned, onBeats)
    }

    private static func piece(_ piece: EditSegment, _ length: Double) -> EditSegment {
        let start = piece.range.start
        let exact = MediaTime(roundingDown: length + 0.000_000_5)
        return EditSegment(TimeRange(start: start, end: start + exact), seam: piece.seam)
    }
}

extension JobTemplate {
    /// Moves the cuts of one output onto the beats of its music.
    ///
    /// - Parameters:
    ///   - beats: seconds from the start of the output, ascending.
    ///   - boundaries: shot boundaries, on the clip's clock.
    ///   - end: of the clip.
    public mutating func alignJoins(
        to beats: [Double], between boundaries: [ShotBoundary], end: MediaTime, in index: Int
    ) {
        guard let pieces = requests[index].pieces, pieces.count > 1, !beats.isEmpty else { return }
        let (aligned, joins) = BeatJoins(pieces, between: boundaries, end: end).aligned(to: beats)
        requests[index].pieces = aligned
        requests[index].notes.append("\(joins) of \(pieces.count - 1) joins lie on beats of the music")
    }
}
