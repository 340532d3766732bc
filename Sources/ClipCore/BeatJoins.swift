/// Moves the joins of pieces onto beats of music: pieces become shorter, or longer where their shot goes on.
public struct BeatJoins: Sendable {
    private let pieces: [Piece]
    private let latest: [MediaTime]

    /// No piece becomes shorter than so many seconds.
    private static let shortest = 1.0
    /// A join moves by so many seconds at the most.
    private static let reach = 0.75

    /// - Parameters:
    ///   - pieces: at their own speed, in the order in which they are shown.
    ///   - boundaries: changes of shots, on the clock of the pieces' source.
    ///   - end: of the source.
    public init(_ pieces: [Piece], between boundaries: [ShotBoundary], end: MediaTime) {
        self.pieces = pieces
        let millisecond = MediaTime(ticks: 1, timescale: 1000)
        latest = pieces.map { piece in
            let next = boundaries.first { $0.time > piece.range.end - millisecond }
            guard let next else { return max(end, piece.range.end) }
            return max(piece.range.end, next.time - MediaTime(microseconds: next.duration / 2))
        }
    }

    /// The pieces with as many joins on beats as can be, as long together as they were.
    ///
    /// - Parameter beats: seconds from the start of the output, rising.
    /// - Returns: the pieces, and how many of their joins lie on a beat.
    public func aligned(to beats: [Double]) -> (pieces: [Piece], joins: Int) {
        var (aligned, out, rest, joins) = (pieces, 0.0, pieces.length.seconds, 0)
        for number in pieces.indices.dropLast() {
            let behind = pieces[(number + 1)...]
            // What the pieces behind this one can fill at the most has to be left to them, and their least too.
            let most = zip(behind, latest[(number + 1)...]).reduce(0) {
                $0 + ($1.1 - $1.0.range.start).seconds
            }
            let least = Double(behind.count) * Self.shortest
            let room = (latest[number] - pieces[number].range.start).seconds
            let length = pieces[number].length.seconds
            let lengths = beats.map { $0 - out }.filter {
                $0 >= Self.shortest && $0 <= room + 0.0005 && rest - $0 >= least && rest - $0 <= most
            }
            // Where the beats do not help the join stays as near as it can be.
            let usual = min(max(length, rest - most), min(room, rest - least))
            let best = lengths.min { abs($0 - usual) < abs($1 - usual) }
            let isNear = best.map { abs($0 - usual) <= Self.reach } ?? false
            let taken = isNear ? best! : usual
            if isNear { joins += 1 }
            aligned[number] = Self.piece(pieces[number], taken)
            (out, rest) = (out + taken, rest - taken)
        }
        let last = pieces.count - 1
        aligned[last] = Self.piece(pieces[last], rest)
        return (aligned, joins)
    }

    private static func piece(_ piece: Piece, _ length: Double) -> Piece {
        let start = piece.range.start
        let exact = MediaTime(microseconds: length + 0.000_000_5)
        return Piece(TimeRange(start: start, end: start + exact), seam: piece.seam)
    }
}

extension TrimWork {
    /// Moves the joins of one output onto the beats of its music.
    ///
    /// - Parameters:
    ///   - beats: seconds from the start of the output, rising.
    ///   - boundaries: changes of shots, on the clip's clock.
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
