internal import Foundation

extension Double? {
    /// The number if it is finite.
    var known: Double? { flatMap { $0.isFinite ? $0 : nil } }
}

extension Double {
    /// Rounded to an integer, for notes.
    var whole: String { isFinite && magnitude < 1e12 ? "\(Int(rounded()))" : "?" }

    /// Clamped to the range; the lower bound for NaN.
    func clamped(to range: ClosedRange<Double>) -> Double {
        isNaN ? range.lowerBound : Swift.min(range.upperBound, Swift.max(range.lowerBound, self))
    }
}

/// The distance of two tempos in octaves, negative if `one` is slower and `signed` is set.
func octaves(_ one: Double, _ other: Double, signed: Bool = false) -> Double {
    let octaves = naturalLogarithm(one / other) / naturalLogarithm(2)
    return signed ? octaves : octaves.magnitude
}

func exponential(_ x: Double) -> Double { exp(x) }
func naturalLogarithm(_ x: Double) -> Double { log(x) }
/// The share of a standard normal distribution below `z`.
func normalShare(below z: Double) -> Double { erfc(-z / 2.squareRoot()) / 2 }

/// Closeness of `distance` to 0: 1 at 0, 0.61 at `width`, towards 0 beyond.
func nearness(_ distance: Double, width: Double) -> Double {
    exp(-0.5 * (distance / width) * (distance / width))
}
