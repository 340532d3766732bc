internal import ClipCore

extension TrendChart {
    /// Entries of all items of a rank chart. Items that left it long ago have their last chart entry.
    func rankedEntries(_ series: RankSeries, _ forecast: RankForecast, on day: CalendarDay) -> [TrendBook
        .Entry]
    {
        guard let week = series.weeks.last else { return [] }
        let days = days
        let states = Dictionary(uniqueKeysWithValues: week.states.map { ($0.item, $0) })
        return series.items.enumerated().compactMap { index, key in
            guard let lines = items[key], let latest = lines.last, let rank = latest.rank else { return nil }
            let state = states[index]
            let isListed = state?.isListed ?? false
            let strength = max(0, week.top - naturalLogarithm(Double(rank)))
            let change = state.map { forecast.expected($0) - $0.strength } ?? 0
            var entry = TrendBook.Entry(
                latest: latest, level: isListed ? (strength / week.top).clamped(to: 0...1) : 0,
                momentum: isListed ? change / week.top : 0, momentumSD: forecast.sd / week.top,
                direction: .tooFew, observations: lines.count, age: max(0, day.days(since: latest.day)),
                history: TrendHistory(lines, in: days))
            entry.climbChance = state.flatMap(forecast.climbChance)
            entry.direction = direction(entry, lines: lines.count, isListed: isListed)
            return entry
        }
    }

    private func direction(_ entry: TrendBook.Entry, lines: Int, isListed: Bool) -> TrendDirection {
        if !isListed { return .falling }
        if lines < 3 { return .tooFew }
        if entry.momentum > 0.5 * entry.momentumSD { return .rising }
        if entry.momentum < -0.5 * entry.momentumSD { return .falling }
        return entry.level > 0.7 ? .peak : .steady
    }
}
