internal import ClipCore
internal import LibAV

/// Renders one output with a cut picture. Retries with better head and tail, then in full, then with other
/// remedies, until the plan's promises hold.
struct SingleRender {
    private let plan: Plan
    private let keeper: (any OutputKeeper)?
    private let input: MediaInput

    init(_ plan: Plan, _ keeper: (any OutputKeeper)?, _ input: MediaInput) {
        (self.plan, self.keeper, self.input) = (plan, keeper, input)
    }

    /// - Parameter judge: the verdict on a proven output.
    func run(
        _ source: borrowing SourceFile, _ progress: ProgressHandler, judge: (Report) -> Revisions.Verdict
    ) throws(Failure) -> Rendered {
        var deviations = plan.fallback.map { ["re-encoded in full: \($0)"] } ?? []
        if plan.video.copiesSomething {
            if let rendered = try smartly(source, &deviations, progress, judge) { return rendered }
            guard plan.method == .smart else {
                throw Failure(
                    .unusable, source.path, deviations.last ?? "the packets cannot be copied",
                    hint: "use --method encode")
            }
        }
        return try inFull(source, deviations, progress, judge)
    }

    /// Tries smart cuts; nil if none is good enough: the last deviation gives the reason.
    private func smartly(
        _ source: borrowing SourceFile, _ deviations: inout [String], _ progress: ProgressHandler,
        _ judge: (Report) -> Revisions.Verdict
    ) throws(Failure) -> Rendered? {
        for edge in EdgeSettings.attempts {
            do throws(RenderPass.PassFailure) {
                return try attempt(plan, edge, source, deviations, progress, judge)
            } catch {
                switch error {
                case .failed(let failure): throw failure
                case .broken, .disordered, .unfit:
                    deviations.append("re-encoded in full: \(error.reason)")
                    return nil
                case .tooCoarse(let noise):
                    let decibels = MediaTime(ticks: Int64(noise * 10), timescale: 10).text
                    deviations.append("edges encoded again: the first try came to \(decibels) dB")
                }
            }
        }
        return nil
    }

    private func inFull(
        _ source: borrowing SourceFile, _ deviations: [String], _ progress: ProgressHandler,
        _ judge: (Report) -> Revisions.Verdict
    ) throws(Failure) -> Rendered {
        var full = plan.video.copiesSomething ? plan.reencoded(because: deviations.last!) : plan
        let asked = full.window.duration
        var deviations = deviations
        var reason: String?
        for remedy in Remedy.allCases {
            do throws(RenderPass.PassFailure) {
                if let reason, try !apply(remedy, to: &full, source, because: reason) { continue }
                if remedy == .decodedTimes, asked - full.window.duration > MediaTime(ticks: 1, timescale: 5) {
                    let (length, start) = (full.window.duration.text, full.window.start.text)
                    deviations.append(
                        "it has \(length) s from \(start) s on, not \(asked.text) s: the rest does not decode"
                    )
                }
                return try attempt(full, EdgeSettings.attempts[0], source, deviations, progress, judge)
            } catch {
                switch error {
                case .failed(let failure): throw failure
                case .unfit(let reason):
                    throw Failure(
                        .unusable, source.path, "the plan does not fit the file: \(reason)",
                        hint: "plan again")
                case .broken, .disordered, .tooCoarse: reason = error.reason
                }
            }
        }
        throw Failure(
            .bug, plan.output.file.path,
            "the result is not what was planned: \(reason ?? "nothing was tried")")
    }

    private func attempt(
        _ plan: Plan, _ edge: EdgeSettings, _ source: borrowing SourceFile, _ deviations: [String],
        _ progress: ProgressHandler, _ judge: (Report) -> Revisions.Verdict
    ) throws(RenderPass.PassFailure) -> Rendered {
        let pass = try RenderPass(plan, keeper, source) {
            try Cut(plan, source, input, edge: edge, threads: 1)
        }
        return try pass.commit(try pass.write(deviations, source.path, progress), source, judge: judge)
    }

    /// Remedies, tried in order, for sources whose frames or samples contradict their packets.
    private enum Remedy: CaseIterable { case nothing, decodedTimes, encodedSound }

    /// - Returns: false if the remedy changes nothing.
    private func apply(
        _ remedy: Remedy, to plan: inout Plan, _ source: borrowing SourceFile, because reason: String
    ) throws(RenderPass.PassFailure) -> Bool {
        switch remedy {
        case .nothing: return false
        case .decodedTimes: return try recount(&plan, source, because: reason)
        case .encodedSound:
            guard let other = plan.encodingSound(because: reason) else { return false }
            plan = other
            return true
        }
    }

    /// Fits a re-encoding plan to the frames that decode, if packets claimed other times; false if it changes
    /// nothing or was done before.
    private func recount(_ plan: inout Plan, _ source: borrowing SourceFile, because reason: String)
        throws(RenderPass.PassFailure) -> Bool
    {
        do {
            let (stream, span) = (try input.stream(plan.video.stream), plan.window.shifted(by: plan.origin))
            guard try input.index(of: stream, in: span).problem == nil else { return false }
            let index = try input.decodedIndex(of: stream, in: span, because: reason)
            let before = plan
            plan.recount(by: index)
            return plan != before
        } catch { throw .failed(Failure(error, reading: source.path)) }
    }
}

extension Plan {
    /// The same plan with all sound re-encoded; nil if none is copied.
    func encodingSound(because reason: String) -> Plan? {
        var plan = self
        for track in audio.indices where audio[track].treatment == .copy {
            plan.audio[track].treatment = .reencode(because: reason)
            plan.audio[track].codec = output.container.audioCodec
        }
        return plan == self ? nil : plan
    }
}
