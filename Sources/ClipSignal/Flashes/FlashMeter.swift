public import ClipCore

/// Counts flashes in a sequence of pictures, as defined at ``Flashes``.
///
/// A cell turns when it has moved by the limit from its last extreme, so slow and fast changes count alike.
/// Two turns are a flash of the cell; the picture flashes if a quarter of a field of view flashes together.
public struct FlashMeter: Sendable {
    private var general: [FlashCounter]
    private var red: [FlashCounter]
    private var light = [Swing](repeating: Swing(), count: FlashGrid.cells)
    private var redness = [Swing](repeating: Swing(), count: FlashGrid.cells)

    /// Creates a meter for pictures with this display aspect ratio.
    public init(width: Int, height: Int) {
        general = FlashField.all(width: width, height: height).map(FlashCounter.init)
        red = general
    }

    /// Adds the next picture.
    ///
    /// - Parameter seconds: presentation time; after the one before.
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
                low, high in high.value - low.value > 20 && (low.isMarked || high.isMarked)
            }
            if turnsRed {
                for field in red.indices { red[field].turn(column: column, row: row, at: seconds) }
            }
        }
        for field in general.indices { general[field].finishPicture(at: seconds) }
        for field in red.indices { red[field].finishPicture(at: seconds) }
    }

    /// The flashes so far.
    public var flashes: Flashes {
        let over = (general + red).compactMap(\.firstOver).min()
        return Flashes(
            general: general.map(\.most).max() ?? 0, red: red.map(\.most).max() ?? 0,
            firstOver: over.map { MediaTime(ticks: Int64(($0 * 1000).rounded()), timescale: 1000) })
    }
}

/// Tracks one cell between its extremes.
private struct Swing {
    struct State {
        var value: Float
        var isMarked: Bool
    }

    private var low: State?
    private var high: State?
    /// The direction of the last turn; nil before the first.
    private var rises: Bool?

    /// Updates the state; true if it has left its last extreme by enough.
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
