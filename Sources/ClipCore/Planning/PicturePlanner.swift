/// Decides size, frame rate, frame count and crop of a re-encoded picture. Pure.
struct PicturePlanner {
    let video: MediaInfo.Video
    let finish: OutputSettings
    /// Analysis of the clip; nil without one.
    var analysis: Analysis?
    /// Frames a second at which most frames of the window follow each other; nil if unknown.
    private var usualRate: Double?

    /// What viewers will miss; a line each.
    private(set) var warnings: [String] = []

    init(video: MediaInfo.Video, finish: OutputSettings, analysis: Analysis? = nil) {
        (self.video, self.finish, self.analysis) = (video, finish, analysis)
    }

    init(_ clip: Planner.Clip, _ video: MediaInfo.Video, _ finish: OutputSettings) {
        self.init(video: video, finish: finish, analysis: clip.analysis)
        usualRate = clip.index.usualRate
    }

    /// Plans the picture of a window of that length, with its reasons.
    ///
    /// - Parameter spans: the visible ranges, on the source's clock.
    /// - Throws: if no frame fits, or the platforms' frame rates exclude each other.
    mutating func picture(for length: MediaTime, of spans: [TimeRange]) throws(PlanningError) -> (
        Picture, [String]
    ) {
        let rate = try frameRate()
        let frames = length.frames(at: rate, most: finish.delivery?.maximumLength)
        guard frames > 0 else {
            throw PlanningError(.unsatisfiable, "no frame fits into \(length.text) s")
        }
        var picture = Picture(size: size, frameRate: rate, frames: frames, reframe: .containBlur)
        var reasons = try frame(&picture, spans)
        picture.hdr = video.colour.transfer.flatMap(Picture.HDR.init)
        if let hdr = picture.hdr {
            let peak = hdr.peak(of: video.colour)
            if peak != Picture.HDR.usualPeak { picture.peak = peak }
            reasons.append(
                "HDR (\(hdr.name)) is tone-mapped to BT.709"
                    + (picture.peak.map { ": \(Int($0)) cd/m² become white" } ?? ""))
        }
        picture.deinterlaces = video.isInterlaced && finish.deinterlacing != .off
        if video.isInterlaced, finish.deinterlacing != .auto { picture.deinterlacing = finish.deinterlacing }
        (picture.look, picture.lut) = (finish.look, finish.lut)
        picture.logo = try logo
        return (picture, reasons)
    }

    private var logo: Picture.Logo? {
        get throws(PlanningError) {
            guard let logo = finish.logo else { return nil }
            let zone = SafeZone(frame: size, margins: finish.platforms.compactMap { $0.safeZone?.value })
            let width = Double(size.width) * logo.percent / 100
            guard let place = zone.place(logo.size, width: width, in: logo.corner) else {
                throw PlanningError(
                    .unsatisfiable, "a picture of \(size.text) has no place for the logo",
                    hint: "leave --logo out, or name fewer platforms")
            }
            return Picture.Logo(file: logo.file, place: place, opacity: logo.opacity)
        }
    }

    // MARK: Shape

    private var size: Picture.Size {
        if let size = finish.size { return size }
        if !finish.platforms.isEmpty { return Picture.Size(width: 1080, height: 1920) }
        return Picture.Size(width: max(2, video.displayWidth & ~1), height: max(2, video.displayHeight & ~1))
    }

    private var aspect: Double { Double(size.width) / Double(size.height) }
    private var shown: Double { Double(video.displayWidth) / Double(max(1, video.displayHeight)) }
    private var axes: UprightAxes { UprightAxes(video) }
    /// Aspect ratio of a coded pixel of the upright picture.
    private var sample: Double {
        let upright = axes.size(video)
        return shown * Double(upright.height) / Double(max(1, upright.width))
    }

    /// Aspect ratios within 1 % need no letterbox: a few pixels are cropped instead.
    private func isAlike(_ shown: Double) -> Bool { abs(shown / aspect - 1) < 0.01 }

    /// Depth of analysis needed to choose the crop; nil if an analysis does not matter.
    var scope: AnalysisScope? {
        guard finish.hasShape, finish.cropPath?.showsWhole != false, !isAlike(shown) else { return nil }
        return finish.reframe == nil && finish.cropPath == nil ? .pictures : .bars
    }

    /// Decides the visible part, and how it fits the frame.
    private mutating func frame(_ picture: inout Picture, _ spans: [TimeRange]) throws(PlanningError)
        -> [String]
    {
        let (content, bars) = content
        if content != whole { picture.content = content }
        let shown = Double(content.size.width) * sample / Double(content.size.height)
        let wanted = finish.reframe
        picture.reframe = wanted ?? .containBlur
        if isAlike(shown) && wanted != .stretch { picture.reframe = .cover }
        let crop = crop(of: content)
        if picture.reframe == .cover || picture.reframe == .containBlur { picture.crop = crop }
        if let path = finish.cropPath {
            try check(path)
            (picture.reframe, picture.path, picture.crop) = (.cover, path, crop)
            return bars + ["the crop lies where the crop path says"]
        }
        guard scope != nil else { return bars }
        picture.looking = .init(asked: wanted)
        guard wanted == nil, picture.reframe != .cover else { return bars }
        guard let analysis else { return bars + ["nobody looked at the clip: all of its picture is shown"] }
        let (choice, reason, cutsText) = cropPlanner(content).choice(analysis, spans)
        if cutsText {
            warnings.append(
                "words near the edge of the crop may be cut: --reframe contain-blur shows all of the picture")
        }
        switch choice {
        case .whole: break
        case .resting(let place): (picture.reframe, picture.crop) = (.cover, place)
        case .following(let path): (picture.reframe, picture.path) = (.cover, path)
        }
        return bars + [reason]
    }

