public import ClipCore

/// The state of all chart items on a day.
public struct TrendBook: Hashable, Sendable {
    /// The state of an item in one chart, from all of its entries.
    public struct Entry: Hashable, Codable, Sendable {
        /// Its latest entry, which names the chart.
        public var latest: TrendObservation
        /// Its position in the chart: 0 (last or off) to 1 (first).
        public var level: Double
        /// The forecast of its movement: for counts the growth of the logarithm per day, for ranks the forecast change of
        /// ``level`` in a week.
        public var momentum: Double
        /// The standard deviation of ``momentum``.
        public var momentumSD: Double
        /// ``momentum`` as a category.
        public var direction: TrendDirection
        /// The probability of being among the chart's ten biggest climbers within a week; nil if unknown.
        public var climbChance: Double?
        /// Number of chart entries.
        public var observations: Int
        /// Days since the latest entry.
        public var age: Int
        /// What it did until then.
        public var history: TrendHistory

        /// Its weight: ``TrendAge/weight(days:)``.
        public var weight: Double { TrendAge.weight(days: age) }
        /// It is too old to count.
        public var isExpired: Bool { age > TrendAge.lifetime }
    }

    /// Items of all charts, by chart and then by level.
    public let entries: [Entry]
    /// The day of this state.
    public let day: CalendarDay
    private let places: [Key: Int]

    /// Creates the state as known on `day`; later observations are ignored.
    ///
    /// - Parameter latest: the last day that has begun anywhere, whose observations count too.
    public init(_ observations: [TrendObservation], on day: CalendarDay, until latest: CalendarDay? = nil) {
        let boards = TrendChart.boards(of: observations.filter { $0.day <= latest ?? day })
        entries = TrendChart.entries(of: boards, on: day)
        self.day = day
        var places: [Key: Int] = [:]
        for (index, entry) in entries.enumerated() {
            for key in Key.all(of: entry.latest) {
                guard let other = places[key] else {
                    places[key] = index
                    continue
                }
                if Self.isTelling(entry, more: entries[other]) { places[key] = index }
            }
        }
        self.places = places
    }

    /// Finds an item; of several charts the most informative one, preferring the region.
    ///
    /// - Parameters:
    ///   - names: ids and names that it may be listed by.
    ///   - region: as the chart names it; nil for all.
    public func entry(_ kind: TrendKind, _ names: [String], region: String? = nil) -> Entry? {
        let regions = region.map { [$0.lowercased(), ""] } ?? [""]
        for region in regions {
            let found = names.compactMap { places[Key(kind: kind, name: $0, region: region)] }
            if let best = found.min(by: { Self.isTelling(entries[$0], more: entries[$1]) }) {
                return entries[best]
            }
        }
        return nil
    }

    private static func isTelling(_ one: Entry, more other: Entry) -> Bool {
        // Ten entries tell all that matters.
        let informed = { (entry: Entry) in entry.weight * Double(min(entry.observations, 10)) }
        return (informed(one), one.weight * (1 + one.level)) > (
            informed(other), other.weight * (1 + other.level)
        )
    }

    private struct Key: Hashable {
        let kind: TrendKind
        let name: String
        let region: String

        /// Keys with the chart's region and without one.
        static func all(of observation: TrendObservation) -> [Key] {
            var names = [observation.item]
            if observation.kind == .sound {
                names.append(TrendKey.song(title: observation.name, artist: observation.author))
            } else {
                names.append(TrendKey.word(observation.name))
            }
            return Set(names).flatMap { name in
                Set(["", observation.region.lowercased()]).map {
                    Key(kind: observation.kind, name: name, region: $0)
                }
            }
        }
    }
}
