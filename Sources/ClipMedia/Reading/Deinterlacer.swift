internal import LibAV

/// Makes one whole picture of each interlaced frame, or one of each field (libavfilter's `bwdif`); progressive frames pass unchanged.
final class Deinterlacer {
    private let graph: FilterGraph
    /// Times of the frames inside: the filter halves its time base.
    private var times: ArraySlice<Int64?> = []
    private var isOver = false
    private let separatesFields: Bool

    /// - Parameters:
    ///   - shape: the shape of all frames.
    ///   - separatesFields: gives two pictures for each frame.
    init(_ shape: FrameShape, separatesFields: Bool) throws(AVFailure) {
        self.separatesFields = separatesFields
        let mode = separatesFields ? "send_field" : "send_frame"
        let step = FilterStep("bwdif", [("mode", mode), ("deint", "interlaced")], from: ["in"], to: ["out"])
        graph = try FilterGraph.open([step], from: [("in", shape)])
    }

    static var isAvailable: Bool { FilterGraph.has("bwdif") }

    func send(_ frame: borrowing Frame) throws(AVFailure) {
        // The filter doubles the times; those of frames are kept apart where it gives one for each.
        if !separatesFields { times.append(frame.presentation) }
        try graph.send(frame)
    }

    func finish() throws(AVFailure) {
        if !isOver { try graph.finish() }
        isOver = true
    }

    /// The next picture, in the order and at the times of the frames; false if there is none yet. The second field
    /// is halfway to the next frame.
    func receive(into frame: borrowing Frame) throws(AVFailure) -> Bool {
        guard separatesFields || !times.isEmpty, try graph.receive(into: frame) else { return false }
        frame.presentation = separatesFields ? frame.presentation.map { $0 / 2 } : times.removeFirst()
        return true
    }
}
