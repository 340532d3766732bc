internal import Foundation

extension Double? {
    /// The number, unless it is infinite or none.
    var known: Double? { flatMap { $0.isFinite ? $0 : nil } }
}

extension Double {
    /// Rounded to a whole number, as in notes.
    var whole: String { isFinite && magnitude < 1e12 ? "\(Int(rounded()))" : "?" }

    /// Moved into the range; the lower bound where it is no number.
    func clamped(to range: ClosedRange<Double>) -> Double {
        isNaN ? range.lowerBound : Swift.min(range.upperBound, Swift.max(range.lowerBound, self))
    }
}

func exponential(_ x: Double) -> Double { exp(x) }
func naturalLogarithm(_ x: Double) -> Double { log(x) }

/// How near `distance` is to 0: 1 there, 0.61 at `width`, towards 0 beyond.
func nearness(_ distance: Double, width: Double) -> Double {
    exp(-0.5 * (distance / width) * (distance / width))
}