    private func cropPlanner(_ content: Picture.Rectangle) -> CropPlanner {
        CropPlanner(axes: axes, content: content, picture: axes.size(video), crop: crop(of: content).size)
    }

    /// Shots in which small faces are worth a search: nothing else says where to crop.
    var unclearShots: [TimeRange] {
        let content = content.0
        let shown = Double(content.size.width) * sample / Double(content.size.height)
        guard scope == .pictures, !isAlike(shown), let analysis else { return [] }
        return cropPlanner(content).unclear(analysis)
    }

    /// A crop path written by the user must match the source and the output.
    private func check(_ path: CropPath) throws(PlanningError) {
        let upright = axes.size(video)
        guard path.picture == upright else {
            throw PlanningError(
                .unsatisfiable,
                "the crop path is for pictures of \(path.picture.text), not of \(upright.text)",
                hint: "name the path of this clip, or a file that is not there yet")
        }
        let shape = Double(path.size.width) * sample / Double(path.size.height)
        guard abs(shape / aspect - 1) < 0.03 else {
            throw PlanningError(
                .unsatisfiable, "the crop of \(path.size.text) has not the shape of \(size.text)",
                hint: "name the path of this shape, or a file that is not there yet")
        }
    }

    private var whole: Picture.Rectangle { .init(x: 0, y: 0, size: axes.size(video)) }

    /// The upright picture without black bars, with a note about them.
    private var content: (Picture.Rectangle, [String]) {
        guard let analysis else { return (whole, []) }
        let black = LetterboxDetector().bars(in: analysis.pictures, width: video.width, height: video.height)
        let found = FillerSample.bars(in: analysis.filler)
        let filler = black.covers(found) ? .none : found
        let bars = axes.bars(black.joined(filler))
        guard bars != .none else { return (whole, []) }
        let (x, y) = ((bars.left + 1) & ~1, (bars.top + 1) & ~1)
        let size = Picture.Size(
            width: (whole.size.width - bars.right - x) & ~1,
            height: (whole.size.height - bars.bottom - y) & ~1)
        let sides = [
            ("above", bars.top), ("below", bars.bottom), ("on the left", bars.left),
            ("on the right", bars.right),
        ].filter { $0.1 > 0 }.map { "\($0.1) px \($0.0)" }
        return (
            Picture.Rectangle(x: x, y: y, size: size),
            [
                "\(filler == .none ? "black bars are" : "filler beside the picture is") cut off: \(sides.joined(separator: ", "))"
            ]
        )
    }

    /// The largest centred part of the content with the output's aspect ratio.
    private func crop(of content: Picture.Rectangle) -> Picture.Rectangle {
        let (width, height) = (content.size.width, content.size.height)
        var (w, h) = (Double(width), Double(height))
        if w * sample > aspect * h { w = h * aspect / sample } else { h = w * sample / aspect }
        let cut = Picture.Size(
            width: min(width, max(2, Int(w.rounded()) & ~1)),
            height: min(height, max(2, Int(h.rounded()) & ~1)))
        return Picture.Rectangle(
            x: content.x + (width - cut.width) / 2 & ~1, y: content.y + (height - cut.height) / 2 & ~1,
            size: cut)
    }

    // MARK: Rate

    private func frameRate() throws(PlanningError) -> Fraction {
        let rates = FrameRates(of: finish.platforms)
        if let asked = finish.frameRate {
            guard rates.take(asked) else {
                throw PlanningError(
                    .unsatisfiable,
                    "the platforms take \(rates.least) to \(rates.most) frames a second, not \(asked.value)",
                    hint: "leave --fps out")
            }
            return asked
        }
        if let rate = video.frameRate, !video.hasVariableRate {
            let fields = Fraction(rate.numerator * 2, rate.denominator)
            if let fields, video.isInterlaced, finish.deinterlacing == .fields, rates.take(fields) {
                return fields
            }
            if rates.take(rate) { return rate }
        }
        let average = (video.averageFrameRate ?? video.frameRate)?.value
        let source = (video.hasVariableRate ? usualRate : video.frameRate?.value) ?? average ?? 30
        guard let usual = rates.usual(for: source) else {
            throw PlanningError(.unsatisfiable, "the platforms ask for frame rates that do not meet")
        }
        return usual
    }
}

extension OutputSettings {
    /// Depth of analysis needed to choose the crop of a clip; nil if an analysis does not matter.
    public func scope(of video: MediaInfo.Video) -> AnalysisScope? {
        changesPicture(of: video) ? PicturePlanner(video: video, finish: self).scope : nil
    }

    /// Shots of an analysis in which neither a face nor the action says where to crop, and small faces were not searched.
    public func unclearShots(of video: MediaInfo.Video, in analysis: Analysis) -> [TimeRange] {
        changesPicture(of: video)
            ? PicturePlanner(video: video, finish: self, analysis: analysis).unclearShots : []
    }
}
