internal import ClipCore
internal import ClipSignal
internal import LibAV

/// Makes output pictures in one framing: rotates, crops, changes colours while the picture is small, then
/// scales and composes. The order matters: colours cost time per pixel.
final class PictureView {
    private let picture: Picture
    private let table: LookTable
    private let stream: StreamFacts
    private let logo: LogoLayer?
    private let moving: MovingCrop?
    private var shape: FrameShape?
    private var before: PictureGraph?
    private var after: PictureGraph?
    private var overlay: PictureGraph?

    /// - Parameters:
    ///   - table: colour conversion from source to output.
    ///   - logo: the overlaid logo; nil for none.
    ///   - moving: a crop positioned per picture, in place of the picture's own crop.
    init(
        _ picture: Picture, _ stream: StreamFacts, _ table: LookTable, _ logo: LogoLayer?,
        moving: MovingCrop? = nil
    )
        throws
    {
        (self.picture, self.stream, self.table, self.logo, self.moving) = (
            picture, stream, table, logo, moving
        )
    }

    /// The output picture at the source's time; `source` is unchanged.
    ///
    /// - Parameter corner: position of the moving crop.
    /// - Throws: ``ProofFailure`` if a filter returns nothing.
    func filter(_ source: borrowing Frame, at corner: (x: Double, y: Double) = (0, 0)) throws -> Frame {
        let input = try source.share()
        input.forgetColours()
        input.dropSideData()
        if shape != input.shape {
            shape = input.shape
            before = PictureGraph(try FilterGraph.open(self.upright, from: [("in", input.shape)]))
            (after, overlay) = (nil, nil)
        }
        let place = moving?.place(at: corner)
        if let place { try before!.graph.setCrop(x: place.x, y: place.y) }
        let upright = try before!.filter(input)
        // The next graph expects untagged pictures: FFmpeg 9 converts others once more.
        upright.forgetColours()
        let coloured = try table.applied(to: upright)
        if after == nil {
            after = PictureGraph(try FilterGraph.open(composed, from: [("in", coloured.shape)]))
        }
        let composed = try after!.filter(coloured)
        guard let place, let moving, moving.scaled != picture.size else {
            return try finished(composed, at: source.presentation)
        }
        return try finished(Self.cut(composed, at: place.offset, to: picture.size), at: source.presentation)
    }

    private func finished(_ composed: consuming Frame, at time: Int64?) throws -> Frame {
        if overlay == nil { overlay = try overlay(on: composed) }
        if let overlay {
            let result = try overlay.filter(composed)
            result.presentation = time
            return result
        }
        composed.presentation = time
        return composed
    }

    /// Cuts a picture at a position between pixels.
    private static func cut(
        _ frame: borrowing Frame, at offset: (x: Double, y: Double), to size: Picture.Size
    ) throws
        -> Frame
    {
        let result = try frame.blank420(width: size.width, height: size.height)
        guard let from = Planes420(frame), let to = Planes420(result) else {
            throw ProofFailure("a filter gave a picture of another kind")
        }
        PictureShift(x: offset.x, y: offset.y).apply(from: from, to: to)
        return result
    }

    /// Graph that adds the look's texture and the logo, which is sent once and stays on all pictures.
    private func overlay(on first: borrowing Frame) throws -> PictureGraph? {
        let texture =
            picture.look?.texture?.filters(shortSide: min(picture.size.width, picture.size.height)) ?? []
        guard let logo else {
            guard !texture.isEmpty else { return nil }
            let steps = FilterStep.chain(texture, from: "in", to: "out")
            return PictureGraph(try FilterGraph.open(steps, from: [("in", first.shape)]))
        }
        let layer = try logo.picture.value.share()
        layer.presentation = first.presentation
        let steps =
            texture.isEmpty
            ? [logo.step(on: "in")]
            : FilterStep.chain(texture, from: "in", to: "base") + [logo.step(on: "base")]
        let graph = try FilterGraph.open(
            steps, from: [("in", first.shape), (LogoLayer.label, layer.shape)])
        try graph.send(layer, to: 1)
        try graph.finish(1)
        return PictureGraph(graph)
    }

    // MARK: Steps

    private var upright: [FilterStep] {
        var steps = stream.uprightFilters
        var size = stream.uprightSize
        if let moving {
            size = moving.cut
            steps.append(("crop", Self.crop(.init(x: 0, y: 0, size: size))))
        } else if let part = picture.reframe == .cover ? picture.crop : picture.content {
            size = part.size
            steps.append(("crop", Self.crop(part)))
        }
        let shown = moving?.scaled ?? picture.size
        if table.isDeep, picture.reframe == .cover, shown.width <= size.width, shown.height <= size.height {
            steps.append(Self.scale(shown.width, shown.height))
        }
        steps.append(("format", [("pix_fmts", table.input)]))
        return FilterStep.chain(steps, from: "in", to: "out")
    }

    private var composed: [FilterStep] {
        let (width, height) = (picture.size.width, picture.size.height)
        switch picture.reframe {
        case .cover, .stretch:
            let size = moving?.scaled ?? picture.size
            return FilterStep.chain([Self.scale(size.width, size.height)], from: "in", to: "out")
        case .contain:
            let place = inner
            return FilterStep.chain(
                [
                    Self.scale(place.size.width, place.size.height),
                    (
                        "pad",
                        [("w", "\(width)"), ("h", "\(height)"), ("x", "\(place.x)"), ("y", "\(place.y)")]
                    ),
                ], from: "in", to: "out")
        case .containBlur: return blurred
        }
    }

    private var blurred: [FilterStep] {
        let (width, height) = (picture.size.width, picture.size.height)
        let place = inner
        let crop = picture.crop.map { crop in
            let (x, y) = (picture.content?.x ?? 0, picture.content?.y ?? 0)
            return [("crop", Self.crop(.init(x: crop.x - x, y: crop.y - y, size: crop.size)))]
        }
        // A quarter of the size is enough for a blur, and sixteen times cheaper. swscale's fastest mode
        // writes machine code, which sandboxed processes cannot run.
        let (w, h) = (max(2, width / 4 & ~1), max(2, height / 4 & ~1))
        let blur =
            (crop ?? []) + [
                Self.scale(w, h, "bilinear"),
                ("gblur", [("sigma", "\(Double(w) / 30)"), ("steps", "2")]),
                Self.scale(width, height, "bilinear"),
            ]
        return [FilterStep("split", from: ["in"], to: ["sharp", "wide"])]
            + FilterStep.chain(blur, from: "wide", to: "ground")
            + FilterStep.chain([Self.scale(place.size.width, place.size.height)], from: "sharp", to: "front")
            + [
                FilterStep(
                    "overlay", [("x", "\(place.x)"), ("y", "\(place.y)"), ("format", "yuv420")],
                    from: ["ground", "front"], to: ["out"])
            ]
    }
    /// Position of the whole content in the output.
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

    /// Display aspect ratio of the content.
    private var shownAspect: Double {
        guard let video = stream.video else { return 1 }
        let sample = Double(video.sampleAspect.0) / Double(max(1, video.sampleAspect.1))
        let isTurned = video.rotation % 180 != 0
        let all = isTurned ? (video.height, video.width) : (video.width, video.height)
        let (width, height) = picture.content.map { ($0.size.width, $0.size.height) } ?? all
        return Double(width) / Double(max(1, height)) * (isTurned ? 1 / sample : sample)
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
