internal import ClipCore
internal import Recommendation
internal import SystemLibrary

/// `clipfit.trend/1`: an item of a chart.
struct TrendJSON: Encodable {
    let kind: String
    let item: String
    let name: String
    let author: String
    let region: String
    let category: String
    let source: String
    let asOf: String
    @Nullable var rank: Int?
    @Nullable var count: Double?
    /// 0 to 1.
    let level: Double
    /// Growth of counts per week (-1 to 3), or expected change of ``level``; null with too little data.
    @Nullable var momentum: Double?
    let direction: String
    /// rose, fell, steady, new, left or unknown.
    let move: String
    /// Ranks gained by that move, negative for lost ones; null for counts.
    @Nullable var places: Int?
    /// Duration of that move in days.
    let days: Int
    /// The move and what is expected, in words.
    let text: String
    let observations: Int
    /// Days.
    let age: Int
    /// Remaining weight of its information, 0 to 1.
    let weight: Double
    let expired: Bool
    /// Its track in the library.
    @Nullable var track: String?
    @Nullable var businessCleared: Bool?

    init(_ entry: TrendBook.Entry, track: String?) {
        let line = entry.latest
        (kind, item, name, author) = (line.kind.rawValue, line.item, line.name, line.author)
        (region, category, source, asOf) = (line.region, line.category, line.source, line.day.text)
        (level, direction, observations) = (entry.level, entry.direction.rawValue, entry.observations)
        (move, days) = (entry.history.move.rawValue, entry.history.days)
        text = ([entry.past] + [entry.outlook].compactMap { $0 }).map(\.english).joined(separator: ", ")
        (age, weight, expired) = (entry.age, entry.weight, entry.isExpired)
        _rank = Nullable(wrappedValue: line.rank)
        _count = Nullable(wrappedValue: line.count)
        _momentum = Nullable(wrappedValue: entry.direction == .tooFew ? nil : Self.weekly(entry))
        _places = Nullable(wrappedValue: entry.history.places)
        _track = Nullable(wrappedValue: track)
        _businessCleared = Nullable(wrappedValue: line.isBusinessCleared)
    }

    /// Momentum per week, as a share.
    static func weekly(_ entry: TrendBook.Entry) -> Double {
        entry.latest.count == nil ? entry.momentum : entry.weeklyGrowth
    }
}
