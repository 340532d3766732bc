internal import SystemLibrary

/// A long short-term memory cell (Hochreiter and Schmidhuber 1997), with PyTorch's order of gates: input, forget, cell,
/// output.
struct LSTMCell: Sendable {
    /// What it remembers from step to step; zeros at the beginning.
    struct State: Hashable, Sendable {
        /// The input of the next step, then the hidden state: one column for the gates.
        var column: [Float]
        fileprivate var cell: [Float]
        fileprivate var gates: [Float]

        /// The hidden state.
        var hidden: ArraySlice<Float> { column[(column.count - cell.count)...] }
    }

    /// Four gates a unit, from inputs and hidden state.
    private let gates: Dense
    private let units: Int

    /// - Parameter gates: of 4 × `units` outputs, a multiple of eight; its inputs are the cell's, then the hidden state.
    init(gates: Dense, units: Int) {
        precondition(gates.outputs == 4 * units && gates.inputs >= units)
        (self.gates, self.units) = (gates, units)
    }

    /// The state at the beginning.
    var start: State {
        State(
            column: [Float](repeating: 0, count: gates.inputs), cell: [Float](repeating: 0, count: units),
            gates: [Float](repeating: 0, count: 4 * units))
    }

    /// Takes the input in `state.column` in.
    func step(_ state: inout State) {
        state.gates.withUnsafeMutableBufferPointer { result in
            gates.apply(
                to: state.column, Dense.Window(step: gates.inputs), columns: 1, result: result.baseAddress!,
                rectified: false)
        }
        let inputs = gates.inputs - units
        for unit in 0..<units {
            let forgotten = sigmoid(state.gates[units + unit]) * state.cell[unit]
            let learnt = sigmoid(state.gates[unit]) * hyperbolicTangent(state.gates[2 * units + unit])
            let cell = forgotten + learnt
            state.cell[unit] = cell
            state.column[inputs + unit] = sigmoid(state.gates[3 * units + unit]) * hyperbolicTangent(cell)
        }
    }
}

/// 1 / (1 + e^-x), from 0 to 1.
func sigmoid(_ x: Float) -> Float { 1 / (1 + exp(-x)) }

/// By way of the exponential function, which is faster than C's `tanhf`.
private func hyperbolicTangent(_ x: Float) -> Float { 2 * sigmoid(2 * x) - 1 }
