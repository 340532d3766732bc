/// Decides how a window is cut: what is copied, what is re-encoded, and why. Pure: equal inputs give equal
/// plans.
public struct Planner: Sendable {
    /// What the planner knows of a source.
    public struct Clip: Hashable, Sendable {
        /// What probing found.
        public var info: MediaInfo
        /// The file, as the plan will name it.
        public var source: Plan.Source
        /// The video packets around the part that is asked for.
        public var index: FrameIndex
        /// Why the edges of this video cannot be re-encoded to match it, or nil when they can.
        public var edgeObstacle: String?
        /// Why no packet of this video can be copied, whatever stands beside it; nil when they can.
        public var copyObstacle: String?
        /// When packets of sound begin on the container's clock, around the start of the part, by stream: all
        /// from before the part's start (where there are any) to a second behind it. Only
        /// ``Container/skipsSound`` = false asks for it.
        public var soundTimes: [Int: [MediaTime]]
        /// Why sound cannot be copied because its form changes in the part, by stream.
        public var soundChanges: [Int: String]
        /// What was found by looking at the part; nil where nobody looked.
        public var analysis: Analysis?

        /// A clip of these facts.
        public init(
            info: MediaInfo, source: Plan.Source, index: FrameIndex, edgeObstacle: String?,
            soundTimes: [Int: [MediaTime]] = [:], soundChanges: [Int: String] = [:]
        ) {
            self.info = info
            self.source = source
            self.index = index
            self.edgeObstacle = edgeObstacle
            self.soundTimes = soundTimes
            self.soundChanges = soundChanges
        }

        /// A packet of the sound track begins within a millisecond of `time` on the clip's clock, or none begins
        /// before it: copying from there loses nothing.
        func hasSoundPacket(of stream: Int, at time: MediaTime) -> Bool {
            guard let times = soundTimes[stream], let first = times.first else { return false }
            let millisecond = MediaTime(ticks: 1, timescale: 1000)
            let place = time + info.origin
            return first >= place - millisecond
                || times.contains { $0 >= place - millisecond && $0 <= place + millisecond }
        }
    }

    /// A planner; it has no settings.
    public init() {}

    /// Plans one output.
    ///
    /// - Parameters:
    ///   - range: the part asked for, on the clip's clock; the frame index covers it.
    ///   - notes: what was already said about the part, told as reasons.
    /// - Throws: where the clip has no picture, no frame in the part, or the container cannot hold it.
    public func plan(
        _ clip: Clip, _ range: TimeRange, _ request: TrimRequest, output: Plan.Output, notes: [String] = []
    ) throws(PlanningError) -> Plan {
        guard let video = clip.info.video else {
            throw PlanningError(
                .unsatisfiable,
                clip.info.audio.isEmpty ? "it has neither picture nor sound" : "it has sound but no picture",
                hint: "clipfit trims video; sound alone is nothing to trim")
        }
        if let pieces = request.pieces, !pieces.isPlainPart {
            return try plan(clip, of: pieces, request, output: output, notes: notes)
        }
        if !request.finish.changesPicture { try check(video, fits: output.container) }
        let finish = request.finish
        let (range, capped) = try finish.capped(range)
        var draft = try Draft(clip, video, range, request)
        draft.reasons += notes + capped + [clip.info.provenance.aiNote].compactMap { $0 }
        var picture: Picture?
        if finish.changesPicture {
            guard request.method != .copy else {
                throw PlanningError(
                    .usage, "--method copy keeps the picture: it can have no other shape, rate or colours",
                    hint: "leave --method out")
            }
            let (made, said) = try PicturePlanner(video: video, finish: finish, analysis: clip.analysis)
                .picture(for: draft.window.duration, of: [draft.window])
            if request.method != .smart || !draft.keepPicture(made, finish, output.container) {
                draft.remake(made)
                draft.reasons += said
                picture = made
            }
            try finish.check(draft.window.duration)
        }
        switch request.method {
        case _ where !draft.segments.isEmpty: break
        case .encode: draft.reencode(because: "asked for by --method encode")
        case .copy: try draft.copyFromKeyframe(into: output.container)
        case .smart: draft.cutSmartly(into: output.container)
        }
        let mix = try finish.mix(clip.info, draft.window, output.container)
        let sound =
            mix == nil
            ? plannedAudio(clip, draft.window, output.container, request) : ([], [finish.soundReason])
        var plan = Plan(
            source: clip.source, output: output, origin: clip.info.origin, requested: range,
            window: draft.window,
            method: request.method, onDamage: request.onDamage,
            video: Plan.Video(
                stream: video.stream, frames: draft.frames, segments: draft.segments,
                codec: draft.codec(in: output.container, keepsPicture: picture == nil),
                fallbackCodec: draft.fallbackCodec(in: output.container), quality: request.quality,
                speed: request.speed),
            audio: sound.0, reasons: draft.reasons + sound.1)
        (plan.picture, plan.mix, plan.delivery) = (picture, mix, finish.delivery)
        // Counting costs ten times what a copy does; beside looking at a clip, or encoding one, it is little.
        plan.limits = finish.limits(
            for: plan.length, counts: request.rule != nil || !plan.video.copiesSomething)
        plan.verify = request.verify == .seams ? nil : request.verify
        plan.post = request.post
        plan.cover = try request.cover?.planned(beside: output.file, length: draft.window.duration)
        try addWords(to: &plan, finish)
        return plan
    }

