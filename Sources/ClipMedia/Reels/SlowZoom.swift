internal import LibAV

/// Zooms slowly into a still picture, or out of it, by fractions of a pixel.
struct SlowZoom {
    private let graph: PictureGraph

    /// How much larger the picture is in the end.
    private static let most = 0.08

    /// nil where this computer's libavfilter cannot: the photo is shown at rest.
    ///
    /// - Parameters:
    ///   - shape: of the pictures.
    ///   - frames: how many there are.
    ///   - isInward: zooms in; otherwise out.
    init?(_ shape: FrameShape, frames: Int, isInward: Bool) throws(AVFailure) {
        guard FilterGraph.has("perspective") else { return nil }
        let part = isInward ? "(on/\(frames))" : "(1-on/\(frames))"
        // The corners of the visible part, seen from the picture's centre.
        let left = "W/2*(1-1/(1+\(Self.most)*\(part)))"
        let top = "H/2*(1-1/(1+\(Self.most)*\(part)))"
        let (right, bottom) = ("W-\(left)", "H-\(top)")
        let step = FilterStep(
            "perspective",
            [
                ("x0", left), ("y0", top), ("x1", right), ("y1", top), ("x2", left), ("y2", bottom),
                ("x3", right), ("y3", bottom), ("interpolation", "cubic"), ("eval", "frame"),
            ], from: ["in"], to: ["out"])
        graph = PictureGraph(try FilterGraph.open([step], from: [("in", shape)]))
    }

    func next(_ picture: borrowing Frame) throws -> Frame { try graph.filter(picture) }
}
