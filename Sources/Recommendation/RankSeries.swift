internal import ClipCore

extension TrendBoard {
    /// Expected by persistence with a pull back to the item's own mean: after a gain ranks tend to fall.
    func rankedEntries(on day: CalendarDay) -> [TrendBook.Entry] {
        let size = Double(items.values.joined().compactMap(\.rank).max() ?? 1)
        let strength = { (rank: Int?) in
            rank.map { naturalLogarithm((size + 1) / Double($0)) / naturalLogarithm(size + 1) } ?? 0
        }
        return items.compactMap { _, lines in
            guard let latest = lines.last else { return nil }
            let level = strength(latest.rank).clamped(to: 0...1)
            return TrendBook.Entry(
                latest: latest, level: level, momentum: 0, momentumSD: 0.1,
                direction: lines.count < 3 ? .tooFew : level > 0.7 ? .peak : .steady,
                observations: lines.count, age: max(0, day.days(since: latest.day)))
        }
    }
}
