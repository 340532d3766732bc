internal import ClipCore

/// The ranks of a board, week by week, with what was known of each item at the end of each week.
///
/// A week goes from Monday to Sunday; its board is its last listing. The strength of a rank is ln((N + 1) / rank), with the
/// longest board so far as N, and 0 off the board (RECOMMENDATION.md, section 2).
struct RankSeries {
    /// An item at the end of a week: listed, or listed within the four weeks before.
    struct State {
        /// Its place in ``items``.
        let item: Int
        /// Its strength now; 0 off the board.
        let strength: Double
        /// It stands on the board.
        let isListed: Bool
        /// The twelve features of the forecast, from this week and earlier ones alone.
        let features: [Double]
    }

    /// A week of the board.
    struct Week {
        /// The day of its last listing.
        let day: CalendarDay
        /// ln(N + 1).
        let top: Double
        /// All items that could be there a week later.
        let states: [State]
        /// Strengths of the items that are listed.
        let strengths: [Int: Double]
        /// Ranks of the items that are listed.
        let ranks: [Int: Int]
    }

    /// Weeks that an item off the board is kept in mind.
    static let memory = 4

    /// The place of "listed" among the features.
    static let listedFeature = 9

    /// The items' keys.
    private(set) var items: [String] = []
    /// The weeks with a listing, in their order.
    private(set) var weeks: [Week] = []
    private var memories: [Memory] = []
    private var size = 1

    /// What is known of an item.
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

    /// Moves the means; the longer nothing was listed, the more the new listing counts.
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

    /// Strength, its last two changes, distance of the mean of a week and of four weeks and of the peak, weeks on the board, new,
    /// back again, listed, strength of new ones, weeks away.
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

    /// The place of a week's successor, 5 to 10 days later; nil where there is none.
    func next(after week: Int) -> Int? {
        guard weeks.indices.contains(week + 1) else { return nil }
        return (5...10).contains(weeks[week + 1].day.days(since: weeks[week].day)) ? week + 1 : nil
    }

    /// The items of a week's board that gain most ranks until the next one: at most ten.
    func climbers(from week: Int, to next: Int) -> Set<Int> {
        let later = weeks[next].ranks
        let gains = weeks[week].ranks.map { item, rank in (item: item, gain: rank - (later[item] ?? .max)) }
        let climbing = gains.filter { $0.gain > 0 }.sorted { ($1.gain, $0.item) < ($0.gain, $1.item) }
        return Set(climbing.prefix(10).map(\.item))
    }
}
