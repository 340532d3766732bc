internal import ClipCore

/// Distance to the nearest of sorted numbers.
struct Nearest {
    private let values: [Double]

    init(_ values: [Double]) { self.values = values }

    /// Infinity if there are none.
    func distance(to value: Double) -> Double {
        let place = values.partitioningIndex { $0 >= value }
        let after = place < values.count ? values[place] - value : .infinity
        return min(after, place > 0 ? value - values[place - 1] : .infinity)
    }
}
