internal import ClipCore

/// Counts the flashes of one field of view: cells flash together if their turns are within two film frames.
struct FlashCounter: Sendable {
    /// A flash of one cell: its two turns.
    private struct Pair {
        let first: Double
        let second: Double
    }

    /// The longest time in seconds between turns of cells that flash together: two film frames.
    private static let together = 0.085

    private let field: FlashField
    /// The first turn of each incomplete flash.
    private var opened: [Double?]
    /// A flash of each cell that is not part of a field's flash yet.
    private var waiting: [Pair?]
    /// When the latest was added.
    private var added = -Double.infinity
    /// Cells that are part of the field's latest flash.
    private var joined: [Bool]
    /// Flashes of the field in the last second.
    private var recent: [Double] = []
    private var last = -Double.infinity
    /// The most flashes in any one second.
    private(set) var most = 0
    /// When the limit is first exceeded.
    private(set) var firstOver: Double?

    init(_ field: FlashField) {
        self.field = field
        opened = [Double?](repeating: nil, count: field.cells)
        waiting = [Pair?](repeating: nil, count: field.cells)
        joined = [Bool](repeating: false, count: field.cells)
    }

    /// Records a turn of a cell; cells outside the field are ignored.
    mutating func turn(column: Int, row: Int, at time: Double) {
        guard let cell = field.cell(column: column, row: row) else { return }
        guard let first = opened[cell], time - first <= 1 else {
            opened[cell] = time
            return
        }
        opened[cell] = nil
        if time - last < Self.together, !joined[cell] {
            joined[cell] = true
        } else {
            waiting[cell] = Pair(first: first, second: time)
            added = time
        }
    }

    mutating func finishPicture(at time: Double) {
        guard time - added < Self.together else { return }
        let cells = flashingTogether(at: time)
        guard field.isEnough(cells.count) else { return }
        for cell in joined.indices { joined[cell] = false }
        for cell in cells { (joined[cell], waiting[cell]) = (true, nil) }
        last = time
        // One second apart is not within one second; the rest is rounding.
        recent = recent.filter { $0 > time - 1 + 1e-6 } + [time]
        most = max(most, recent.count)
        if recent.count > Flashes.limit, firstOver == nil { firstOver = recent.first }
    }

    /// The largest set of cells whose first turns coincide, among those whose second turns do. When the
    /// camera moves, cells also turn, but each as an edge passes it.
    private func flashingTogether(at time: Double) -> [Int] {
        let late = waiting.indices.filter { cell in
            waiting[cell].map { time - $0.second < Self.together } ?? false
        }
        guard field.isEnough(late.count) else { return [] }
        let sorted = late.sorted { waiting[$0]!.first < waiting[$1]!.first }
        var (start, best) = (0, 0..<0)
        for end in sorted.indices {
            while waiting[sorted[end]]!.first - waiting[sorted[start]]!.first >= Self.together { start += 1 }
            if end - start >= best.count { best = start..<end + 1 }
        }
        return Array(sorted[best])
    }
}
