public import ClipCore

/// What the dated boards say of each item on a day.
public struct TrendBook: Hashable, Sendable {
    /// An item of one board, from all of its listings.
    public struct Entry: Hashable, Codable, Sendable {
        /// Its latest listing, with the board that it stands on.
        public var latest: TrendObservation
        /// Where it stands on its board: 0 (last or off) to 1 (first).
        public var level: Double
        /// Where it is going: of counts the growth of the logarithm a day; of ranks the change of ``level`` that is
        /// expected within a week.
        public var momentum: Double
        /// The standard deviation of ``momentum``.
        public var momentumSD: Double
        /// ``momentum`` in words.
        public var direction: TrendDirection
        /// The chance to be among the ten of its board that climb most within a week; nil where it cannot be told.
        public var climbChance: Double?
        /// How many listings there are.
        public var observations: Int
        /// Days since the latest one.
        public var age: Int

        /// What it still tells: ``TrendAge/weight(days:)``.
        public var weight: Double { TrendAge.weight(days: age) }
        /// It is too old to tell anything.
        public var isExpired: Bool { age > TrendAge.lifetime }
    }

    /// The items of all boards, by board and then by level.
    public let entries: [Entry]
    /// The day for which it holds.
    public let day: CalendarDay
    private let places: [Key: Int]

    /// Reads boards as they were known on `day`; later listings are left out.
    public init(_ observations: [TrendObservation], on day: CalendarDay) {
        let boards = TrendChart.boards(of: observations.filter { $0.day <= day })
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

    /// What boards say of an item; of several boards the one that tells most, one of the region before others.
    ///
    /// - Parameters:
    ///   - names: ids and names that it may be listed by.
    ///   - region: the board's own word; nil for all.
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
        (one.weight * (1 + one.level), one.observations) > (
            other.weight * (1 + other.level), other.observations
        )
    }

    private struct Key: Hashable {
        let kind: TrendKind
        let name: String
        let region: String

        /// Under the board's region and under any.
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
