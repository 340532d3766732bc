internal import ClipCore

/// Ranks of a chart by week, with features of each item at the end of each week.
///
/// A week runs from Monday to Sunday and is represented by its last chart. The strength of a rank is ln((N +
/// 1) / rank), with the longest chart so far as N, and 0 off the chart (RECOMMENDATION.md, section 2).
struct RankSeries {
    /// An item at the end of a week: listed now or within the last four weeks.
    struct State {
        let item: Int
        /// Its current strength; 0 off the chart.
        let strength: Double
        let isListed: Bool
        /// The twelve features of the forecast, from this and earlier weeks only.
        let features: [Double]
    }

    struct Week {
        /// The day of its last chart.
        let day: CalendarDay
        /// ln(N + 1).
        let top: Double
        /// All items that could be listed a week later.
        let states: [State]
        let strengths: [Int: Double]
        /// Ranks of listed items.
        let ranks: [Int: Int]
    }

    /// Weeks that an item off the chart is remembered.
    static let memory = 4

    /// Index of "listed" in the features.
    static let listedFeature = 9

    private(set) var items: [String] = []
    /// Weeks with a chart, in order.
    private(set) var weeks: [Week] = []
    private var memories: [Memory] = []
    private var size = 1

    /// The history of an item.
    private struct Memory {
        var week: Double
        var month: Double
        var peak: Double
        var weeks = 0
        var lastWeek = 0
        var before = 0.0
        var beforeThat = 0.0
    }

    init(_ board: TrendChart) {
        var days: [CalendarDay: [Int: Int]] = [:]
        for (index, key) in board.items.keys.sorted().enumerated() {
            items.append(key)
            for line in board.items[key] ?? [] { days[line.day, default: [:]][index] = line.rank }
        }
        memories = [Memory](repeating: Memory(week: 0, month: 0, peak: -1), count: items.count)
        let order = days.keys.sorted()
        for (place, day) in order.enumerated() {
            let ranks = days[day] ?? [:]
            size = max(size, ranks.values.max() ?? 1)
            let strengths = ranks.mapValues { naturalLogarithm(Double(size + 1) / Double($0)) }
            remember(strengths, gap: place == 0 ? 1 : day.days(since: order[place - 1]))
            if place + 1 == order.count || Self.week(of: order[place + 1]) != Self.week(of: day) {
                close(day, ranks, strengths)
            }
        }
    }

    /// Weeks since 1969-12-29, a Monday.
    private static func week(of day: CalendarDay) -> Int {
        let days = day.number + 3
        return days >= 0 ? days / 7 : (days - 6) / 7
    }

    /// Updates the means; after a longer gap the new chart weighs more.
    private mutating func remember(_ strengths: [Int: Double], gap: Int) {
        let week = 1 - exponential(-naturalLogarithm(2) * Double(gap) / 7)
        let month = 1 - exponential(-naturalLogarithm(2) * Double(gap) / 28)
        for index in memories.indices {
            let strength = strengths[index] ?? 0
            if memories[index].peak < 0 {
                guard strengths[index] != nil else { continue }
                memories[index].week = strength
                memories[index].month = strength
            } else {
                memories[index].week += week * (strength - memories[index].week)
                memories[index].month += month * (strength - memories[index].month)
            }
            memories[index].peak = max(memories[index].peak, strength)
            if strengths[index] != nil { memories[index].lastWeek = weeks.count }
        }
    }

    private mutating func close(_ day: CalendarDay, _ ranks: [Int: Int], _ strengths: [Int: Double]) {
        var states: [State] = []
        for index in memories.indices where memories[index].peak >= 0 {
            let strength = strengths[index]
            if strength != nil { memories[index].weeks += 1 }
            let away = strength != nil ? 0 : weeks.count - memories[index].lastWeek
            if away <= Self.memory {
                states.append(
                    State(
                        item: index, strength: strength ?? 0, isListed: strength != nil,
                        features: features(memories[index], strength, away: away)))
            }
            memories[index].beforeThat = memories[index].before
            memories[index].before = strength ?? 0
        }
        weeks.append(
            Week(
                day: day, top: naturalLogarithm(Double(size + 1)), states: states, strengths: strengths,
                ranks: ranks))
    }

    /// Strength, its last two changes, distances of the week's mean, the four-week mean and the peak, weeks
    /// listed, new, back again, listed, strength if new, weeks away.
    private func features(_ memory: Memory, _ strength: Double?, away: Int) -> [Double] {
        let now = strength ?? 0
        let isNew = strength != nil && memory.weeks == 1
        let isBack = strength != nil && !isNew && memory.before == 0
        return [
            now, isNew ? 0 : now - memory.before, isNew ? 0 : memory.before - memory.beforeThat,
            memory.week - now, memory.month - now, memory.peak - now,
            naturalLogarithm(1 + Double(memory.weeks)), isNew ? 1 : 0, isBack ? 1 : 0,
            strength == nil ? 0 : 1, isNew ? now : 0, Double(away),
        ]
    }

    /// Index of the next week, 5 to 10 days later; nil for none.
    func next(after week: Int) -> Int? {
        guard weeks.indices.contains(week + 1) else { return nil }
        return (5...10).contains(weeks[week + 1].day.days(since: weeks[week].day)) ? week + 1 : nil
    }

    /// The items that gain the most ranks until the next chart: at most ten.
    func climbers(from week: Int, to next: Int) -> Set<Int> {
        let later = weeks[next].ranks
        let gains = weeks[week].ranks.map { item, rank in (item: item, gain: rank - (later[item] ?? .max)) }
        let climbing = gains.filter { $0.gain > 0 }.sorted { ($1.gain, $0.item) < ($0.gain, $1.item) }
        return Set(climbing.prefix(10).map(\.item))
    }
}
