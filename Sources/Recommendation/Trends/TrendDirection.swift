internal import ClipCore

/// The forecast of an item in charts, for the coming week.
public enum TrendDirection: String, Hashable, Codable, CaseIterable, Sendable {
    /// Rising beyond the uncertainty.
    case rising
    /// Stable near the top of its chart.
    case peak
    /// Neither rising nor falling beyond the uncertainty.
    case steady
    /// Falling beyond the uncertainty.
    case falling
    /// Too few points for a direction.
    case tooFew = "too few data"
}

/// What an item did in charts until its latest entry.
public struct TrendHistory: Hashable, Codable, Sendable {
    /// The kind of movement.
    public enum Move: String, Hashable, Codable, CaseIterable, Sendable {
        /// It rose.
        case rose
        /// It fell.
        case fell
        /// It hardly moved.
        case steady
        /// It is in its chart for the first time.
        case new
        /// It is in its chart again.
        case back
        /// It is no longer in its chart.
        case left
        /// Nothing to compare with.
        case unknown
    }

    /// The movement.
    public var move: Move
    /// Gained ranks; nil for counts. Negative if it fell.
    public var places: Int?
    /// Number of days of the movement.
    public var days: Int

    /// Smaller movements on a logarithmic scale are steady: from 10 to 11.
    private static let least = 0.14
    /// A larger movement back ends a movement: from 2 to 4.
    private static let turn = 0.5
    /// Movements within it are a level.
    private static let level = 0.2
    /// Earlier entries are another story.
    private static let window = 70

    /// - Parameters:
    ///   - lines: an item's entries of one chart, sorted by day.
    ///   - chart: the chart's days in order.
    init(_ lines: [TrendObservation], in chart: [CalendarDay]) {
        (move, places, days) = (.unknown, nil, 0)
        guard let final = lines.last, let first = lines.first, let latest = chart.last else { return }
        if final.day < latest, final.rank != nil {
            (move, days) = (.left, latest.days(since: final.day))
            return
        }
        guard chart.count > 1 else { return }
        if first.day == latest {
            move = .new
            return
        }
        let stay = final.rank == nil ? lines[...] : Self.stay(lines, in: chart)
        if stay.count == 1, stay.startIndex > 0 {
            (move, days) = (.back, final.day.days(since: lines[stay.startIndex - 1].day))
            return
        }
        let recent = stay.filter { final.day.days(since: $0.day) <= Self.window }
        // Higher is better for both kinds; a count below 3 % of the peak is noise.
        let peak = recent.compactMap(\.count).max() ?? 0
        let strengths = recent.map { line in
            line.rank.map { -naturalLogarithm(Double($0)) }
                ?? naturalLogarithm(max(line.count ?? 0, CountSeries.floor * peak, 1e-9))
        }
        let last = recent[recent.count - 1]
        let level = strengths.lastIndex { ($0 - strengths[strengths.count - 1]).magnitude > Self.level } ?? -1
        days = last.day.days(since: recent[level + 1].day)
        move = .steady
        let start = Self.lastTurn(strengths)
        let change = strengths[strengths.count - 1] - strengths[start]
        guard days < 21, change.magnitude > Self.least else { return }
        days = last.day.days(since: recent[start].day)
        places = recent[start].rank.flatMap { before in last.rank.map { before - $0 } }
        move = change > 0 ? .rose : .fell
    }

    /// The last entries without a day of the chart between them: what was before the item left is another story.
    private static func stay(_ lines: [TrendObservation], in chart: [CalendarDay]) -> ArraySlice<
        TrendObservation
    > {
        var (place, start) = (chart.count - 1, lines.count - 1)
        while start > 0, place > 0, lines[start - 1].day == chart[place - 1] {
            (place, start) = (place - 1, start - 1)
        }
        return lines[start...]
    }

    /// The index of the last turning point: movements back of less than ``turn`` are no turns.
    private static func lastTurn(_ strengths: [Double]) -> Int {
        var (pivot, low, high, direction) = (0, 0, 0, 0)
        for (index, strength) in strengths.enumerated() {
            if strength <= strengths[low] { low = index }
            if strength >= strengths[high] { high = index }
            if direction <= 0, strength - strengths[low] > turn {
                (pivot, high, direction) = (low, index, 1)
            } else if direction >= 0, strengths[high] - strength > turn {
                (pivot, low, direction) = (high, index, -1)
            }
        }
        return pivot
    }
}
