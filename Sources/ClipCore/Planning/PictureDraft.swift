/// The video part of a plan, in progress. Ticks are the video stream's.
struct PictureDraft {
    private(set) var clip: Planner.Clip
    let video: MediaInfo.Video
    let range: TimeRange
    /// The codec that is asked for; nil for none.
    private let asked: String?
    /// In-point and out-point in ticks; the out-point is as requested, even between frames.
    private(set) var start: Int64
    private(set) var end: Int64
    private(set) var window: TimeRange
    var reasons: [String] = []
    private(set) var segments: [Segment] = []
    private(set) var frames: Int?

    init(_ clip: Planner.Clip, _ video: MediaInfo.Video, _ range: TimeRange, _ request: TrimRequest)
        throws(PlanningError)
    {
        (self.clip, self.video, self.range, asked) = (clip, video, range, request.codec)
        let origin = clip.info.origin
        let base = clip.index.timeBase
        let asked = (range.start + origin).ticksRoundedUp(in: base)
        let isWhole = range.end == clip.info.duration
        self.clip.index = clip.index.holding(at: asked)
        let index = self.clip.index
        let first = index.entries.filter { $0.isShown && $0.presentation >= asked }.map(\.presentation).min()
        guard let first else {
            throw PlanningError(.unsatisfiable, "no frame is shown at or after \(range.start.text) s")
        }
        start = first
        let inPoint = index.time(first) - origin
        // The length is kept when the in-point moves to a frame, but not past the clip's end.
        var outPoint = isWhole ? range.end : min(inPoint + range.duration, clip.info.duration)
        if !isWhole, let last = index.start(ofPartialFrameAt: outPoint + origin), last > first {
            outPoint = index.time(last) - origin
        }
        window = TimeRange(start: inPoint, end: outPoint)
        end = (outPoint + origin).ticksRoundedUp(in: base)
        frames = index.shown(from: start, to: end).count
        guard let frames, frames > 0, outPoint > inPoint else {
            throw PlanningError(
                .unsatisfiable, "no frame is shown from \(range.start.text) s to \(range.end.text) s")
        }
    }

    func codec(in container: Container, keepsPicture: Bool) -> String? {
        guard segments.contains(where: { $0.treatment != .copy }) else { return nil }
        guard segments.count == 1 else { return video.codec }
        if let asked { return asked }
        return keepsPicture ? container.videoCodec(reencoding: video.codec) : container.videoCodec
    }

    /// Nil also if nothing is copied.
    func fallbackCodec(in container: Container) -> String? {
        let codec = asked ?? container.videoCodec(reencoding: video.codec)
        return segments.contains { $0.treatment == .copy } && codec != container.videoCodec ? codec : nil
    }

    mutating func reencode(because reason: String) {
        segments = [Segment(range: window, frames: frames, treatment: .reencode(because: reason))]
        reasons.append("picture is re-encoded: \(reason)")
    }

    /// Re-encodes the picture: the window becomes as long as its frames.
    mutating func remake(_ picture: Picture) {
        let base = TimeBase(Int64(picture.frameRate.denominator), Int64(picture.frameRate.numerator))
        window.end = window.start + MediaTime(ticks: Int64(picture.frames), timeBase: base)
        frames = picture.frames
        let text =
            "\(picture.size.text), \(picture.frameRate.text) frames a second, \(picture.reframe.rawValue)"
        reencode(because: "it becomes \(text)")
    }

    /// Cuts the source's picture smartly if it already complies; returns false if it must be re-encoded.
    mutating func keepPicture(_ wanted: Picture, _ finish: OutputSettings, _ container: Container) -> Bool {
        guard clip.index.problem == nil,
            Compliance(clip: clip, video: video, finish: finish, wanted: wanted)
                .obstacle(from: start, to: end) == nil
        else { return false }
        var cut = self
        cut.cutSmartly(into: container)
        guard cut.segments.contains(where: { $0.treatment == .copy }) else { return false }
        self = cut
        reasons.append("the picture is already what is asked for")
        return true
    }

    /// The source's pictures cannot be copied by the user's own wish.
    var asksForAnotherCodec: Bool { asked != nil && asked != video.codec }

