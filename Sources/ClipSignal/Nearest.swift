/// How far it is to the nearest of rising numbers.
struct Nearest {
    private let values: [Double]

    init(_ values: [Double]) { self.values = values }

    /// Infinite where there is none.
    func distance(to value: Double) -> Double {
        var (low, high) = (0, values.count)
        while low < high {
            let middle = (low + high) / 2
            if values[middle] < value { low = middle + 1 } else { high = middle }
        }
        let after = low < values.count ? values[low] - value : .infinity
        return min(after, low > 0 ? value - values[low - 1] : .infinity)
    }
}
