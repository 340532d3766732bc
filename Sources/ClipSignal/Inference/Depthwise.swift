/// A convolution of 3 by 3 that keeps the channels apart.
struct Depthwise: Sendable {
    /// A multiple of eight.
    let channels: Int
    /// Tap, group of eight channels; the taps row by row.
    private let weights: [SIMD8<Float>]
    private let biases: [SIMD8<Float>]

    /// - Parameter weights: row, column, channel; the channels run fastest.
    init(weights: [Float], biases: [Float]) {
        precondition(biases.count % 8 == 0 && weights.count == 9 * biases.count)
        channels = biases.count
        (self.weights, self.biases) = (weights.vectors, biases.vectors)
    }

    /// Computes a row of `columns` pixels, a multiple of four.
    ///
    /// - Parameters:
    ///   - x: the top left pixel of the first window.
    ///   - stride: floats from row to row of the input.
    ///   - step: pixels from window to window, 1 or 2.
    func apply(
        to x: UnsafePointer<Float>, stride: Int, step: Int, columns: Int, result: UnsafeMutablePointer<Float>
    ) {
        let groups = channels / 8
        weights.withUnsafeBufferPointer { weights in
            for group in 0..<groups {
                for column in Swift.stride(from: 0, to: columns, by: 4) {
                    var (a, b, c, d) = (biases[group], biases[group], biases[group], biases[group])
                    let window = UnsafeRawPointer(x + column * step * channels + group * 8)
                    let next = step * channels * 4
                    for row in 0..<3 {
                        for tap in 0..<3 {
                            let place = window + (row * stride + tap * channels) * 4
                            let weight = weights[(row * 3 + tap) * groups + group]
                            a += weight * place.loadUnaligned(as: SIMD8<Float>.self)
                            b += weight * (place + next).loadUnaligned(as: SIMD8<Float>.self)
                            c += weight * (place + 2 * next).loadUnaligned(as: SIMD8<Float>.self)
                            d += weight * (place + 3 * next).loadUnaligned(as: SIMD8<Float>.self)
                        }
                    }
                    let place = UnsafeMutableRawPointer(result + column * channels + group * 8)
                    place.storeBytes(of: a, as: SIMD8<Float>.self)
                    (place + channels * 4).storeBytes(of: b, as: SIMD8<Float>.self)
                    (place + channels * 8).storeBytes(of: c, as: SIMD8<Float>.self)
                    (place + channels * 12).storeBytes(of: d, as: SIMD8<Float>.self)
                }
            }
        }
    }
}