    mutating func cutSmartly(into container: Container) {
        if asksForAnotherCodec { return reencode(because: "asked for by --codec \(asked ?? "")") }
        if let problem = clip.index.problem { return reencode(because: problem) }
        guard container.holdsVideo(video.codec) else {
            return reencode(because: "\(video.codec) is not copied into \(container.name)")
        }
        if let reason = changeOfForm(from: start, to: end) { return reencode(because: reason) }
        if let obstacle = copyObstacle { return reencode(because: obstacle) }
        guard let span = CopySpan(of: clip.index, from: start, to: end) else {
            return reencode(because: "no closed group of pictures begins inside the window")
        }
        guard span.isOrdered(in: clip.index) else { return reencode(because: Self.disorder) }
        if span.headFrames + span.tailFrames > 0 {
            if let obstacle = clip.edgeObstacle { return reencode(because: obstacle) }
            guard container.joinsEncodings(of: video.codec) else {
                return reencode(because: "\(container.name) holds AV1 of one encoder only")
            }
        }
        let entry = clip.index.time(clip.index.entries[span.first].presentation) - clip.info.origin
        let tail = span.tailFrames > 0 ? clip.index.time(span.tailStart) - clip.info.origin : window.end
        segments = [
            Segment(
                range: TimeRange(start: window.start, end: entry), frames: span.headFrames,
                treatment: .reencode(because: "frames before the first keyframe that starts a closed group")),
            Segment(range: TimeRange(start: entry, end: tail), frames: span.copiedFrames, treatment: .copy),
            Segment(
                range: TimeRange(start: tail, end: window.end), frames: span.tailFrames,
                treatment: .reencode(because: "frames that refer to pictures after the end")),
        ].filter { $0.frames != 0 }
        if segments.count == 1 {
            reasons.append("picture is copied: the window begins and ends where the codec lets it")
        } else {
            let edges = span.headFrames + span.tailFrames
            reasons.append("picture is copied but for \(edges) of \(frames ?? 0) frames at its edges")
        }
    }

    /// Why packets cannot be copied. Codecs other than these are copied where every frame is a keyframe.
    private var copyObstacle: String? {
        let isKnown = ["h264", "hevc", "av1", "vp8", "vp9"].contains(video.codec)
        guard isKnown || clip.index.entries.allSatisfy(\.isKey) else {
            return "\(video.codec) cannot be cut exactly without re-encoding"
        }
        return clip.copyObstacle ?? clip.index.obstacle
    }

    private static let disorder = "its pictures are not coded in the order of their times"

    /// Why packets of a range cannot share one track: the picture format changes within it.
    private func changeOfForm(from start: Int64, to end: Int64) -> String? {
        clip.index.difference(from: start, to: end).map { change in
            let time = max(.zero, clip.index.time(change.presentation) - clip.info.origin)
            return
                "its pictures change in mid-stream at \(time.text) s (\(change.form ?? "")): all get one form"
        }
    }

    mutating func copyFromKeyframe(into container: Container) throws(PlanningError) {
        if let problem = clip.index.problem {
            throw PlanningError(.unsatisfiable, problem, hint: "use --method encode")
        }
        if let obstacle = copyObstacle {
            throw PlanningError(.unsatisfiable, obstacle, hint: "use --method encode")
        }
        guard container.holdsVideo(video.codec) else {
            throw PlanningError(
                .unsatisfiable, "\(video.codec) is not copied into \(container.name)",
                hint: "use --method smart or another extension")
        }
        let entries = clip.index.entries.filter { $0.isCleanEntry && $0.isShown && $0.presentation < end }
        guard let nearest = entries.min(by: { abs($0.presentation - start) < abs($1.presentation - start) })
        else {
            throw PlanningError(
                .unsatisfiable, "no keyframe starts a closed group near \(range.start.text) s",
                hint: "use --method smart")
        }
        if let reason = changeOfForm(from: nearest.presentation, to: end + nearest.presentation - start) {
            return reencode(because: reason)
        }
        // The length is kept, so that limits on it hold.
        let from = clip.index.time(nearest.presentation) - clip.info.origin
        let planned = min(from + window.duration, clip.info.duration)
        end = (planned + clip.info.origin).ticksRoundedUp(in: clip.index.timeBase)
        guard let span = CopySpan(of: clip.index, from: nearest.presentation, to: end) else {
            throw PlanningError(.unsatisfiable, "no frames can be copied", hint: "use --method smart")
        }
        let copied = clip.index.entries[span.first..<span.end].filter(\.isShown)
        let last = copied.max { $0.presentation < $1.presentation }!
        let lastEnd = clip.index.time(last.presentation + last.duration) - clip.info.origin
        let to = span.tailFrames == 0 ? planned : lastEnd
        let miss = (start: from - range.start, end: to - range.end)
        window = TimeRange(start: from, end: to)
        (start, frames) = (nearest.presentation, span.copiedFrames)
        segments = [Segment(range: window, frames: frames, treatment: .copy)]
        reasons.append("picture is copied from the keyframe nearest to \(range.start.text) s")
        if let text = miss.start.missText { reasons.append("starts \(text) than asked") }
        if let text = miss.end.missText { reasons.append("ends \(text) than asked") }
    }
}

extension MediaTime {
    /// How early or late something is; nil below half a microsecond, which is rounding.
    fileprivate var missText: String? {
        let size = self < .zero ? -self : self
        let microseconds = size.ticksNearest(in: TimeBase(1, 1_000_000))
        guard microseconds > 0 else { return nil }
        let amount = microseconds < 1000 ? "\(microseconds) µs" : "\(size.text) s"
        return "\(amount) \(self < .zero ? "earlier" : "later")"
    }
}
