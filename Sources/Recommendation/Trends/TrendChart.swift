internal import ClipCore

/// All observations of one chart: one kind, source, region and category. Counts are equal in all charts of a
/// region and form one chart.
struct TrendChart {
    struct ID: Hashable, Comparable {
        let kind: TrendKind
        let source: String
        let region: String
        let category: String
        let isRanked: Bool

        init(_ observation: TrendObservation) {
            kind = observation.kind
            isRanked = observation.count == nil
            source = isRanked ? observation.source : ""
            region = observation.region
            category = isRanked ? observation.category : ""
        }

        /// Charts of all regions and categories share one forecast.
        var family: ID { ID(kind: kind, source: source, region: "", category: "", isRanked: isRanked) }

        private init(kind: TrendKind, source: String, region: String, category: String, isRanked: Bool) {
            (self.kind, self.source, self.region) = (kind, source, region)
            (self.category, self.isRanked) = (category, isRanked)
        }

        static func < (left: ID, right: ID) -> Bool { left.words.lexicographicallyPrecedes(right.words) }
        private var words: [String] { [kind.rawValue, source, region, category, isRanked ? "" : "1"] }
    }

    let id: ID
    /// Observations by item, sorted by day, one per day.
    let items: [String: [TrendObservation]]

    /// Groups observations into charts, sorted by id. Observations without a valid rank or count are dropped.
    static func boards(of observations: [TrendObservation]) -> [TrendChart] {
        var boards: [ID: [String: [TrendObservation]]] = [:]
        for observation in observations where isUsable(observation) {
            boards[ID(observation), default: [:]][observation.item, default: []].append(observation)
        }
        return boards.map { id, items in
            TrendChart(id: id, items: items.mapValues(oneADay))
        }.sorted { $0.id < $1.id }
    }

    private static func isUsable(_ line: TrendObservation) -> Bool {
        if let count = line.count { return count.isFinite && count >= 0 }
        return line.rank.map { $0 >= 1 && $0 < 1_000_000 } ?? false
    }

    /// Keeps the best rank, or the largest count, of each day.
    private static func oneADay(_ lines: [TrendObservation]) -> [TrendObservation] {
        let sorted = lines.sorted {
            ($0.day, -($0.count ?? 0), $0.rank ?? .max) < ($1.day, -($1.count ?? 0), $1.rank ?? .max)
        }
        return sorted.reduce(into: []) { if $0.last?.day != $1.day { $0.append($1) } }
    }

    /// Entries of all items, by chart, highest first.
    static func entries(of boards: [TrendChart], on day: CalendarDay) -> [TrendBook.Entry] {
        let series = boards.map { $0.id.isRanked ? RankSeries($0) : nil }
        var forecasts: [ID: RankForecast] = [:]
        for (id, places) in Dictionary(grouping: boards.indices, by: { boards[$0].id.family }) {
            let known = places.compactMap { place in series[place].map { (series: $0, weeks: $0.weeks.count) }
            }
            forecasts[id] = known.isEmpty ? nil : RankForecast(known)
        }
        return zip(boards, series).flatMap { board, series in
            let found =
                series.map {
                    board.rankedEntries(
                        $0,
                        board.items.count < RankForecast.fewestItems
                            ? .persistent : forecasts[board.id.family] ?? .standard, on: day)
                } ?? board.countedEntries(on: day)
            return found.sorted { ($1.level, $0.latest.item) < ($0.level, $1.latest.item) }
        }
    }

    /// Its days, in order.
    var days: [CalendarDay] { Set(items.values.joined().map(\.day)).sorted() }

    private func countedEntries(on day: CalendarDay) -> [TrendBook.Entry] {
        let series = items.mapValues { CountSeries($0) }
        let recent = items.filter { day.days(since: $1.last?.day ?? day) <= CountSeries.window }
        let middle = CountSeries.typicalSlope(of: recent.keys.compactMap { series[$0]?.slope })
        let counts = items.values.compactMap { $0.last?.count }.sorted()
        let days = days
        return items.compactMap { item, lines in
            guard let latest = lines.last, let series = series[item] else { return nil }
            let slope = series.slope.map { $0.shrunk(to: middle) }
            let below = counts.partitioningIndex { $0 >= latest.count ?? 0 }
            return TrendBook.Entry(
                latest: latest, level: counts.count < 2 ? 0.5 : Double(below) / Double(counts.count - 1),
                momentum: slope?.perDay ?? 0, momentumSD: slope?.sd ?? CountSeries.priorSD,
                direction: series.direction, observations: lines.count,
                age: max(0, day.days(since: latest.day)), history: TrendHistory(lines, in: days))
        }
    }
}
