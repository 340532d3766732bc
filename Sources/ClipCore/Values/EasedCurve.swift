/// A monotone cubic through points that is level at both ends (Fritsch and Carlson, "Monotone Piecewise Cubic
/// Interpolation", SIAM 1980).
struct EasedCurve {
    private let times: [Double]
    private let values: [Double]
    private let slopes: [Double]

    /// - Parameter times: rising; as many as values, at least one.
    init(_ times: [Double], _ values: [Double]) {
        (self.times, self.values) = (times, values)
        let steps = zip(zip(times, times.dropFirst()), zip(values, values.dropFirst())).map {
            ($1.1 - $1.0) / max(1e-9, $0.1 - $0.0)
        }
        // The harmonic mean of both sides, 0 where the direction changes.
        let inner = zip(steps, steps.dropFirst()).map { $0 * $1 > 0 ? 2 * $0 * $1 / ($0 + $1) : 0 }
        slopes = steps.isEmpty ? [0] : [0] + inner + [0]
    }

    /// The first value before the first time, the last one behind the last.
    func value(at time: Double) -> Double {
        guard time > times[0] else { return values[0] }
        guard let next = times.firstIndex(where: { $0 > time }) else { return values[values.count - 1] }
        let length = times[next] - times[next - 1]
        let t = (time - times[next - 1]) / length
        let (t2, t3) = (t * t, t * t * t)
        return values[next - 1] * (2 * t3 - 3 * t2 + 1) + slopes[next - 1] * length * (t3 - 2 * t2 + t)
            + values[next] * (3 * t2 - 2 * t3) + slopes[next] * length * (t3 - t2)
    }
}
