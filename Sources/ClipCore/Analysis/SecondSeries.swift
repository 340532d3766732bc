/// A value for each second of a clip, and quick means of any part of it.
struct SecondSeries: Hashable, Sendable {
    let values: [Double]
    private let sums: [Double]

    /// The values; what is no number counts as 0.
    init(_ values: [Double]) {
        self.values = values.map { $0.isFinite ? $0 : 0 }
        sums = self.values.reduce(into: [0]) { $0.append($0.last! + $1) }
    }

    /// Scaled to the clip's own range: 0 is what a tenth of the seconds stay below, 1 what three of them reach.
    ///
    /// - Parameter spread: the least range; what varies less does not become 1.
    func normalised(spread: Double) -> SecondSeries {
        guard !values.isEmpty else { return self }
        let sorted = values.sorted()
        let low = sorted[sorted.count / 10]
        let high = sorted[max(sorted.count / 2, sorted.count - min(3, sorted.count))]
        return SecondSeries(values.map { min(1, max(0, ($0 - low) / max(high - low, spread))) })
    }

    /// The mean from one place to another, in seconds from the clip's start; 0 for an empty part.
    func mean(from start: Double, to end: Double) -> Double {
        end > start ? (sum(to: end) - sum(to: start)) / (end - start) : 0
    }

    /// The seconds that lie in a part with all that they have.
    func inside(from start: Double, to end: Double) -> ArraySlice<Double> {
        let first = min(values.count, max(0, Int(start.rounded(.up))))
        let last = min(values.count, max(first, Int(end.rounded(.down))))
        return values[first..<last]
    }

    private func sum(to place: Double) -> Double {
        let place = min(Double(values.count), max(0, place))
        let whole = Int(place)
        return sums[whole] + (whole < values.count ? values[whole] * (place - Double(whole)) : 0)
    }
}
