internal import ClipCore
internal import ClipSignal
internal import LibAV

/// Makes one picture of an output from one of the source: upright, cropped, its colours changed while it is small, then
/// scaled and composed. In that order, because colours cost by the pixel.
final class PictureFilter {
    private let picture: Picture
    private let table: LookTable
    private let stream: StreamFacts
    private let logo: LogoLayer?
    private var shape: FrameShape?
    private var before: Graph?
    private var after: Graph?
    private var frame: Frame

    private final class Graph {
        let graph: FilterGraph

        init(_ graph: consuming FilterGraph) { self.graph = graph }
    }

    init(_ picture: Picture, _ stream: StreamFacts, _ colour: MediaInfo.Colour, cube: CubeLUT?) throws {
        (self.picture, self.stream) = (picture, stream)
        // Filters turn RGB into the matrix that they take for granted.
        let isRGB = stream.video?.pixelFormat.isYUV == false
        let model =
            isRGB ? ColourModel(.bt601) : ColourModel(colour, height: stream.video?.height ?? 0)
        table = LookTable(picture.look, cube, from: model)
        logo = try picture.logo.map { try LogoLayer($0) }
        frame = try Frame()
    }

    /// The output's picture, at the time of the source's; `source` stays as it is.
    ///
    /// - Throws: ``Broken`` where a filter gives nothing.
    func filter(_ source: borrowing Frame) throws -> Frame {
        let input = try source.share()
        input.forgetColours()
        input.dropSideData()
        if shape != input.shape {
            shape = input.shape
            before = Graph(try FilterGraph.open(upright, from: [("in", input.shape)]))
            after = nil
        }
        try before!.graph.send(input)
        guard try before!.graph.receive(into: frame) else { throw Broken("a filter gave no picture") }
        let coloured = try coloured()
        if after == nil { after = try lastGraph(coloured) }
        try after!.graph.send(coloured)
        let result = try Frame()
        guard try after!.graph.receive(into: result) else { throw Broken("a filter gave no picture") }
        result.presentation = source.presentation
        return result
    }

    /// Composes the frame from pictures like this one; the logo is given once, and lies on all of them.
    private func lastGraph(_ first: borrowing Frame) throws -> Graph {
        guard let logo else {
            return Graph(try FilterGraph.open(composed(to: "out"), from: [("in", first.shape)]))
        }
        let picture = try logo.picture.value.share()
        picture.presentation = first.presentation
        let graph = try FilterGraph.open(
            composed(to: "base") + logo.steps(on: "base"),
            from: [("in", first.shape), (LogoLayer.label, picture.shape)])
        try graph.send(picture, to: 1)
        try graph.finish(1)
        return Graph(graph)
    }

    private func coloured() throws -> Frame {
        if table.isIdentity { return try frame.share() }
        let result = try frame.blank420()
        guard let from = Planes420(frame), let to = Planes420(result) else {
            throw Broken("a filter gave a picture of another kind")
        }
        table.apply(from: from, to: to)
        return result
    }

    // MARK: Steps

    private var upright: [FilterStep] {
        var steps = stream.uprightFilters
        if let crop = picture.crop, picture.reframe == .cover {
            steps.append(("crop", Self.crop(crop)))
        }
        steps.append(("format", [("pix_fmts", "yuv420p")]))
        return FilterStep.chain(steps, from: "in", to: "out")
    }

    private func composed(to out: String) -> [FilterStep] {
        let (width, height) = (picture.size.width, picture.size.height)
        switch picture.reframe {
        case .cover, .stretch:
            return FilterStep.chain([Self.scale(width, height)], from: "in", to: out)
        case .contain:
            let place = inner
            return FilterStep.chain(
                [
                    Self.scale(place.size.width, place.size.height),
                    (
                        "pad",
                        [("w", "\(width)"), ("h", "\(height)"), ("x", "\(place.x)"), ("y", "\(place.y)")]
                    ),
                ], from: "in", to: out)
        case .containBlur:
            let place = inner
            let crop = picture.crop.map { [("crop", Self.crop($0))] } ?? []
            // A quarter of the size is enough for what is blurred, and sixteen times cheaper.
            let (w, h) = (max(2, width / 4 & ~1), max(2, height / 4 & ~1))
            let blur =
                crop + [
                    Self.scale(w, h, "fast_bilinear"),
                    ("gblur", [("sigma", "\(Double(w) / 30)"), ("steps", "2")]),
                    Self.scale(width, height, "bilinear"),
                ]
            return [FilterStep("split", from: ["in"], to: ["sharp", "wide"])]
                + FilterStep.chain(blur, from: "wide", to: "ground")
                + FilterStep.chain(
                    [Self.scale(place.size.width, place.size.height)], from: "sharp", to: "front")
                + [
                    FilterStep(
                        "overlay", [("x", "\(place.x)"), ("y", "\(place.y)"), ("format", "yuv420")],
                        from: ["ground", "front"], to: [out])
                ]
        }
    }

    /// Where all of the source's picture lies in the output.
    private var inner: Picture.Rectangle {
        let (width, height) = (picture.size.width, picture.size.height)
        let shown = shownAspect
        var size = picture.size
        if shown > Double(width) / Double(height) {
            size.height = min(height, max(2, Int((Double(width) / shown).rounded()) & ~1))
        } else {
            size.width = min(width, max(2, Int((Double(height) * shown).rounded()) & ~1))
        }
        return Picture.Rectangle(
            x: (width - size.width) / 2 & ~1, y: (height - size.height) / 2 & ~1, size: size)
    }

    /// Width to height as a player shows the source.
    private var shownAspect: Double {
        guard let video = stream.video else { return 1 }
        let aspect =
            Double(video.width * video.sampleAspect.0) / Double(max(1, video.height * video.sampleAspect.1))
        return video.rotation % 180 == 0 ? aspect : 1 / aspect
    }

    private static func crop(_ part: Picture.Rectangle) -> [(String, String)] {
        [
            ("w", "\(part.size.width)"), ("h", "\(part.size.height)"), ("x", "\(part.x)"), ("y", "\(part.y)"),
            ("exact", "1"),
        ]
    }

    private static func scale(_ width: Int, _ height: Int, _ flags: String = "bicubic") -> (
        String, [(String, String)]
    ) {
        ("scale", [("w", "\(width)"), ("h", "\(height)"), ("flags", flags)])
    }
}

extension Planes420 {
    /// The planes of a 4:2:0 frame, which has to outlive them; nil for other formats.
    fileprivate init?(_ frame: borrowing Frame) {
        guard let y = frame.plane(0), let u = frame.plane(1), let v = frame.plane(2), u.stride == v.stride
        else { return nil }
        self.init(
            y: y.base, u: u.base, v: v.base, yStride: y.stride, uvStride: u.stride, width: frame.width,
            height: frame.height)
    }
}
