/// Decides how a window is cut: what is copied, what is re-encoded, and why. Pure: equal inputs give equal
/// plans.
public struct Planner: Sendable {
    /// Facts about a source.
    public struct Clip: Hashable, Sendable {
        /// The result of probing.
        public var info: MediaInfo
        /// The file, as the plan names it.
        public var source: Plan.Source
        /// The video packets around the requested range.
        public var index: FrameIndex
        /// Why head and tail of this video cannot be re-encoded to match it; nil if they can.
        public var edgeObstacle: String?
        /// Why no packet of this video can be copied; nil if packets can.
        public var copyObstacle: String?
        /// Start times of sound packets on the container's clock, by stream. Includes all before the range's
        /// start (if any), and up to a second after it. Only needed if ``Container/skipsSound`` is false.
        public var soundTimes: [Int: [MediaTime]]
        /// Why sound cannot be copied because its format changes in the range, by stream.
        public var soundChanges: [Int: String]
        /// Analysis of the range; nil without one.
        public var analysis: Analysis?
        /// Several sources were joined in it.
        package var isJoined = false

        /// Why everything is re-encoded where the method is that.
        fileprivate var encodeReason: String {
            isJoined ? "the sources are joined" : "asked for by --method encode"
        }

        package init(
            info: MediaInfo, source: Plan.Source, index: FrameIndex, edgeObstacle: String?,
            soundTimes: [Int: [MediaTime]] = [:], soundChanges: [Int: String] = [:]
        ) {
            (self.info, self.source, self.index) = (info, source, index)
            (self.edgeObstacle, self.soundTimes, self.soundChanges) = (edgeObstacle, soundTimes, soundChanges)
        }

        /// A sound packet starts within a millisecond of `time` on the clip's clock, or none starts before
        /// it: a copy from there loses nothing.
        func hasSoundPacket(of stream: Int, at time: MediaTime) -> Bool {
            guard let times = soundTimes[stream], let first = times.first else { return false }
            let millisecond = MediaTime(ticks: 1, timescale: 1000)
            let place = time + info.origin
            return first >= place - millisecond
                || times.contains { $0 >= place - millisecond && $0 <= place + millisecond }
        }
    }

    /// Creates a planner; it has no settings.
    public init() {}

    /// Plans one output.
    ///
    /// - Parameters:
    ///   - range: the requested range, on the clip's clock; the frame index covers it.
    ///   - notes: earlier notes about the range, added to the reasons.
    /// - Throws: if the clip has no picture, no frame in the range, or the container cannot hold it.
    public func plan(
        _ clip: Clip, _ range: TimeRange, _ request: TrimRequest, output: Plan.Output, notes: [String] = []
    ) throws(PlanningError) -> Plan {
        guard let video = clip.info.video else {
            let lack = clip.info.lackOfPicture
            throw PlanningError(.unsatisfiable, lack.reason, hint: lack.hint)
        }
        try request.checkCodec(in: output.container)
        if let pieces = request.pieces, !pieces.isPlainPart {
            return try plan(clip, of: pieces, request, output: output, notes: notes)
        }
        if !request.finish.changesPicture(of: video) { try check(video, fits: output.container) }
        let finish = request.finish
        let (range, capped) = try finish.capped(range)
        var draft = try PictureDraft(clip, video, range, request)
        draft.reasons += notes + capped + [clip.info.provenance.aiNote].compactMap { $0 }
        var (picture, warnings) = (Picture?.none, [String]())
        if finish.changesPicture(of: video) {
            guard request.method != .copy else {
                throw PlanningError(
                    .usage, "--method copy keeps the picture: it can have no other shape, rate or colours",
                    hint: "leave --method out")
            }
            var planner = PicturePlanner(clip, video, finish)
            let (made, said) = try planner.picture(for: draft.window.duration, of: [draft.window])
            if request.method != .smart || !draft.keepPicture(made, finish, output.container) {
                draft.remake(made)
                draft.reasons += said
                (picture, warnings) = (made, planner.warnings)
            }
            try finish.check(draft.window.duration)
        }
        switch request.method {
        case _ where !draft.segments.isEmpty: break
        case .encode: draft.reencode(because: clip.encodeReason)
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
            method: draft.asksForAnotherCodec ? .encode : request.method, onDamage: request.onDamage,
            video: Plan.Video(
                stream: video.stream, frames: draft.frames, segments: draft.segments,
                codec: draft.codec(in: output.container, keepsPicture: picture == nil),
                fallbackCodec: draft.fallbackCodec(in: output.container), quality: request.quality,
                speed: request.speed), audio: sound.0, reasons: draft.reasons + sound.1)
        (plan.picture, plan.mix, plan.delivery) = (picture, mix, finish.delivery)
        // Counting flashes takes ten times as long as a copy, but little compared with an analysis or a re-encode.
        plan.limits = finish.limits(
            for: plan.length, counts: request.rule != nil || !plan.video.copiesSomething)
        plan.warn(warnings + Self.warnings(about: sound.0, of: clip.info))
        plan.verify = request.verify == .seams ? nil : request.verify
        plan.post = request.post
        plan.cover = try request.cover?.planned(beside: output.file, length: draft.window.duration)
        try addWords(to: &plan, of: clip, finish)
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

    /// Lossless sound that becomes lossy, and sound that cannot be read where there is no other.
    private static func warnings(about planned: [Plan.Audio], of info: MediaInfo) -> [String] {
        let changed = planned.compactMap { track -> String? in
            let codec = info.audio.first { $0.stream == track.stream }?.codec ?? ""
            guard track.treatment != .copy, ["flac", "alac"].contains(codec) else { return nil }
            return "its sound changes: \(codec.uppercased()) becomes \(track.codec.uppercased())"
        }
        let unread = info.otherStreams.filter { $0.hasPrefix("sound ") }
        guard info.audio.isEmpty, !unread.isEmpty else { return changed }
        return changed + ["its sound is left out: \(unread.joined(separator: ", "))"]
    }

    private func plannedAudio(
        _ clip: Clip, _ window: TimeRange, _ container: Container, _ request: TrimRequest
    ) -> (audio: [Plan.Audio], reasons: [String]) {
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
            let reason = request.method == .encode ? clip.encodeReason : obstacle ?? ""
            reasons.append("sound becomes \(container.audioCodec.uppercased()): \(reason)")
            return Plan.Audio(
                stream: track.stream, treatment: .reencode(because: reason), codec: container.audioCodec)
        }
        return (audio, reasons)
    }

    /// Why a sound track cannot be copied; nil if it can. A copy that the user requested may lose part of a packet.
    private func obstacle(
        toCopying track: MediaInfo.Audio, of clip: Clip, _ window: TimeRange, _ container: Container,
        _ request: TrimRequest
    ) -> String? {
        if let change = clip.soundChanges[track.stream] { return change }
        if request.method == .copy && container.holdsAudio(track.codec) { return nil }
        guard container.copiesAudio(track.codec) else {
            return "\(track.codec) sound cannot be cut exactly in \(container.name)"
        }
        guard !container.skipsSound(track.codec), !clip.hasSoundPacket(of: track.stream, at: window.start)
        else { return nil }
        return "no packet of it begins with the part, and \(container.name) cannot skip the start of one"
    }
}
