internal import ClipCore
internal import ClipSignal
internal import LibAV

/// Reads frames of a clip as small upright pictures.
struct StillReader {
    /// The longer side of the picture, in pixels.
    var longSide = 480

    /// The frame at `time` on the file's clock; negative counts from the end, nil is the middle.
    ///
    /// - Throws: if there is no video, or no frame at `time`.
    func read(_ source: borrowing SourceFile, at time: MediaTime?) throws(Failure) -> (Still, ColourModel) {
        try read(source) { span in [time ?? span.start + span.duration.half] }[0]
    }

    /// The same for several times, chosen from the picture's time range.
    func read(_ source: borrowing SourceFile, _ times: (TimeRange) -> [MediaTime]) throws(Failure) -> [(
        Still, ColourModel
    )] {
        do {
            let input = try MediaInput(source)
            let info = try Prober().info(of: input.file, source)
            guard let video = info.video, let span = video.span else {
                throw Failure(.unusable, source.path, "there is no video in it")
            }
            let stream = try input.stream(video.stream)
            let toneMapper = stream.video.flatMap(ToneMapper.init)
            var stills: [(Still, ColourModel)] = []
            for typed in times(span) {
                let time = typed < .zero ? span.end + typed : typed
                guard time >= .zero, time < span.end else {
                    throw Failure(
                        .unusable, source.path, "there is no frame at \(time.text) s",
                        hint: "it ends at \(span.end.text) s")
                }
                try Interruption.check("read pictures", .reading)
                stills.append(
                    try still(input, video, stream, toneMapper, from: max(time, span.start) + info.origin))
            }
            return stills
        } catch { throw Failure(error, reading: source.path) }
    }

    /// Frames at times on the container's clock, in delivery colours; times at which nothing decodes are left
    /// out.
    func read(_ input: MediaInput, _ video: MediaInfo.Video, at times: [MediaTime]) throws(AVFailure)
        -> [Still]
    {
        var stills: [Still] = []
        guard let stream = try? input.stream(video.stream) else { return stills }
        let toneMapper = stream.video.flatMap(ToneMapper.init)
        for time in times {
            try Interruption.check("read pictures", .reading)
            guard let (still, model) = try? still(input, video, stream, toneMapper, from: time) else {
                continue
            }
            stills.append(still.applying(LookTable(nil, from: model)))
        }
        return stills
    }

    private func still(
        _ input: MediaInput, _ video: MediaInfo.Video, _ stream: StreamFacts, _ toneMapper: ToneMapper?,
        from start: MediaTime
    ) throws -> (Still, ColourModel) {
        let frame = try Frame()
        guard try input.picture(of: stream, at: start, into: frame) else {
            throw ProofFailure("no frame decodes from \(start.text) s on")
        }
        if let toneMapper { return (try shrunk(toneMapper.mapped(frame), video), .delivery) }
        var model = ColourModel(video.colour, height: frame.height)
        let name = frame.pixelFormat.name ?? ""
        if name == "yuvj420p" { model.isFullRange = true }
        if name == "yuv420p" || name == "yuvj420p" { return (try shrunk(frame, video), model) }
        let scaler = try Scaler(from: frame, to: .planar420)
        // swscale's result has limited range for full-range and RGB pictures, and is BT.601 for RGB.
        if name.hasPrefix("yuvj") { model.isFullRange = false }
        if name.contains("rgb") || name.contains("bgr") || name.hasPrefix("gbr") {
            model = ColourModel(.bt601)
        }
        return (try shrunk(try scaler.convert(frame), video), model)
    }

    private func shrunk(_ frame: borrowing Frame, _ video: MediaInfo.Video) throws -> Still {
        let (width, height) = (frame.width, frame.height)
        guard let y = frame.plane(0), let u = frame.plane(1), let v = frame.plane(2) else {
            throw ProofFailure("its pictures have no planes")
        }
        let scale = Double(longSide) / Double(max(video.displayWidth, video.displayHeight, 1))
        let chroma = ((width + 1) / 2, (height + 1) / 2)
        return Still(
            y: .init(y.base, stride: y.stride, width: width, height: height),
            u: .init(u.base, stride: u.stride, width: chroma.0, height: chroma.1),
            v: .init(v.base, stride: v.stride, width: chroma.0, height: chroma.1),
            width: Int(Double(video.displayWidth) * scale), height: Int(Double(video.displayHeight) * scale),
            turn: .init(degrees: video.rotation, isMirrored: video.isMirrored))
    }
}
