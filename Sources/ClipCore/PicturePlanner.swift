/// Decides the size, the rate and the number of frames of a picture that is made anew, and the part of the source that
/// it shows. Pure.
struct PicturePlanner {
    let video: MediaInfo.Video
    let finish: Finish

    /// The picture for a window of that length.
    ///
    /// - Throws: where no frame fits, or the platforms ask for rates that do not meet.
    func picture(for length: MediaTime) throws(PlanningError) -> Picture {
        let rate = try frameRate()
        // Times of some containers are rounded to a millisecond: a last frame is not lost for that.
        let tolerance = MediaTime(ticks: 1, timescale: 1000)
        let base = TimeBase(Int64(rate.denominator), Int64(rate.numerator))
        let frames = Int((length + tolerance).ticksRoundedDown(in: base))
        guard frames > 0 else {
            throw PlanningError(.unsatisfiable, "no frame fits into \(length.text) s")
        }
        var picture = Picture(size: size, frameRate: rate, frames: frames, reframe: reframe)
        picture.crop = picture.reframe == .cover || picture.reframe == .containBlur ? crop : nil
        picture.deinterlaces = video.isInterlaced
        (picture.look, picture.lut) = (finish.look, finish.lut)
        picture.logo = try logo
        return picture
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

    /// Shapes that differ by less than one part in a hundred need no bars: a few pixels are cut off instead.
    private var reframe: Picture.Reframe {
        let isAlike = abs(shown / aspect - 1) < 0.01
        return isAlike && finish.reframe != .stretch ? .cover : finish.reframe
    }

    /// The largest part of the upright picture, around its middle, that has the output's shape.
    private var crop: Picture.Rectangle {
        let isTurned = video.rotation % 180 != 0
        let (width, height) =
            isTurned ? (video.height, video.width) : (video.width, video.height)
        let sample = shown * Double(height) / Double(max(1, width))
        var (w, h) = (Double(width), Double(height))
        if shown > aspect { w = h * aspect / sample } else { h = w * sample / aspect }
        let cut = Picture.Size(
            width: min(width, max(2, Int(w.rounded()) & ~1)),
            height: min(height, max(2, Int(h.rounded()) & ~1)))
        return Picture.Rectangle(
            x: (width - cut.width) / 2 & ~1, y: (height - cut.height) / 2 & ~1, size: cut)
    }

    // MARK: Rate

    private func frameRate() throws(PlanningError) -> Fraction {
        let least = finish.platforms.compactMap { $0.minimumFrameRate?.value }.max() ?? 1
        let most = finish.platforms.compactMap { $0.maximumFrameRate?.value }.min() ?? 120
        let isAllowed = { (rate: Fraction) in rate.value >= least && rate.value <= most }
        if let asked = finish.frameRate {
            guard isAllowed(asked) else {
                throw PlanningError(
                    .unsatisfiable,
                    "the platforms take \(least) to \(most) frames a second, not \(asked.value)",
                    hint: "leave --fps out")
            }
            return asked
        }
        if let rate = video.frameRate, !video.hasVariableRate, isAllowed(rate) { return rate }
        let average = (video.averageFrameRate ?? video.frameRate)?.value ?? 30
        let usual = [25, 30, 60].compactMap { Fraction($0, 1) }.filter(isAllowed)
        guard let nearest = usual.min(by: { abs($0.value - average) < abs($1.value - average) }) else {
            throw PlanningError(.unsatisfiable, "the platforms ask for frame rates that do not meet")
        }
        return nearest
    }
}
