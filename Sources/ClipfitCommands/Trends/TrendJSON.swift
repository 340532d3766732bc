internal import ClipCore
internal import Recommendation

extension JSONObject {
    /// `clipfit.trend/1`: an item of a chart. `track`: its track in the library.
    init(_ entry: TrendBook.Entry, track: String?) {
        let line = entry.latest
        self = [
            "kind": line.kind.rawValue, "item": line.item, "name": line.name, "author": line.author,
            "region": line.region, "category": line.category, "source": line.source, "asOf": line.day.text,
            "rank": line.rank, "count": line.count, "track": track, "businessCleared": line.isBusinessCleared,
        ]
        self += [
            // 0 to 1.
            "level": entry.level, "direction": entry.direction.rawValue,
            // Growth of counts per week (-1 to 3), or expected change of the level; null with too little data.
            "momentum": entry.direction == .tooFew ? nil : Self.weekly(entry),
            // rose, fell, steady, new, back, left or unknown; for so many days.
            "move": entry.history.move.rawValue, "days": entry.history.days,
            // Ranks gained by that move, negative for lost ones; null for counts.
            "places": entry.history.places,
            // The move and what is expected, in words.
            "text": ([entry.past] + [entry.outlook].compactMap { $0 }).map(\.english).joined(separator: ", "),
            "observations": entry.observations,
            // Days, and the remaining weight of its information, 0 to 1.
            "age": entry.age, "weight": entry.weight, "expired": entry.isExpired,
        ]
    }

    /// Momentum per week, as a share.
    private static func weekly(_ entry: TrendBook.Entry) -> Double {
        entry.latest.count == nil ? entry.momentum : entry.weeklyGrowth
    }
}
