/// Judges what came of a plan against its limits, and says how to do better. Pure; one for each output.
public struct Revisions: Sendable {
    /// What becomes of an output.
    public enum Verdict: Hashable, Sendable {
        /// It gets its name, and this has to be said of it.
        case keep(deviations: [String])
        /// It is thrown away, and this is carried out instead.
        case again(Plan)
        /// It is thrown away, because it must not be.
        case forbid(String, hint: String?)
        /// It is thrown away, because it cannot be made small enough.
        case tooLarge(String)
    }

    private var search: SizeSearch?
    /// Where flashes were softened before: how the first try flashed.
    private var softened: Flashes?

    /// Nothing was judged yet.
    public init() {}

    /// Judges a finished output that has no name yet.
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
            "\(warning), and it is for people under 18",
            hint: limits.softensFlashes
                ? "name another part" : "--soften-flashes mends it, or name another part"
        )
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
        case .tooLarge:
            return .tooLarge("at the lowest quality it has \(bytes) bytes, \(most) are allowed")
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
    /// The plan with flashes softened more than here; nil where they cannot be.
    var softer: Plan? {
        guard let level = picture.map({ ($0.softening ?? 0) + 1 }), level <= Picture.mostSoftening else {
            return nil
        }
        var plan = self
        plan.picture?.softening = level
        return plan
    }

    /// The plan without anything copied.
    public func reencoded(because reason: String) -> Plan {
        var plan = self
        plan.video.segments = [
            Segment(range: window, frames: video.frames, treatment: .reencode(because: reason))
        ]
        plan.video.codec = video.fallbackCodec ?? output.container.videoCodec
        return plan
    }

    /// Fits a plan whose picture is re-encoded to the frames of another index: it begins with the first of them.
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
