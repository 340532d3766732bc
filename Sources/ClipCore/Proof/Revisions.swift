/// Judges a render pass against its limits and plans the next pass. Pure; one instance per output.
public struct Revisions: Sendable {
    /// What to do with an output.
    public enum Verdict: Hashable, Sendable {
        /// Keep it, with these deviations.
        case keep(deviations: [String])
        /// Discard it and render this plan instead.
        case again(Plan)
        /// Discard it: it violates a rule.
        case forbid(String, hint: String?)
        /// Discard it: it cannot be made small enough.
        case tooLarge(String)
    }

    private var search: SizeSearch?
    /// Flashes of the first pass, once a later pass softens them.
    private var softened: Flashes?

    /// Creates revisions before the first pass.
    public init() {}

    /// Judges a finished output before it is renamed into place.
    public mutating func judge(_ report: Report) -> Verdict {
        guard let limits = report.plan.limits else { return .keep(deviations: []) }
        return flashVerdict(report, limits) ?? sizeVerdict(report, limits)
            ?? .keep(deviations: deviations(report, limits))
    }

    private mutating func flashVerdict(_ report: Report, _ limits: OutputLimits) -> Verdict? {
        guard let flashes = report.proof.flashes, let warning = flashes.warning else { return nil }
        if limits.softensFlashes, var plan = report.plan.softer {
            softened = softened ?? flashes
            plan.limits = limits
            return .again(plan)
        }
        guard limits.onFlashes == .refuse else { return nil }
        return .forbid(
            "\(warning), and people under 18 may see it",
            hint: limits.softensFlashes
                ? "name another part"
                : "--soften-flashes mends it; audience.minimum-age: 18 in a preset allows it")
    }

    private mutating func sizeVerdict(_ report: Report, _ limits: OutputLimits) -> Verdict? {
        guard let most = limits.maximumBytes else { return nil }
        let (plan, bytes) = (report.plan, report.proof.sizeBytes)
        if plan.video.codec == nil || plan.video.copiesSomething {
            guard bytes > most else { return nil }
            guard plan.method == .smart else {
                return .tooLarge("the result has \(bytes) bytes, \(most) are allowed")
            }
            return .again(plan.reencoded(because: "copied it has \(bytes) bytes, \(most) are allowed"))
        }
        var search = search ?? SizeSearch(limit: most)
        let step = search.step(after: plan.video.quality, bytes: bytes)
        self.search = search
        switch step {
        case .fits: return nil
        case .again(let quality):
            var plan = plan
            plan.video.quality = quality
            return .again(plan)
        case .tooLarge: return .tooLarge("at the lowest quality it has \(bytes) bytes, \(most) are allowed")
        }
    }

    private func deviations(_ report: Report, _ limits: OutputLimits) -> [String] {
        var said: [String] = []
        if let softened, let warning = softened.warning {
            said.append("flashes are softened: without that, \(warning)")
        }
        if let warning = report.proof.flashes?.warning { said.append(warning) }
        if let warning = report.proof.loudnessJump?.warning { said.append(warning) }
        if let most = limits.maximumBytes, let search, search.count > 1 {
            said.append(
                "quality is CRF \(Requirement.number(report.plan.video.quality)), so that it has no more than \(most) bytes: try \(search.count)"
            )
        }
        return said
    }
}

extension Plan {
    /// The plan with stronger flash softening; nil at the strongest.
    var softer: Plan? {
        guard let level = picture.map({ ($0.softening ?? 0) + 1 }), level <= Picture.mostSoftening else {
            return nil
        }
        var plan = self
        plan.picture?.softening = level
        return plan
    }

    /// The plan with a full re-encode instead of copies.
    public func reencoded(because reason: String) -> Plan {
        var plan = self
        plan.video.segments = [
            Segment(range: window, frames: video.frames, treatment: .reencode(because: reason))
        ]
        plan.video.codec = video.fallbackCodec ?? output.container.videoCodec
        return plan
    }

    /// Updates a re-encoding plan to the frames of another index; it starts with the first of them.
    public mutating func recount(by index: FrameIndex) {
        let end = (window.end + origin).ticksRoundedUp(in: index.timeBase)
        let asked = (window.start + origin).ticksRoundedUp(in: index.timeBase)
        let shown = index.holding(at: asked).shown(from: asked, to: end)
        guard let first = shown.first, !video.copiesSomething, let segment = video.segments.first else {
            return
        }
        window.start = index.time(first) - origin
        video.frames = shown.count
        video.segments = [Segment(range: window, frames: shown.count, treatment: segment.treatment)]
    }
}
