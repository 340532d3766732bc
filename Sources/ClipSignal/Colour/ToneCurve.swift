public import ClipCore

/// A smooth curve through points that never overshoots them.
///
/// Monotone cubic Hermite interpolation (F. N. Fritsch, R. E. Carlson, SIAM J. Numer. Anal. 17, 1980). Starts
/// at (0, 0) and ends at (1, 1) unless its points differ, and is linear outside.
public struct ToneCurve: Sendable {
    private let points: [Look.Point]
    private let slopes: [Double]

    /// Creates a curve through points in any order; of two with the same x the later one counts.
    public init(_ points: [Look.Point]) {
        var known = [0: 0, 1: 1] as [Double: Double]
        for point in points { known[point.x] = point.y }
        let sorted = known.sorted { $0.key < $1.key }.map { Look.Point(x: $0.key, y: $0.value) }
        (self.points, slopes) = (sorted, Self.slopes(sorted))
    }

    private static func slopes(_ points: [Look.Point]) -> [Double] {
        let secants = zip(points, points.dropFirst()).map { ($1.y - $0.y) / ($1.x - $0.x) }
        return points.indices.map { index in
            guard index > 0 else { return secants[0] }
            guard index < secants.count else { return secants[index - 1] }
            let (before, after) = (secants[index - 1], secants[index])
            guard before * after > 0 else { return 0 }
            // The weighted harmonic mean of Fritsch and Butland (1984), which needs no second pass.
            let (left, right) = (points[index].x - points[index - 1].x, points[index + 1].x - points[index].x)
            let (a, b) = (2 * right + left, right + 2 * left)
            return (a + b) / (a / before + b / after)
        }
    }

    /// The output value for `x`.
    public func value(at x: Double) -> Double {
        let last = points.count - 1
        if x <= points[0].x { return points[0].y + slopes[0] * (x - points[0].x) }
        if x >= points[last].x { return points[last].y + slopes[last] * (x - points[last].x) }
        let right = points.firstIndex { $0.x > x } ?? last
        let (p, q, width) = (points[right - 1], points[right], points[right].x - points[right - 1].x)
        let t = (x - p.x) / width
        let rise = t * t * (3 - 2 * t)
        return p.y * (1 - rise) + q.y * rise + width * t * (1 - t)
            * (slopes[right - 1] * (1 - t) - slopes[right] * t)
    }
}
