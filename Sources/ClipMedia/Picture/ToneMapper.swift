internal import ClipCore
internal import ClipSignal
internal import LibAV

/// Makes BT.709 pictures of the frames of an HDR stream.
final class ToneMapper {
    private let table: LookTable
    private var graph: (shape: FrameShape, longSide: Int?, graph: PictureGraph)?

    /// - Parameter video: the stream; nil is returned unless it is HDR.
    init?(_ video: StreamFacts.Video) {
        guard let toneMapping = ToneMapping(video.colour) else { return nil }
        table = LookTable(nil, from: ColourModel(video.colour, of: video, toneMapping))
    }

    /// A frame as 8-bit 4:2:0.
    ///
    /// - Parameter longSide: limit for the picture's longer side, in pixels; nil for none.
    func mapped(_ frame: borrowing Frame, longSide: Int? = nil) throws -> Frame {
        let input = try frame.share()
        input.forgetColours()
        input.dropSideData()
        if graph?.shape != input.shape || graph?.longSide != longSide {
            let scale = min(1, Double(longSide ?? .max) / Double(max(frame.width, frame.height, 1)))
            let sides = [("w", frame.width), ("h", frame.height)].map {
                ($0.0, "\(max(2, Int(Double($0.1) * scale) & ~1))")
            }
            let steps =
                (scale < 1 ? [("scale", sides + [("flags", "bicubic")])] : [])
                + [("format", [("pix_fmts", table.input)])]
            let chain = FilterStep.chain(steps, from: "in", to: "out")
            graph = (
                input.shape, longSide, PictureGraph(try FilterGraph.open(chain, from: [("in", input.shape)]))
            )
        }
        return try table.applied(to: try graph!.graph.filter(input))
    }
}

extension ColourModel {
    /// The model of a stream's pictures as 4:2:0. Filters convert RGB with the matrix that they assume.
    init(_ colour: MediaInfo.Colour, of video: StreamFacts.Video?, _ toneMapping: ToneMapping? = nil) {
        self.init(colour, height: video?.height ?? 0, toneMapping)
        guard let format = video?.pixelFormat else { return }
        if format.isFullRange { isFullRange = true }
        if !format.isYUV { (matrix, isFullRange) = (.bt601, false) }
    }
}
