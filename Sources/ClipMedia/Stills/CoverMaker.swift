internal import ClipCore
internal import LibAV

/// Makes an output's cover: one of its frames without overlay text, full size and upright, as a JPEG next to it.
struct CoverMaker {
    let plan: Plan
    let cover: PlannedCover

    /// - Parameter source: the output's source, which is never replaced.
    /// - Throws: if the name is taken and may not be overwritten, or no frame decodes.
    func make(_ keeper: (any OutputKeeper)?, source: borrowing SourceFile) throws(Failure) -> Report.Cover {
        let output = plan.output.file.path
        let file = try SourceFile.open(output)
        let info = try Prober().probe(file)
        guard let video = info.video, let span = video.span else {
            throw Failure(.bug, output, "the output has no picture for a cover")
        }
        let choice = cover.time == nil ? try best(file, info) : nil
        let wanted = cover.time.map { span.start + $0 } ?? choice?.time ?? span.start
        do {
            let start = span.start + info.origin
            let (bytes, time) = try picture(file, video, from: wanted + info.origin) {
                try bare(at: $0 - start, source)
            }
            let written = try CommittedFile.create(
                cover.file.path, overwrites: plan.output.overwrites, keeper, source: source)
            try written.write(bytes)
            try written.commit()
            return Report.Cover(
                file: cover.file, time: time - start,
                reasons: (choice?.terms ?? []).filter { $0.effect.magnitude >= 0.005 }
                    .sorted { $0.effect.magnitude > $1.effect.magnitude }.map(\.text))
        } catch let broken as ProofFailure {
            throw Failure(.unusable, output, "no cover could be made: \(broken.message)")
        } catch { throw Failure(error, reading: output) }
    }

    /// Whether overlay text is drawn on the output, which the frames that are drawn on do not have.
    private var hasBareFrames: Bool {
        plan.picture.map { !($0.words ?? []).isEmpty && !$0.deinterlaces } ?? false
    }

    /// The output's frame at a time on its clock, as it was before overlay text was drawn on it; nil if the output's own
    /// is to be taken.
    private func bare(at time: MediaTime, _ source: borrowing SourceFile) throws -> Owned<Frame>? {
        guard hasBareFrames, let picture = plan.picture else { return nil }
        let input = try MediaInput(source)
        let stream = try input.stream(plan.video.stream)
        let shown = Timeline(plan.pieces ?? [EditSegment(plan.window)]).source(at: time) + plan.origin
        let frame = try Frame()
        guard try input.picture(of: stream, at: shown, into: frame) else { return nil }
        return Owned(try PlannedPictures.filter(picture, stream, plan.origin).filter(frame))
    }

    private func best(_ file: borrowing SourceFile, _ info: MediaInfo) throws(Failure) -> CoverRule.Choice? {
        let written = hasBareFrames ? [] : (plan.picture?.words ?? []).flatMap(\.captions).map(\.range)
        let analysis = try Analyzer().analyze(file, info, scope: .pictures, faces: true)
        return CoverRule().best(
            of: analysis.pictures, analysis.boundaries, analysis.faces ?? [], written: written)
    }

    /// The frame shown at a time on the container's clock, and its own time there.
    private func picture(
        _ file: borrowing SourceFile, _ video: MediaInfo.Video, from start: MediaTime,
        bare: (MediaTime) throws -> Owned<Frame>?
    ) throws -> ([UInt8], MediaTime) {
        let input = try MediaInput(file)
        let stream = try input.stream(video.stream)
        let frame = try Frame()
        guard try input.picture(of: stream, at: start, into: frame) else {
            throw ProofFailure("no frame decodes from \(start.text) s on")
        }
        let time = MediaTime(ticks: frame.presentation ?? 0, timeBase: stream.base)
        let still = try filtered(try bare(time)?.value.share() ?? frame.share(), stream, video)
        guard let title = cover.title else { return (try JPEGWriter.file(still), time) }
        return (try JPEGWriter.file(try titled(still, title)), time)
    }

    /// The picture with a title, which is drawn in limited range.
    private func titled(_ still: borrowing Frame, _ title: Picture.Words) throws -> Frame {
        if let problem = title.problem(on: Picture.Size(width: still.width, height: still.height)) {
            throw ProofFailure(problem)
        }
        func turned(_ frame: borrowing Frame, from: String, to: String, _ format: String) throws -> Frame {
            let scale = [("in_range", from), ("out_range", to)]
            return try frame.filtered(
                FilterStep.chain(
                    [("scale", scale), ("format", [("pix_fmts", format)])], from: "in", to: "out"))
        }
        let limited = try turned(still, from: "pc", to: "tv", "yuv420p")
        let layer = try TextLayer(title, rate: Fraction(1, 1)!)
        return try turned(try layer.laid(0, on: limited), from: "tv", to: "pc", JPEGWriter.pixelFormat)
    }

    private func filtered(_ frame: borrowing Frame, _ stream: StreamFacts, _ video: MediaInfo.Video) throws
        -> Frame
    {
        if let mapped = try stream.video.flatMap(ToneMapper.init)?.mapped(frame) {
            var plain = video
            plain.colour = MediaInfo.Colour(
                range: "tv", primaries: "bt709", transfer: "bt709", matrix: "bt709")
            return try filtered(mapped, stream, plain)
        }
        let isFull = video.colour.range == "pc" || frame.pixelFormat.name?.hasPrefix("yuvj") == true
        let input = try frame.share()
        input.forgetColours()
        input.dropSideData()
        let scale = [
            ("w", "\(video.displayWidth)"), ("h", "\(video.displayHeight)"), ("flags", "bicubic"),
            ("in_color_matrix", matrix(video)), ("out_color_matrix", "bt601"),
            ("in_range", isFull ? "pc" : "tv"), ("out_range", "pc"),
        ]
        let steps =
            stream.uprightFilters + [("scale", scale), ("format", [("pix_fmts", JPEGWriter.pixelFormat)])]
        return try input.filtered(FilterStep.chain(steps, from: "in", to: "out"))
    }

    /// The scaler's name of the matrix; if unspecified, the one that players assume for the size.
    private func matrix(_ video: MediaInfo.Video) -> String {
        switch video.colour.matrix {
        case "bt709": "bt709"
        case "bt2020nc", "bt2020c": "bt2020"
        case "smpte240m": "smpte240m"
        case "fcc": "fcc"
        case "bt470bg", "smpte170m": "bt601"
        default: min(video.width, video.height) >= 720 ? "bt709" : "bt601"
        }
    }
}
