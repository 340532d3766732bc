public import ClipCore

/// Counts flashes of pictures that are given one after another; what counts as one is told at ``Flashes``.
///
/// A cell's state turns where it has moved by the limit from its last extreme, so that slow and fast changes count alike.
/// Two turns of a cell are a flash; where a quarter of what an eye sees at once flashes together, the picture does.
public struct FlashMeter: Sendable {
    private var general: [FlashCounter]
    private var red: [FlashCounter]
    private var light = [Swing](repeating: Swing(), count: FlashGrid.cells)
    private var redness = [Swing](repeating: Swing(), count: FlashGrid.cells)

    /// A meter of pictures that are shown in this shape, which has seen nothing yet.
    public init(width: Int, height: Int) {
        general = FlashField.all(width: width, height: height).map(FlashCounter.init)
        red = general
    }

    /// Sees the next picture.
    ///
    /// - Parameter seconds: when it is shown; later than the one before.
    public mutating func add(_ grid: FlashGrid, at seconds: Double) {
        for cell in 0..<FlashGrid.cells {
            let (column, row) = (cell % FlashGrid.side, cell / FlashGrid.side)
            let value = grid.luminance[cell]
            if light[cell].turns(
                to: value, false, { low, high in high.value - low.value >= 0.1 && low.value < 0.8 })
            {
                for field in general.indices { general[field].turn(column: column, row: row, at: seconds) }
            }
            let turnsRed = redness[cell].turns(to: grid.redness[cell], grid.isSaturatedRed[cell]) {
                low, high in
                high.value - low.value > 20 && (low.isMarked || high.isMarked)
            }
            if turnsRed {
                for field in red.indices { red[field].turn(column: column, row: row, at: seconds) }
            }
        }
        for field in general.indices { general[field].finishPicture(at: seconds) }
        for field in red.indices { red[field].finishPicture(at: seconds) }
    }

    /// What was seen so far.
    public var flashes: Flashes {
        let over = (general + red).compactMap(\.firstOver).min()
        return Flashes(
            general: general.map(\.most).max() ?? 0, red: red.map(\.most).max() ?? 0,
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
