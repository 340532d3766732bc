extension Planner {
    /// Plans an output of several segments: its picture is always re-encoded, and its sound mixed.
    func plan(
        _ clip: Clip, of pieces: [EditSegment], _ request: TrimRequest, output: Plan.Output, notes: [String]
    ) throws(PlanningError) -> Plan {
        guard let video = clip.info.video else {
            let lack = clip.info.lackOfPicture
            throw PlanningError(.unsatisfiable, lack.reason, hint: lack.hint)
        }
        guard request.method != .copy else {
            throw PlanningError(
                .usage, "--method copy keeps the picture: it cannot be made of several pieces",
                hint: "leave --method out")
        }
        let finish = request.finish
        let asked = pieces.length
        let length = min(asked, finish.delivery?.maximumLength ?? asked)
        var planner = PicturePlanner(clip, video, finish)
        let (picture, said) = try planner.picture(for: length, of: pieces.map(\.range))
        let fitted = SegmentGrid(clip.index, origin: clip.info.origin, rate: picture.frameRate)
            .fitted(pieces, frames: picture.frames)
        guard let window = fitted.hull else { throw PlanningError(.unsatisfiable, "nothing is left of it") }
        try finish.check(fitted.length)
        let because = Self.reason(fitted)
        var reasons = notes
        if length < asked {
            reasons.append("shortened to \(length.text) s: \(finish.delivery?.name ?? "") takes no more")
        }
        reasons.append("picture is re-encoded: \(because)")
        reasons += said
        let mix = try self.mix(clip.info, window, finish, output.container)
        reasons.append(mix == nil ? "the clip has no sound" : finish.soundReason)
        if request.keepsAllAudio, clip.info.audio.count > 1 {
            reasons.append("kept 1 of \(clip.info.audio.count) sound tracks: pieces are joined with one")
        }
        var plan = Plan(
            source: clip.source, output: output, origin: clip.info.origin, requested: pieces.hull ?? window,
            window: window, method: request.method, onDamage: request.onDamage,
            video: Plan.Video(
                stream: video.stream, frames: picture.frames,
                segments: [
                    Segment(range: window, frames: picture.frames, treatment: .reencode(because: because))
                ],
                codec: request.codec ?? output.container.videoCodec, quality: request.quality,
                speed: request.speed),
            audio: [], reasons: reasons)
        (plan.picture, plan.mix, plan.delivery) = (picture, mix, finish.delivery)
        (plan.post, plan.pieces) = (request.post, fitted)
        plan.warn(planner.warnings)
        plan.verify = request.verify == .seams ? nil : request.verify
        plan.limits = finish.limits(for: fitted.length, counts: true)
        plan.cover = try request.cover?.planned(beside: output.file, length: fitted.length)
        try addWords(to: &plan, of: clip, finish)
        return plan
    }

    /// A mix even if none was requested: joined sound cannot be copied. Nil if there is no sound.
    private func mix(_ info: MediaInfo, _ window: TimeRange, _ finish: OutputSettings, _ container: Container)
        throws(PlanningError) -> SoundMix?
    {
        if let mix = try finish.mix(info, window, container) { return mix }
        guard let track = info.mainAudio, let span = track.span,
            span.start < window.end, span.end > window.start
        else { return nil }
        return SoundMix(stream: track.stream, codec: container.audioCodec)
    }

    private static func reason(_ pieces: [EditSegment]) -> String {
        if pieces.contains(where: \.isHeld) { return "its last picture is held" }
        if pieces.contains(where: { $0.rate != 1 }) { return "its speed changes" }
        return "\(pieces.count) pieces are joined"
    }
}
