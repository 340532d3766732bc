/// Weighted least squares, accumulated row by row and solved with a penalty.
struct NormalEquations {
    private let size: Int
    private var square: [Double]
    private var side: [Double]

    init(size: Int) {
        self.size = size
        square = [Double](repeating: 0, count: size * size)
        side = [Double](repeating: 0, count: size)
    }

    mutating func add(_ row: [Double], target: Double, weight: Double = 1) {
        for i in 0..<size {
            let scaled = weight * row[i]
            side[i] += scaled * target
            for j in 0...i { square[i * size + j] += scaled * row[j] }
        }
    }

    /// Solves for the coefficients with the smallest penalised squared error (Cholesky decomposition).
    ///
    /// - Returns: nil if they are not determined.
    func solution(penalties: [Double]) -> [Double]? {
        var lower = square
        for i in 0..<size {
            lower[i * size + i] += penalties[i]
            for j in 0...i {
                var sum = lower[i * size + j]
                for k in 0..<j { sum -= lower[i * size + k] * lower[j * size + k] }
                if i == j {
                    guard sum > 1e-12, sum.isFinite else { return nil }
                    lower[i * size + i] = sum.squareRoot()
                } else {
                    lower[i * size + j] = sum / lower[j * size + j]
                }
            }
        }
        return back(lower, forward(lower))
    }

    private func forward(_ lower: [Double]) -> [Double] {
        (0..<size).reduce(into: [Double]()) { found, i in
            let sum = (0..<i).reduce(side[i]) { $0 - lower[i * size + $1] * found[$1] }
            found.append(sum / lower[i * size + i])
        }
    }

    private func back(_ lower: [Double], _ middle: [Double]) -> [Double] {
        var found = middle
        for i in (0..<size).reversed() {
            for k in (i + 1)..<max(size, i + 1) { found[i] -= lower[k * size + i] * found[k] }
            found[i] /= lower[i * size + i]
        }
        return found
    }
}
