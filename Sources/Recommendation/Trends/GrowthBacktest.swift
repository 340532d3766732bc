internal import ClipCore

/// Back-test of ``CountSeries`` on the later days of count charts.
struct GrowthBacktest {
    private var (forecasts, lastSteps, growths) = ([Double](), [Double](), [Double]())

    var count: Int { growths.count }
    var spearman: Double? { Spearman.correlation(forecasts, growths) }
    var lastStep: Double? { Spearman.correlation(lastSteps, growths) }

    init(_ boards: [TrendChart]) {
        for board in boards { run(board) }
    }

    private mutating func run(_ board: TrendChart) {
        let days = Set(board.items.values.joined().map(\.day)).sorted()
        let items = board.items.sorted { $0.key < $1.key }.map(\.value)
        for day in days.dropFirst(days.count * 6 / 10) {
            let known = items.compactMap { lines in
                lines.lastIndex { $0.day <= day }.map {
                    (lines: lines, last: $0, series: CountSeries(Array(lines[...$0])))
                }
            }
            let middle = CountSeries.typicalSlope(
                of: known.filter { day.days(since: $0.lines[$0.last].day) <= CountSeries.window }.compactMap(
                    \.series.slope))
            for item in known where item.lines[item.last].day == day {
                guard let slope = item.series.slope, let growth = Self.growth(item.lines, from: item.last)
                else { continue }
                forecasts.append(slope.shrunk(to: middle).perDay)
                lastSteps.append(
                    Self.logarithm(item.lines[item.last]) - Self.logarithm(item.lines[item.last - 1]))
                growths.append(growth)
            }
        }
    }

    /// Growth of the logarithm per 7 days, from the nearest later line; nil without one after 5 to 10 days.
    private static func growth(_ lines: [TrendObservation], from place: Int) -> Double? {
        let age = { (line: TrendObservation) in line.day.days(since: lines[place].day) }
        let later = lines[(place + 1)...].filter { (5...10).contains(age($0)) }
        guard let next = later.min(by: { abs(age($0) - 7) < abs(age($1) - 7) }) else { return nil }
        return (logarithm(next) - logarithm(lines[place])) / Double(age(next)) * 7
    }

    private static func logarithm(_ line: TrendObservation) -> Double {
        naturalLogarithm(max(1, line.count ?? 1))
    }
}

/// Spearman's rank correlation.
enum Spearman {
    /// The correlation, -1 to 1; nil if one side does not vary, or with fewer than three pairs.
    static func correlation(_ one: [Double], _ other: [Double]) -> Double? {
        guard one.count == other.count, one.count >= 3 else { return nil }
        let (left, right) = (ranks(one), ranks(other))
        let middle = Double(one.count - 1) / 2
        let product = { (a: [Double], b: [Double]) in
            zip(a, b).reduce(0) { $0 + ($1.0 - middle) * ($1.1 - middle) }
        }
        let spread = (product(left, left) * product(right, right)).squareRoot()
        return spread > 0 ? product(left, right) / spread : nil
    }

    /// Ranks from 0; equal values share their mean rank.
    private static func ranks(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Double](repeating: 0, count: values.count)
        var start = 0
        while start < order.count {
            let end = order[start...].firstIndex { values[$0] != values[order[start]] } ?? order.count
            for place in start..<end { ranks[order[place]] = Double(start + end - 1) / 2 }
            start = end
        }
        return ranks
    }
}
