internal import LibAV

/// A filter graph that returns one picture per input picture.
final class PictureGraph {
    let graph: FilterGraph

    init(_ graph: consuming FilterGraph) { self.graph = graph }

    /// Filters one picture.
    ///
    /// - Throws: ``ProofFailure`` if a filter returns nothing.
    func filter(_ frame: borrowing Frame) throws -> Frame {
        try graph.send(frame)
        let result = try Frame()
        guard try graph.receive(into: result) else { throw ProofFailure("a filter gave no picture") }
        return result
    }
}

extension Frame {
    /// Filters this single picture through `steps`, from `in` to `out`.
    func filtered(_ steps: [FilterStep]) throws -> Frame {
        try PictureGraph(try FilterGraph.open(steps, from: [("in", shape)])).filter(self)
    }
}
