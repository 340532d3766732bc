import Foundation
import Testing

@testable import ClipSignal

/// The kernels against numbers reckoned by hand, and by the plainest loops.
@Suite struct LayerTests {
    private func apply(
        _ dense: Dense, _ x: [Float], _ window: Dense.Window, columns: Int, rectified: Bool = false
    )
        -> [Float]
    {
        var result = [Float](repeating: 0, count: columns * dense.outputs)
        dense.apply(to: x, window, columns: columns, result: &result, rectified: rectified)
        return result
    }

    @Test func `a dense layer multiplies rows and adds biases`() {
        let dense = Dense(inputs: 3, weights: [1, 2, 3, -1, 0, 1], biases: [10, -5])
        #expect(dense.outputs == 8)
        #expect(Array(apply(dense, [1, 1, 2], .init(step: 3), columns: 1)[..<3]) == [19, -4, 0])
        #expect(
            Array(apply(dense, [1, 1, 2], .init(step: 3), columns: 1, rectified: true)[..<2]) == [19, 0])
    }

    @Test func `a convolution over time sees a frame on either side, zeros beyond the ends`() {
        // One channel, taps 1, 10 and 100, over the frames 1 2 3 4.
        let dense = Dense(inputs: 3, weights: [1, 10, 100], biases: [0])
        let frames: [Float] = [0, 1, 2, 3, 4, 0]
        let every = apply(dense, frames, .init(step: 1), columns: 4)
        #expect(stride(from: 0, to: 32, by: 8).map { every[$0] } == [210, 321, 432, 43])
        let second = apply(dense, frames, .init(step: 2), columns: 2)
        #expect([second[0], second[8]] == [210, 432])
    }

    @Test(arguments: [1, 3, 4, 7], [(5, 5), (24, 1), (3, 3)])
    func `any number of columns and runs gives what plain loops give`(columns: Int, shape: (Int, Int)) {
        var random = FixedRandom(state: 1)
        let (length, runs) = shape
        let (inputs, outputs, step, stride) = (length * runs, 11, 2, 40)
        let draw = { (count: Int) in (0..<count).map { _ in Float.random(in: -1...1, using: &random) } }
        let (weights, biases, x) = (draw(inputs * outputs), draw(outputs), draw(stride * runs + 40))
        let dense = Dense(inputs: inputs, weights: weights, biases: biases)
        let found = apply(dense, x, .init(step: step, runs: runs, stride: stride), columns: columns)
        for column in 0..<columns {
            for output in 0..<outputs {
                var sum = biases[output]
                for run in 0..<runs {
                    for index in 0..<length {
                        sum +=
                            weights[output * inputs + run * length + index]
                            * x[column * step + run * stride + index]
                    }
                }
                #expect(abs(found[column * dense.outputs + output] - sum) < 1e-5)
            }
        }
    }

    /// A block of eight channels whose depthwise part takes one tap and whose pointwise part is ten times its input.
    private func block(tap: Int, step: Int, hasSkip: Bool = true) -> ResidualBlock {
        var taps = [Float](repeating: 0, count: 72)
        for channel in 0..<8 { taps[tap * 8 + channel] = 1 }
        var tenfold = [Float](repeating: 0, count: 64)
        for channel in 0..<8 { tenfold[channel * 9] = 10 }
        let zeros = [Float](repeating: 0, count: 8)
        return ResidualBlock(
            depthwise: Depthwise(weights: taps, biases: zeros),
            pointwise: Dense(inputs: 8, weights: tenfold, biases: zeros), step: step, hasSkip: hasSkip)
    }

    /// A map whose pixels are 1, 2, 3… row by row, in all channels.
    private func counted(_ side: Int) -> FeatureMap {
        var map = FeatureMap(width: side, height: side, channels: 8)
        for pixel in 0..<side * side {
            let start = map.index(row: pixel / side, column: pixel % side)
            for channel in 0..<8 { map.values[start + channel] = Float(pixel + 1) }
        }
        return map
    }

    private func pixels(_ map: FeatureMap) -> [Float] {
        (0..<map.width * map.height).map {
            map.values[map.index(row: $0 / map.width, column: $0 % map.width)]
        }
    }

    @Test func `a block of stride 1 pads on all sides and adds its input`() {
        var result = FeatureMap(width: 4, height: 4, channels: 8)
        // The tap at the left top sees the pixel above and left.
        block(tap: 0, step: 1).apply(to: counted(4), result: &result)
        #expect(pixels(result) == [1, 2, 3, 4, 5, 16, 27, 38, 9, 60, 71, 82, 13, 104, 115, 126])
        block(tap: 4, step: 1, hasSkip: false).apply(to: counted(4), result: &result)
        #expect(pixels(result) == (1...16).map { Float($0 * 10) })
    }

    @Test func `a block of stride 2 pads right and below only, and adds the maximum of 2 by 2`() {
        var result = FeatureMap(width: 4, height: 4, channels: 8)
        let input = counted(8)
        // The pixels at the left top of each 2 by 2; the greatest of the four is 9 more.
        let corners: [Float] = [1, 3, 5, 7, 17, 19, 21, 23, 33, 35, 37, 39, 49, 51, 53, 55]
        block(tap: 0, step: 2).apply(to: input, result: &result)
        #expect(pixels(result) == corners.map { (corner: Float) -> Float in corner * 11 + 9 })
        // The tap at the right bottom sees two pixels on, 18 more, and zeros beyond the right and lower edge.
        block(tap: 8, step: 2).apply(to: input, result: &result)
        let expected: [Float] = [200, 222, 244, 16, 376, 398, 420, 32, 552, 574, 596, 48, 58, 60, 62, 64]
        #expect(pixels(result) == expected)
    }

    @Test func `channels that the input does not have start from nothing`() {
        var result = FeatureMap(width: 4, height: 4, channels: 16)
        let depthwise = Depthwise(
            weights: .init(repeating: 0, count: 72), biases: .init(repeating: 1, count: 8))
        let pointwise = Dense(
            inputs: 8, weights: .init(repeating: 1, count: 128), biases: .init(repeating: 0, count: 16))
        let block = ResidualBlock(depthwise: depthwise, pointwise: pointwise, step: 2, hasSkip: true)
        block.apply(to: counted(8), result: &result)
        let start = result.index(row: 0, column: 0)
        #expect(
            Array(result.values[start..<start + 16]) == .init(repeating: 18, count: 8)
                + .init(repeating: 8, count: 8))
    }

    @Test func `a memory cell takes its gates in the order input, forget, cell, output`() {
        // Two units of one input; each gate has only a bias: input 1, forget 2, cell 3, output 4.
        let dense = Dense(
            inputs: 3, weights: .init(repeating: 0, count: 24), biases: [1, 1, 2, 2, 3, 3, 4, 4])
        let cell = LSTMCell(gates: dense, units: 2)
        var state = cell.start
        let gate = { (x: Double) in 1 / (1 + exp(-x)) }
        var memory = 0.0
        for _ in 0..<2 {
            cell.step(&state)
            memory = gate(2) * memory + gate(1) * tanh(3)
            #expect(state.hidden.allSatisfy { abs(Double($0) - gate(4) * tanh(memory)) < 1e-6 })
        }
    }

    @Test func `spectra are those of the definition`() {
        var random = FixedRandom(state: 2)
        let samples = (0..<FrameSpectra.span).map { _ in Float.random(in: -1...1, using: &random) }
        FrameSpectra().transform(samples) { bin, magnitudes in
            for frame in 0..<4 {
                var (x, y) = (0.0, 0.0)
                for index in 0..<256 {
                    let angle = 2 * Double.pi * Double(index) / 256
                    let sample = Double(samples[frame * 128 + index]) * (0.5 - 0.5 * cos(angle))
                    x += sample * cos(angle * Double(bin))
                    y += sample * sin(angle * Double(bin))
                }
                #expect(abs(Double(magnitudes[frame]) - (x * x + y * y).squareRoot()) < 1e-4)
            }
        }
    }
}
