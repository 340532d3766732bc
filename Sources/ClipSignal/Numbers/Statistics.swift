/// Mean and variance of numbers.
struct Statistics {
    let mean: Double
    let variance: Double

    init(_ values: [Double]) {
        let count = Double(max(1, values.count))
        let mean = values.reduce(0, +) / count
        self.mean = mean
        variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    }

    /// Values minus the mean, in standard deviations; zeros if all are equal.
    func standardised(_ values: [Double]) -> [Double] {
        let deviation = variance.squareRoot()
        return values.map { deviation > 1e-9 ? ($0 - mean) / deviation : 0 }
    }
}