    private func check(_ video: MediaInfo.Video, fits container: Container) throws(PlanningError) {
        if (video.rotation != 0 || video.isMirrored) && !container.holdsRotation {
            throw PlanningError(
                .unsatisfiable,
                "\(container.name) cannot say that the picture is turned by \(video.rotation) degrees",
                hint: "write .mp4 or .mov")
        }
    }

    private func plannedAudio(
        _ clip: Clip, _ window: TimeRange, _ container: Container, _ request: TrimRequest
    )
        -> (audio: [Plan.Audio], reasons: [String])
    {
        let info = clip.info
        var reasons: [String] = []
        let kept = request.keepsAllAudio ? info.audio : info.mainAudio.map { [$0] } ?? []
        if info.audio.count > kept.count {
            reasons.append("kept 1 of \(info.audio.count) sound tracks: --all-audio keeps them all")
        }
        if info.audio.isEmpty { reasons.append("the clip has no sound") }
        if !info.otherStreams.isEmpty {
            reasons.append("left out: \(info.otherStreams.joined(separator: ", "))")
        }
        let heard = kept.filter { $0.span.map { $0.start < window.end && $0.end > window.start } ?? false }
        if heard.count < kept.count { reasons.append("the clip has no sound in this part") }
        let audio = heard.map { track in
            let obstacle = obstacle(toCopying: track, of: clip, window, container, request)
            if request.method != .encode && obstacle == nil {
                return Plan.Audio(stream: track.stream, treatment: .copy, codec: track.codec)
            }
            let reason = request.method == .encode ? "asked for by --method encode" : obstacle ?? ""
            reasons.append("sound becomes \(container.audioCodec.uppercased()): \(reason)")
            return Plan.Audio(
                stream: track.stream, treatment: .reencode(because: reason), codec: container.audioCodec)
        }
        return (audio, reasons)
    }

    /// Why a sound track cannot be copied, or nil. A copy that was asked for may lose what is left of a packet.
    private func obstacle(
        toCopying track: MediaInfo.Audio, of clip: Clip, _ window: TimeRange, _ container: Container,
        _ request: TrimRequest
    ) -> String? {
        if let change = clip.soundChanges[track.stream] { return change }
        if request.method == .copy && container.holdsAudio(track.codec) { return nil }
        guard container.copiesAudio(track.codec) else {
            return "\(track.codec) sound cannot be cut exactly in \(container.name)"
        }
        guard !container.skipsSound(track.codec),
            !clip.hasSoundPacket(of: track.stream, at: window.start)
        else { return nil }
        return "no packet of it begins with the part, and \(container.name) cannot skip the start of one"
    }
}

/// A plan for the picture in the making. Ticks are of the video stream.
private struct Draft {
    private(set) var clip: Planner.Clip
    let video: MediaInfo.Video
    let range: TimeRange
    /// In and out point in ticks; the out point is where it was asked for, between ticks or not.
    private(set) var start: Int64
    private(set) var end: Int64
    private(set) var window: TimeRange
    var reasons: [String] = []
    private(set) var segments: [Segment] = []
    private(set) var frames: Int?

