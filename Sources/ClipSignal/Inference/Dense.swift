/// A layer that multiplies a matrix with columns of inputs and adds biases.
///
/// A column is a window into the input, so the same layer is a convolution: in one dimension over frames that lie side by
/// side, in two with a run of inputs for each row of the kernel, and pointwise with a pixel for a window.
/// The weights lie in panels of eight outputs, which one vector computes.
struct Dense: Sendable {
    /// Where the inputs of a column lie, in floats.
    struct Window {
        /// From a column's first input to the next column's.
        var step: Int
        /// Rows of the kernel: 1, except for convolutions in two dimensions.
        var runs = 1
        /// From row to row.
        var stride = 0
    }

    /// Inputs of a column: those of all runs.
    let inputs: Int
    /// Floats that a column's result takes: the outputs, rounded up to a multiple of eight.
    let outputs: Int
    /// Panel, input.
    private let weights: [SIMD8<Float>]
    private let biases: [SIMD8<Float>]

    /// - Parameter weights: output, input; the inputs run fastest.
    init(inputs: Int, weights: [Float], biases: [Float]) {
        precondition(weights.count == inputs * biases.count)
        self.inputs = inputs
        outputs = (biases.count + 7) / 8 * 8
        var panels = [SIMD8<Float>](repeating: .zero, count: outputs / 8 * inputs)
        for output in biases.indices {
            for input in 0..<inputs {
                panels[output / 8 * inputs + input][output % 8] = weights[output * inputs + input]
            }
        }
        (self.weights, self.biases) = (panels, biases.vectors)
    }

    /// Computes `columns` columns.
    ///
    /// - Parameters:
    ///   - result: a column of ``outputs`` floats behind the other.
    ///   - adding: adds to what `result` holds.
    ///   - rectified: whether negative results become 0 (ReLU).
    func apply(
        to x: UnsafePointer<Float>, _ window: Window, columns: Int, result: UnsafeMutablePointer<Float>,
        adding: Bool = false, rectified: Bool
    ) {
        weights.withUnsafeBufferPointer { weights in
            for panel in 0..<outputs / 8 {
                let weights = weights.baseAddress! + panel * inputs
                let place = UnsafeMutableRawPointer(result + panel * 8)
                let store = { (column: Int, sum: SIMD8<Float>) in
                    let place = place + column * outputs * 4
                    var sum = sum + biases[panel]
                    if adding { sum += place.loadUnaligned(as: SIMD8<Float>.self) }
                    place.storeBytes(of: rectified ? sum.rectified : sum, as: SIMD8<Float>.self)
                }
                var column = 0
                while column + 4 <= columns {
                    let sums = fourColumns(weights, x + column * window.step, window)
                    store(column, sums.0)
                    store(column + 1, sums.1)
                    store(column + 2, sums.2)
                    store(column + 3, sums.3)
                    column += 4
                }
                while column < columns {
                    store(column, oneColumn(weights, x + column * window.step, window))
                    column += 1
                }
            }
        }
    }

    /// Four at once: each weight is loaded once for all of them.
    @inline(__always) private func fourColumns(
        _ weights: UnsafePointer<SIMD8<Float>>, _ x: UnsafePointer<Float>, _ window: Window
    ) -> (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>) {
        var (a, b, c, d) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
        let length = inputs / window.runs
        var weights = weights
        for run in 0..<window.runs {
            let xa = x + run * window.stride
            let (xb, xc, xd) = (xa + window.step, xa + 2 * window.step, xa + 3 * window.step)
            for index in 0..<length {
                let weight = weights[index]
                a += weight * xa[index]
                b += weight * xb[index]
                c += weight * xc[index]
                d += weight * xd[index]
            }
            weights += length
        }
        return (a, b, c, d)
    }

    /// Four sums that do not wait for each other.
    @inline(__always) private func oneColumn(
        _ weights: UnsafePointer<SIMD8<Float>>, _ x: UnsafePointer<Float>, _ window: Window
    ) -> SIMD8<Float> {
        var (a, b, c, d) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
        let length = inputs / window.runs
        for run in 0..<window.runs {
            let (weights, x) = (weights + run * length, x + run * window.stride)
            var index = 0
            while index + 4 <= length {
                a += weights[index] * x[index]
                b += weights[index + 1] * x[index + 1]
                c += weights[index + 2] * x[index + 2]
                d += weights[index + 3] * x[index + 3]
                index += 4
            }
            while index < length {
                a += weights[index] * x[index]
                index += 1
            }
        }
        return (a + b) + (c + d)
    }
}

extension SIMD8<Float> {
    /// Negative lanes become 0.
    @inline(__always) var rectified: Self { replacing(with: 0, where: self .< 0) }
}

extension [Float] {
    /// Eight a vector, the last filled up with zeros.
    var vectors: [SIMD8<Float>] {
        stride(from: 0, to: count, by: 8).map { start in
            var vector = SIMD8<Float>.zero
            for lane in 0..<Swift.min(8, count - start) { vector[lane] = self[start + lane] }
            return vector
        }
    }
}
