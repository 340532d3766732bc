/// A weighted sum of features, fitted with a penalty on standardised coefficients.
struct LinearModel: Sendable {
    let weights: [Double]
    let intercept: Double

    /// The sum for a row of features.
    func value(_ row: [Double]) -> Double { zip(weights, row).reduce(intercept) { $0 + $1.0 * $1.1 } }

    /// Fits by ridge regression.
    ///
    /// - Returns: nil with fewer rows than features.
    static func ridge(_ rows: [[Double]], _ targets: [Double], penalty: Double) -> LinearModel? {
        guard let scale = Scale(rows) else { return nil }
        var equations = NormalEquations(size: scale.count + 1)
        for (row, target) in zip(rows, targets) { equations.add(scale.standard(row), target: target) }
        return equations.solution(penalties: scale.penalties(penalty)).map(scale.model)
    }

    /// Fits logistic regression by Newton's method; ``value(_:)`` then returns log odds.
    ///
    /// - Returns: nil if all labels are equal, or with fewer rows than features.
    static func logistic(_ rows: [[Double]], _ labels: [Bool], penalty: Double) -> LinearModel? {
        guard labels.contains(true), labels.contains(false), let scale = Scale(rows) else { return nil }
        let standard = rows.map(scale.standard)
        let penalties = scale.penalties(penalty)
        var found = [Double](repeating: 0, count: scale.count + 1)
        for _ in 0..<10 {
            var equations = NormalEquations(size: found.count)
            for (row, label) in zip(standard, labels) {
                let sum = zip(found, row).reduce(0) { $0 + $1.0 * $1.1 }.clamped(to: -30...30)
                let chance = chance(ofOdds: sum)
                let weight = max(1e-6, chance * (1 - chance))
                // Iteratively reweighted least squares: the working response of the row.
                equations.add(row, target: sum + ((label ? 1 : 0) - chance) / weight, weight: weight)
            }
            guard let next = equations.solution(penalties: penalties) else { return nil }
            found = next
        }
        return scale.model(found)
    }

    /// Converts log odds to a probability.
    static func chance(ofOdds logarithm: Double) -> Double { 1 / (1 + exponential(-logarithm)) }

    /// Mean and standard deviation of each feature, so that one penalty suits all.
    private struct Scale {
        let means: [Double]
        let spreads: [Double]
        var count: Int { means.count }

        init?(_ rows: [[Double]]) {
            guard let first = rows.first, rows.count > first.count else { return nil }
            let total = Double(rows.count)
            var (sums, squares) = (
                [Double](repeating: 0, count: first.count), [Double](repeating: 0, count: first.count)
            )
            for row in rows { for i in row.indices { sums[i] += row[i] } }
            let means = sums.map { $0 / total }
            for row in rows {
                for i in row.indices { squares[i] += (row[i] - means[i]) * (row[i] - means[i]) }
            }
            self.means = means
            spreads = squares.map { $0 > 1e-12 ? ($0 / total).squareRoot() : 1 }
        }

        /// Standardises a row and appends 1 for the intercept.
        func standard(_ row: [Double]) -> [Double] {
            row.indices.map { (row[$0] - means[$0]) / spreads[$0] } + [1]
        }

        func penalties(_ penalty: Double) -> [Double] {
            [Double](repeating: penalty, count: count) + [1e-9]
        }

        func model(_ found: [Double]) -> LinearModel {
            let weights = zip(found, spreads).map { $0 / $1 }
            return LinearModel(
                weights: weights, intercept: zip(weights, means).reduce(found[count]) { $0 - $1.0 * $1.1 })
        }
    }
}
