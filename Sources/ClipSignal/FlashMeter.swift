public import ClipCore

/// Counts flashes of pictures that are given one after another; what counts as one is told at ``Flashes``.
///
/// A cell's state turns where it has moved by the limit from its last extreme, so that slow and fast changes count alike.
/// Two turns of a cell are a flash; cells whose turns lie within two frames of film of each other flash together.
public struct FlashMeter: Sendable {
    private var general = FlashCounter()
    private var red = FlashCounter()
    private var light = [Swing](repeating: Swing(), count: FlashGrid.cells)
    private var redness = [Swing](repeating: Swing(), count: FlashGrid.cells)

    /// A meter that has seen nothing yet.
    public init() {}

    /// Sees the next picture.
    ///
    /// - Parameter seconds: when it is shown; later than the one before.
    public mutating func add(_ grid: FlashGrid, at seconds: Double) {
        for cell in 0..<FlashGrid.cells {
            let value = grid.luminance[cell]
            if light[cell].turns(
                to: value, false, { low, high in high.value - low.value >= 0.1 && low.value < 0.8 })
            {
                general.turn(cell, at: seconds)
            }
            let turnsRed = redness[cell].turns(to: grid.redness[cell], grid.isSaturatedRed[cell]) {
                low, high in
                high.value - low.value > 20 && (low.isMarked || high.isMarked)
            }
            if turnsRed { red.turn(cell, at: seconds) }
        }
        general.finishPicture(at: seconds)
        red.finishPicture(at: seconds)
    }

    /// What was seen so far.
    public var flashes: Flashes {
        let over = [general.firstOver, red.firstOver].compactMap { $0 }.min()
        return Flashes(
            general: general.most, red: red.most,
            firstOver: over.map { MediaTime(ticks: Int64(($0 * 1000).rounded()), timescale: 1000) })
    }
}

/// The movement of one cell between its extremes.
private struct Swing {
    struct State {
        var value: Float
        var isMarked: Bool
    }

    private var low: State?
    private var high: State?
    /// Which way the last turn went; nil before the first.
    private var rises: Bool?

    /// Moves on; true where the state has left its last extreme by enough.
    mutating func turns(to value: Float, _ isMarked: Bool, _ isEnough: (State, State) -> Bool) -> Bool {
        let now = State(value: value, isMarked: isMarked)
        guard let low, let high else {
            (self.low, self.high) = (now, now)
            return false
        }
        if value > high.value { self.high = now }
        if value < low.value { self.low = now }
        if rises != true, isEnough(low, now), value > low.value {
            (rises, self.high) = (true, now)
            return true
        }
        if rises != false, isEnough(now, high), value < high.value {
            (rises, self.low) = (false, now)
            return true
        }
        return false
    }
}

/// Turns of cells become flashes of the picture.
private struct FlashCounter {
    /// A flash of one cell: its two turns.
    private struct Pair {
        let first: Double
        let second: Double
    }

    /// Cells that flash together turn within that time, in seconds: two frames of film.
    private static let together = 0.085
    private static let quarter = FlashGrid.cells / 4

    /// The first turn of a flash that is not complete.
    private var opened = [Double?](repeating: nil, count: FlashGrid.cells)
    /// A flash of the cell that belongs to none of the picture's yet.
    private var waiting = [Pair?](repeating: nil, count: FlashGrid.cells)
    /// Cells that take part in the latest flash of the picture.
    private var joined = [Bool](repeating: false, count: FlashGrid.cells)
    /// Flashes of the picture in the last second.
    private var recent: [Double] = []
    private var last = -Double.infinity
    private(set) var most = 0
    private(set) var firstOver: Double?

    mutating func turn(_ cell: Int, at time: Double) {
        guard let first = opened[cell], time - first <= 1 else {
            opened[cell] = time
            return
        }
        opened[cell] = nil
        if time - last < Self.together, !joined[cell] {
            joined[cell] = true
        } else {
            waiting[cell] = Pair(first: first, second: time)
        }
    }

    mutating func finishPicture(at time: Double) {
        let cells = flashingTogether(at: time)
        guard cells.count >= Self.quarter else { return }
        joined = [Bool](repeating: false, count: FlashGrid.cells)
        for cell in cells { (joined[cell], waiting[cell]) = (true, nil) }
        last = time
        // Exactly one second apart is not within one second; the rest is rounding.
        recent = recent.filter { $0 > time - 1 + 1e-6 } + [time]
        most = max(most, recent.count)
        if recent.count > Flashes.limit, firstOver == nil { firstOver = recent.first }
    }

    /// The most cells whose first turns lie together, of those whose second turns do. Where a camera moves, cells turn too,
    /// but each when an edge passes it.
    private func flashingTogether(at time: Double) -> [Int] {
        let late = waiting.indices.filter { cell in
            waiting[cell].map { time - $0.second < Self.together } ?? false
        }
        guard late.count >= Self.quarter else { return [] }
        let sorted = late.sorted { waiting[$0]!.first < waiting[$1]!.first }
        var (start, best) = (0, 0..<0)
        for end in sorted.indices {
            while waiting[sorted[end]]!.first - waiting[sorted[start]]!.first >= Self.together { start += 1 }
            if end - start >= best.count { best = start..<end + 1 }
        }
        return Array(sorted[best])
    }
}