    init(_ clip: Planner.Clip, _ video: MediaInfo.Video, _ range: TimeRange, _ request: TrimRequest)
        throws(PlanningError)
    {
        (self.clip, self.video, self.range) = (clip, video, range)
        let origin = clip.info.origin
        let base = clip.index.timeBase
        let asked = (range.start + origin).ticksRoundedUp(in: base)
        let isWhole = range.end == clip.info.duration
        self.clip.index = clip.index.holding(at: asked)
        let index = self.clip.index
        let first = index.entries.filter { $0.isShown && $0.presentation >= asked }.map(\.presentation)
            .min()
        guard let first else {
            throw PlanningError(.unsatisfiable, "no frame is shown at or after \(range.start.text) s")
        }
        start = first
        let inPoint = index.time(first) - origin
        // The length stays when the in-point moves to a frame, but not past the clip's end.
        let outPoint = isWhole ? range.end : min(inPoint + range.duration, clip.info.duration)
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
        return keepsPicture ? container.videoCodec(reencoding: video.codec) : container.videoCodec
    }

    /// Nil also where nothing is copied.
    func fallbackCodec(in container: Container) -> String? {
        let codec = container.videoCodec(reencoding: video.codec)
        return segments.contains { $0.treatment == .copy } && codec != container.videoCodec ? codec : nil
    }

    mutating func reencode(because reason: String) {
        segments = [Segment(range: window, frames: frames, treatment: .reencode(because: reason))]
        reasons.append("picture is re-encoded: \(reason)")
    }

    /// The picture is made anew: the window becomes as long as its frames.
    mutating func remake(_ picture: Picture) {
        let base = TimeBase(Int64(picture.frameRate.denominator), Int64(picture.frameRate.numerator))
        window.end = window.start + MediaTime(ticks: Int64(picture.frames), timeBase: base)
        frames = picture.frames
        let text =
            "\(picture.size.text), \(picture.frameRate.text) frames a second, \(picture.reframe.rawValue)"
        reencode(because: "it becomes \(text)")
    }

    /// Cuts the source's picture where it is already what is asked for; false where it has to be made anew.
    mutating func keepPicture(_ wanted: Picture, _ finish: Finish, _ container: Container) -> Bool {
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

    mutating func cutSmartly(into container: Container) {
        if let problem = clip.index.problem { return reencode(because: problem) }
        guard ["h264", "hevc", "av1", "vp8", "vp9"].contains(video.codec) else {
            return reencode(because: "\(video.codec) cannot be cut exactly without re-encoding")
        }
        guard container.holdsVideo(video.codec) else {
            return reencode(because: "\(container.name) cannot hold \(video.codec)")
        }
        if let reason = changeOfForm(from: start, to: end) { return reencode(because: reason) }
        if let obstacle = clip.copyObstacle { return reencode(because: obstacle) }
        guard let span = CopySpan(of: clip.index, from: start, to: end) else {
            return reencode(because: "no closed group of pictures begins inside the window")
        }
        if span.headFrames + span.tailFrames > 0, let obstacle = clip.edgeObstacle {
            return reencode(because: obstacle)
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

    /// Why packets of a part cannot stand in one track, because their pictures are not what the stream declares.
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
        if let obstacle = clip.copyObstacle {
            throw PlanningError(.unsatisfiable, obstacle, hint: "use --method encode")
        }
        guard container.holdsVideo(video.codec) else {
            throw PlanningError(
                .unsatisfiable, "\(container.name) cannot hold \(video.codec) as it is",
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
        // The length stays, so that a cap on it is kept.
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
    /// By how much something comes early or late; nil below half a microsecond, which is rounding.
    fileprivate var missText: String? {
        let size = self < .zero ? -self : self
        let microseconds = size.ticksNearest(in: TimeBase(1, 1_000_000))
        guard microseconds > 0 else { return nil }
        let amount = microseconds < 1000 ? "\(microseconds) µs" : "\(size.text) s"
        return "\(amount) \(self < .zero ? "earlier" : "later")"
    }
}
