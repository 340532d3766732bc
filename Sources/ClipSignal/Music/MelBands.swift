internal import SystemLibrary

/// Triangular frequency bands at equal distances on the mel scale (O'Shaughnessy: 2595 lg(1 + f / 700)).
public struct MelBands: Sendable {
    /// Centre frequency of each band, in Hz.
    public let centres: [Double]
    private let firsts: [Int]
    private let weights: [[Float]]

    /// - Parameters:
    ///   - count: the number of bands.
    ///   - range: start of the lowest and end of the highest band, in Hz.
    ///   - size: number of samples of `rate` per spectrum.
    public init(count: Int, over range: ClosedRange<Double>, rate: Double, size: Int) {
        let (low, high) = (Self.mel(range.lowerBound), Self.mel(range.upperBound))
        let edges = (0..<(count + 2)).map {
            Self.frequency(low + (high - low) * Double($0) / Double(count + 1))
        }
        let bands = (0..<count).map {
            Self.triangle(edges[$0], edges[$0 + 1], edges[$0 + 2], step: rate / Double(size))
        }
        centres = Array(edges[1...count])
        firsts = bands.map(\.first)
        weights = bands.map(\.weights)
    }

    /// Number of bands.
    public var count: Int { centres.count }

    /// Computes the weighted mean of the magnitudes of each band.
    public func means(
        of magnitudes: UnsafeBufferPointer<Float>, into bands: UnsafeMutableBufferPointer<Float>
    ) {
        for band in 0..<count {
            var sum: Float = 0
            let first = firsts[band]
            weights[band].withUnsafeBufferPointer { weights in
                for index in weights.indices { sum += weights[index] * magnitudes[first + index] }
            }
            bands[band] = sum
        }
    }

    /// Weights with a sum of 1; a band between two spectral lines uses the nearer one.
    private static func triangle(_ from: Double, _ peak: Double, _ to: Double, step: Double)
        -> (first: Int, weights: [Float])
    {
        let first = Int((from / step).rounded(.up))
        let last = Int((to / step).rounded(.down))
        let weights = stride(from: first, through: last, by: 1).map { line in
            let frequency = Double(line) * step
            return max(0, min((frequency - from) / (peak - from), (to - frequency) / (to - peak)))
        }
        let sum = weights.reduce(0, +)
        guard sum > 0 else { return (Int((peak / step).rounded()), [1]) }
        return (first, weights.map { Float($0 / sum) })
    }

    private static func mel(_ frequency: Double) -> Double { 2595 * log10(1 + frequency / 700) }
    private static func frequency(_ mel: Double) -> Double { 700 * (pow(10, mel / 2595) - 1) }
}
