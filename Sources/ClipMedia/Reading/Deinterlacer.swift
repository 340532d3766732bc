internal import LibAV

/// Makes one whole picture of each interlaced frame (libavfilter's `bwdif`); progressive frames pass unchanged.
final class Deinterlacer {
    private let graph: FilterGraph
    /// Times of the frames inside: the filter halves its time base.
    private var times: ArraySlice<Int64?> = []
    private var isOver = false

    /// - Parameter shape: the shape of all frames.
    init(_ shape: FrameShape) throws(AVFailure) {
        let step = FilterStep(
            "bwdif", [("mode", "send_frame"), ("deint", "interlaced")], from: ["in"], to: ["out"])
        graph = try FilterGraph.open([step], from: [("in", shape)])
    }

    static var isAvailable: Bool { FilterGraph.has("bwdif") }

    func send(_ frame: borrowing Frame) throws(AVFailure) {
        times.append(frame.presentation)
        try graph.send(frame)
    }

    func finish() throws(AVFailure) {
        if !isOver { try graph.finish() }
        isOver = true
    }

    /// The next picture, in the order and at the times of the frames; false if there is none yet.
    func receive(into frame: borrowing Frame) throws(AVFailure) -> Bool {
        guard !times.isEmpty, try graph.receive(into: frame) else { return false }
        frame.presentation = times.removeFirst()
        return true
    }
}
