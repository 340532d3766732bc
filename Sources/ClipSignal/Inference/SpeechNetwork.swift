internal import CModels

/// The layers of Silero VAD for 16 kHz: spectrum, four convolutions over time, a memory cell, one output.
struct SpeechNetwork: Sendable {
    /// New samples of a step.
    static let chunk = 512
    /// Samples of the chunk before that a step sees again.
    static let context = 64

    private static let units = 128

    /// What it remembers, and what its layers write into.
    struct State: Sendable {
        /// The context, the chunk, and their end mirrored.
        fileprivate var samples = [Float](repeating: 0, count: FrameSpectra.span)
        fileprivate var memory: LSTMCell.State
        /// The input of each convolution: a frame of zeros, its frames, and a frame of zeros.
        fileprivate var frames: [[Float]]
    }

    /// A convolution of three frames.
    private struct Layer {
        let dense: Dense
        /// Channels and frames of the input, and frames from output to output.
        let (channels, frames, step): (Int, Int, Int)

        /// - Parameter start: where in `result` the first output frame goes.
        func apply(to input: [Float], result: inout [Float], at start: Int) {
            result.withUnsafeMutableBufferPointer { result in
                dense.apply(
                    to: input, Dense.Window(step: step * channels), columns: (frames + step - 1) / step,
                    result: result.baseAddress! + start, rectified: true)
            }
        }
    }

    /// Loaded when it is first used.
    static let shared = SpeechNetwork()

    private let spectra = FrameSpectra()
    private let layers: [Layer]
    private let cell: LSTMCell
    private let output: [Float]
    private let outputBias: Float

    private init() {
        var reader = WeightReader(model_speech())
        layers = [(129, 128, 4, 1), (128, 64, 4, 2), (64, 64, 2, 2), (64, 128, 1, 1)].map {
            channels, outputs, frames, step in
            let count = outputs * 3 * channels
            // Half floats are too coarse for the weights of the two layers that halve the frames.
            let weights = step == 2 ? reader.nextPrecise(count) : reader.next(count)
            let dense = Dense(inputs: 3 * channels, weights: weights, biases: reader.nextPrecise(outputs))
            return Layer(dense: dense, channels: channels, frames: frames, step: step)
        }
        let gates = Dense(
            inputs: 2 * Self.units, weights: reader.next(8 * Self.units * Self.units),
            biases: reader.nextPrecise(4 * Self.units))
        cell = LSTMCell(gates: gates, units: Self.units)
        output = reader.next(Self.units)
        outputBias = reader.nextPrecise(1)[0]
        precondition(reader.isAtEnd, "the model's file is too long")
    }

    /// The state at the beginning of a clip.
    var start: State {
        State(
            memory: cell.start,
            frames: layers.map { [Float](repeating: 0, count: ($0.frames + 2) * $0.channels) })
    }

    /// The probability that somebody speaks in a chunk of 512 finite samples.
    func step(_ chunk: UnsafePointer<Float>, _ state: inout State) -> Float {
        state.samples.withUnsafeMutableBufferPointer { samples in
            let (start, end) = (samples.baseAddress!, Self.context + Self.chunk)
            start.update(from: start + Self.chunk, count: Self.context)
            (start + Self.context).update(from: chunk, count: Self.chunk)
            for index in 0..<Self.context { start[end + index] = start[end - 2 - index] }
            state.frames[0].withUnsafeMutableBufferPointer { frames in
                spectra.transform(start) { bin, magnitudes in
                    for frame in 0..<4 { frames[(frame + 1) * FrameSpectra.bins + bin] = magnitudes[frame] }
                }
            }
        }
        for (index, layer) in layers.dropLast().enumerated() {
            layer.apply(to: state.frames[index], result: &state.frames[index + 1], at: layer.dense.outputs)
        }
        layers[3].apply(to: state.frames[3], result: &state.memory.column, at: 0)
        cell.step(&state.memory)
        return sigmoid(zip(output, state.memory.hidden).reduce(outputBias) { $0 + $1.0 * max(0, $1.1) })
    }
}
