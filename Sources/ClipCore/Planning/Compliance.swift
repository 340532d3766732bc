/// Checks whether a source's picture already complies with a request and can be copied. Pure.
struct Compliance {
    let clip: Planner.Clip
    let video: MediaInfo.Video
    let finish: OutputSettings
    /// The picture that a re-encode would make.
    let wanted: Picture

    /// Why the frames presented in [start, end), in ticks, do not comply; nil if they do.
    func obstacle(from start: Int64, to end: Int64) -> String? {
        if finish.writes { return "something is written on it" }
        if finish.look != nil || finish.lut != nil || wanted.logo != nil { return "its colours change" }
        if finish.softensFlashes { return "its flashes are softened" }
        if wanted.path != nil { return "its crop is told" }
        let isUpright = video.rotation == 0 && !video.isMirrored
        let isSquare = video.displayWidth == video.width && video.displayHeight == video.height
        guard isUpright, isSquare, video.width == wanted.size.width, video.height == wanted.size.height else {
            return "its shape changes"
        }
        if finish.frameRate != nil || !finish.platforms.isEmpty {
            guard video.frameRate == wanted.frameRate, isEven(from: start, to: end) else {
                return "its frame rate changes"
            }
        }
        return finish.platforms.isEmpty ? nil : codingObstacle(from: start, to: end)
    }

    private func codingObstacle(from start: Int64, to end: Int64) -> String? {
        guard video.codec == "h264", video.profile == "High", video.pixelFormat == "yuv420p",
            !video.isInterlaced
        else { return "it is no progressive H.264 High of 8 bits" }
        let colour = video.colour
        guard colour.matrix == "bt709", colour.primaries == "bt709", colour.transfer == "bt709",
            colour.range == "tv"
        else { return "it is not tagged as BT.709" }
        let length = clip.index.time(end) - clip.index.time(start)
        let bytes = Double(clip.info.bitsPerSecond ?? .max) * length.seconds / 8
        if let most = finish.limits(for: length)?.maximumBytes, bytes > Double(most) {
            return "it has more bytes than are taken"
        }
        return hasShortClosedGroups(from: start, to: end)
            ? nil : "its groups of pictures are open or longer than 2 s"
    }

    /// Frame intervals are equal, within the rounding of the container's time base.
    private func isEven(from start: Int64, to end: Int64) -> Bool {
        let times = clip.index.shown(from: start, to: end)
        guard let first = times.first else { return false }
        let base = TimeBase(Int64(wanted.frameRate.denominator), Int64(wanted.frameRate.numerator))
        return times.enumerated().allSatisfy { number, time in
            let place = MediaTime(ticks: Int64(number), timeBase: base).ticksNearest(in: clip.index.timeBase)
            return abs(time - first - place) <= 1
        } && times.count == wanted.frames
    }

    private func hasShortClosedGroups(from start: Int64, to end: Int64) -> Bool {
        let keys = clip.index.entries.filter(\.isKey)
        guard keys.allSatisfy(\.isCleanEntry), !clip.index.entries.contains(where: \.isLeading) else {
            return false
        }
        let inside = keys.map(\.presentation).filter { $0 > start && $0 < end }
        let most = MediaTime(ticks: 2, timescale: 1)
        return zip([start] + inside, inside + [end]).allSatisfy {
            clip.index.time($1) - clip.index.time($0) <= most
        }
    }
}
