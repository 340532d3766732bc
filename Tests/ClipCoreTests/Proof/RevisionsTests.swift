import ClipCore
import Testing

@Suite struct RevisionsTests {
    /// What a plan came to: a picture made anew, unless it is copied.
    private func report(isCopied: Bool = false, _ limits: (inout OutputLimits) -> Void) throws -> Report {
        var plan = try PlannerTests.plan(PlannerTests.clip(), time(0), time(4), isCopied ? .smart : .encode)
        if !isCopied {
            plan.picture = Picture(
                size: .init(width: 360, height: 640), frameRate: Fraction(30, 1)!, frames: 120,
                reframe: .cover)
        }
        var limited = OutputLimits()
        limits(&limited)
        plan.limits = limited
        let proof = Report.Proof(
            duration: time(4), frames: 120, videoStart: .zero, audioStart: .zero, worstEdge: nil)
        return Report(
            plan: plan, proof: proof, copiedFrames: 0, reencodedFrames: 120, deviations: [],
            removedMetadata: [], seconds: 1)
    }

    private func wrong() { Issue.record("it is judged otherwise") }

    private let flashing = Flashes(general: 5, red: 0, firstOver: time(1))

    @Test func `flashes are told, or refused for the young`() throws {
        var told = try report { $0.onFlashes = .warn }
        told.proof.flashes = flashing
        var revisions = Revisions()
        guard case .keep(let said) = revisions.judge(told) else { return wrong() }
        #expect(said.count == 1 && said[0].contains("5 times a second"))
        told.plan.limits?.onFlashes = .refuse
        guard case .forbid(_, let hint) = revisions.judge(told) else { return wrong() }
        #expect(hint?.contains("--soften-flashes") == true)
        told.proof.flashes = Flashes(general: 3, red: 3, firstOver: nil)
        #expect(revisions.judge(told) == .keep(deviations: []))
    }

    @Test func `flashes are softened more and more, and what stays over is still refused`() throws {
        var report = try report { ($0.onFlashes, $0.softensFlashes) = (.refuse, true) }
        report.proof.flashes = flashing
        var revisions = Revisions()
        for level in 1...Picture.mostSoftening {
            guard case .again(let plan) = revisions.judge(report) else { return wrong() }
            #expect(plan.picture?.softening == level)
            report.plan = plan
        }
        guard case .forbid = revisions.judge(report) else { return wrong() }
        report.proof.flashes = Flashes(general: 0, red: 0, firstOver: nil)
        guard case .keep(let said) = revisions.judge(report) else { return wrong() }
        #expect(said.first?.hasPrefix("flashes are softened") == true)
    }

    @Test func `a copy that is too large is encoded, and then at a lower quality`() throws {
        var copied = try report(isCopied: true) { $0.maximumBytes = 1_000_000 }
        copied.proof.sizeBytes = 3_000_000
        var revisions = Revisions()
        guard case .again(var plan) = revisions.judge(copied) else { return wrong() }
        #expect(!plan.video.copiesSomething && plan.video.quality == 21 && plan.problem == nil)
        copied.plan = plan
        copied.proof.sizeBytes = 2_000_000
        guard case .again(let next) = revisions.judge(copied) else { return wrong() }
        #expect(next.video.quality > 24 && next.video.quality < 30)
        plan = next
        copied.plan = plan
        copied.proof.sizeBytes = 950_000
        guard case .keep(let said) = revisions.judge(copied) else { return wrong() }
        #expect(said.count == 1 && said[0].hasPrefix("quality is CRF"))
    }

    @Test func `an output without limits is kept as it is`() throws {
        var report = try report { _ in }
        report.plan.limits = nil
        report.proof.flashes = flashing
        var revisions = Revisions()
        #expect(revisions.judge(report) == .keep(deviations: []))
    }
}
