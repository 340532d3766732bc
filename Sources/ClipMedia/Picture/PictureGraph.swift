internal import LibAV

/// Filters that give one picture for each that they take.
final class PictureGraph {
    let graph: FilterGraph

    init(_ graph: consuming FilterGraph) { self.graph = graph }

    /// Sends one picture through.
    ///
    /// - Throws: ``ProofFailure`` where a filter gives nothing.
    func filter(_ frame: borrowing Frame) throws -> Frame {
        try graph.send(frame)
        let result = try Frame()
        guard try graph.receive(into: result) else { throw ProofFailure("a filter gave no picture") }
        return result
    }
}

extension Frame {
    /// What filters from `in` to `out` make of this one picture.
    func filtered(_ steps: [FilterStep]) throws -> Frame {
        try PictureGraph(try FilterGraph.open(steps, from: [("in", shape)])).filter(self)
    }
}
