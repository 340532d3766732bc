public import ClipCore
internal import Foundation
internal import Glibc
internal import LibAV
internal import SystemPackage

/// Carries out a plan: writes the output beside its final name, proves it, and only then names it.
public struct Renderer: Sendable {
    /// x264's threads for pictures that are made anew, shared by those that are made at once; the edges of a smart cut
    /// take one. The bytes of a picture depend on them.
    public var threads: Int
    /// Knows which files outputs and those beside them may replace; nil for what plans say alone.
    public var keeper: (any OutputKeeper)?
    /// Knows the licences of music; without it a plan whose preset locks them is not carried out with music.
    public var rights: (any MusicRights)?

    /// A renderer of so many threads; without a number, one a core, up to four.
    public init(threads: Int? = nil) {
        self.threads = threads ?? min(4, ProcessInfo.processInfo.activeProcessorCount)
    }

    /// How far a render is: from 0 to 1.
    public typealias Progress = (Double) -> Void

    /// Carries out plans of one source. Pictures that are made anew from parts that overlap are decoded once for
    /// all of them, up to ``mostAtOnce``.
    ///
    /// - Parameters:
    ///   - source: the file that the plans were made for.
    ///   - progress: called now and then with the share of all plans that is done, from 0 to 1.
    /// - Returns: for each plan its report, or why there is no output: where the source is not the planned one or is
    ///   damaged, the output cannot be written, or the result does not keep the plan's promises.
    public func render(_ plans: [Plan], _ source: borrowing SourceFile, progress: Progress = { _ in })
        -> [Result<Report, MediaError>]
    {
        do {
            return render(plans, source, try MediaInput(source), progress)
        } catch {
            let failure = MediaError(error, reading: source.path)
            return plans.map { _ in .failure(failure) }
        }
    }

    /// Carries out one plan.
    public func render(_ plan: Plan, _ source: borrowing SourceFile, progress: Progress = { _ in })
        throws(MediaError) -> Report
    {
        try render([plan], source, progress: progress)[0].get()
    }

    /// Outputs that are made from one decoding: an encoder's memory each, where they differ in more than their ends.
    static let mostAtOnce = 4

    /// The same with an opening of the source that exists already.
    func render(_ plans: [Plan], _ source: borrowing SourceFile, _ input: MediaInput, _ progress: Progress)
        -> [Result<Report, MediaError>]
    {
        let admissions = plans.map { plan in
            Result { () throws(MediaError) in try PlanGate(rights: rights).admitted(plan) }
        }
        let admitted = admissions.compactMap { try? $0.get() }
        var results: [Result<Report, MediaError>] = []
        for group in Self.groups(admitted.map(\.plan)) {
            let part = Double(group.count) / Double(admitted.count)
            let before = Double(results.count) / Double(admitted.count)
            results += timed(group, source, input) { progress(before + part * $0) }
        }
        var made = zip(admitted, results).makeIterator()
        return admissions.map { admission in
            if case .failure(let error) = admission { return .failure(error) }
            guard let (admitted, result) = made.next() else { preconditionFailure("a plan was lost") }
            return result.map { report in
                var report = report
                report.deviations = admitted.deviations + report.deviations
                return report
            }
        }
    }

    /// Consecutive plans whose pictures are made anew from overlapping parts of one stream; every other plan alone, and
    /// those that join pieces.
    static func groups(_ plans: [Plan]) -> [[Plan]] {
        var groups: [[Plan]] = []
        for plan in plans {
            if let others = groups.last, others.count < mostAtOnce, plan.picture != nil,
                plan.pieces == nil,
                others.allSatisfy({
                    $0.picture != nil && $0.pieces == nil && $0.video.stream == plan.video.stream
                }),
                others.contains(where: { $0.window.overlaps(plan.window) })
            {
                groups[groups.count - 1].append(plan)
            } else {
                groups.append([plan])
            }
        }
        return groups
    }

    private func timed(
        _ group: [Plan], _ source: borrowing SourceFile, _ input: MediaInput, _ progress: Progress
    ) -> [Result<Report, MediaError>] {
        let began = ContinuousClock.now
        let results: [Result<Report, MediaError>]
        do throws(MediaError) {
            try check(group, source)
            results = try judged(group, source, input, progress)
        } catch {
            results = group.map { _ in .failure(error) }
        }
        var finished: [Result<Report, MediaError>] = []
        for result in results {
            do throws(MediaError) {
                var report = try result.get()
                try addCover(to: &report, source)
                addCaptions(to: &report, source)
                report.seconds = (ContinuousClock.now - began) / .seconds(1)
                finished.append(.success(report))
            } catch { finished.append(.failure(error)) }
        }
        return finished
    }

    /// One output on its way: what is carried out next, and what was judged before.
    private struct Open {
        let place: Int
        var plan: Plan
        var revisions = Revisions()
    }

    /// Carries out plans, and others in the place of those whose results pass their limits.
    private func judged(
        _ group: [Plan], _ source: borrowing SourceFile, _ input: MediaInput, _ progress: Progress
    ) throws(MediaError) -> [Result<Report, MediaError>] {
        var results = [Result<Report, MediaError>?](repeating: nil, count: group.count)
        var open = group.enumerated().map { Open(place: $0, plan: $1) }
        while !open.isEmpty {
            var next: [Open] = []
            let rendered = try rendered(&open, source, input, progress)
            for (var output, result) in zip(open, rendered) {
                switch result {
                case .success(.done(let report)): results[output.place] = .success(report)
                case .success(.again(let plan)):
                    output.plan = plan
                    next.append(output)
                case .failure(let error): results[output.place] = .failure(error)
                }
            }
            open = next
        }
        return results.compactMap { $0 }
    }

    private func rendered(
        _ open: inout [Open], _ source: borrowing SourceFile, _ input: MediaInput, _ progress: Progress
    ) throws(MediaError) -> [Result<Rendered, MediaError>] {
        guard open[0].plan.picture == nil else {
            return try SharedRender(open.map(\.plan), source, input, self).run(source, progress) {
                open[$0].revisions.judge($1)
            }
        }
        return [.success(try attempts(&open[0], source, input, progress))]
    }

    /// The output is finished and stays: that no cover could be made is told with it.
    private func addCover(to report: inout Report, _ source: borrowing SourceFile) throws(MediaError) {
        guard let cover = report.plan.cover else { return }
        let output = report.plan.output
        do throws(MediaError) {
            report.cover = try CoverMaker().make(
                cover, of: output.file.path, overwrites: output.overwrites, keeper, source: source)
        } catch {
            guard error.code.name != "interrupted" else { throw error }
            report.deviations.append("no cover was made: \(error.message)")
        }
    }

    /// As with covers.
    private func addCaptions(to report: inout Report, _ source: borrowing SourceFile) {
        guard let captions = report.plan.captions else { return }
        do throws(MediaError) {
            let file = try CommittedFile.create(
                captions.file.path, overwrites: report.plan.output.overwrites, keeper, source: source)
            try file.write(Array(CaptionFile.text(captions.captions).utf8))
            try file.commit()
        } catch {
            report.deviations.append("no file of captions was written: \(error.message)")
        }
    }

    private func check(_ group: [Plan], _ source: borrowing SourceFile) throws(MediaError) {
        let identity = try source.identity()
        guard group.allSatisfy({ $0.source.identity == identity }) else {
            throw MediaError(
                .sourceChanged, source.path, "it is not the file that the plan was made for",
                hint: "plan again")
        }
        for plan in group {
            for file in [plan.cover?.file, plan.captions?.file].compactMap({ $0 }) {
                try CommittedFile.check(
                    file.path, overwrites: plan.output.overwrites, keeper, source: source)
            }
            guard let captions = plan.captions, let read = captions.source,
                let told = try? SourceFile.open(read.path)
            else { continue }
            try CommittedFile.check(
                captions.file.path, overwrites: plan.output.overwrites, keeper, source: told)
        }
    }

    /// A smart cut whose edges or seams are not good enough is done again with better edges, then in full.
    private func attempts(
        _ open: inout Open, _ source: borrowing SourceFile, _ input: MediaInput, _ progress: Progress
    )
        throws(MediaError) -> Rendered
    {
        let plan = open.plan
        var deviations = plan.fallback.map { ["re-encoded in full: \($0)"] } ?? []
        if plan.video.copiesSomething {
            for edge in EdgeSettings.attempts {
                do throws(Setback) {
                    return try attempt(plan, source, input, edge, deviations, progress) {
                        open.revisions.judge($0)
                    }
                } catch {
                    if case .failed(let error) = error { throw error }
                    guard case .tooCoarse(let noise) = error else {
                        deviations.append("re-encoded in full: \(error.reason)")
                        break
                    }
                    deviations.append(
                        "edges encoded again: the first try came to \(MediaTime(ticks: Int64(noise * 10), timescale: 10).text) dB"
                    )
                }
            }
        }
        guard !plan.video.copiesSomething || plan.method == .smart else {
            throw MediaError(
                .unusable, source.path, deviations.last ?? "the packets cannot be copied",
                hint: "use --method encode")
        }
        var full = plan.video.copiesSomething ? plan.reencoded(because: deviations.last!) : plan
        var reason: String?
        for remedy in Remedy.allCases {
            do throws(Setback) {
                if let reason, try !apply(remedy, to: &full, source, input, because: reason) { continue }
                return try attempt(full, source, input, EdgeSettings.attempts[0], deviations, progress) {
                    open.revisions.judge($0)
                }
            } catch {
                switch error {
                case .failed(let failure): throw failure
                case .unfit(let reason):
                    throw MediaError(
                        .unusable, source.path, "the plan does not fit the file: \(reason)",
                        hint: "plan again")
                case .broken, .tooCoarse: reason = error.reason
                }
            }
        }
        throw MediaError(
            .bug, plan.output.file.path,
            "the result is not what was planned: \(reason ?? "nothing was tried")")
    }

    /// What is done about a source whose packets promise what its frames and samples do not keep, one after another.
    private enum Remedy: CaseIterable { case nothing, decodedTimes, encodedSound }

    /// - Returns: false where the remedy changes nothing.
    private func apply(
        _ remedy: Remedy, to plan: inout Plan, _ source: borrowing SourceFile, _ input: MediaInput,
        because reason: String
    ) throws(Setback) -> Bool {
        switch remedy {
        case .nothing: return false
        case .decodedTimes: return try recount(&plan, source, input, because: reason)
        case .encodedSound:
            let copied = plan.audio.indices.filter { plan.audio[$0].treatment == .copy }
            for track in copied {
                plan.audio[track].treatment = .reencode(because: reason)
                plan.audio[track].codec = plan.output.container.audioCodec
            }
            return !copied.isEmpty
        }
    }

    /// Fits a plan that re-encodes the picture to the frames that decode, where packets told other times; false where
    /// that was done before, or changes nothing.
    private func recount(
        _ plan: inout Plan, _ source: borrowing SourceFile, _ input: MediaInput, because reason: String
    ) throws(Setback) -> Bool {
        do {
            let (stream, span) = (try input.stream(plan.video.stream), plan.window.shifted(by: plan.origin))
            guard try input.index(of: stream, in: span).problem == nil else { return false }
            let index = try input.decodedIndex(of: stream, in: span, because: reason)
            let before = plan
            plan.recount(by: index)
            return plan != before
        } catch { throw .failed(MediaError(error, reading: source.path)) }
    }

    /// Why one way of carrying out a plan did not lead to its result.
    private enum Setback: Error {
        case failed(MediaError)
        case broken(String)
        /// The plan names what the source does not have.
        case unfit(String)
        case tooCoarse(Double)

        var reason: String {
            switch self {
            case .failed(let error): error.message
            case .broken(let reason), .unfit(let reason): reason
            case .tooCoarse(let noise): "an edge came to \(Int(noise)) dB"
            }
        }
    }

    private func attempt(
        _ plan: Plan, _ source: borrowing SourceFile, _ input: MediaInput, _ edge: EdgeSettings,
        _ deviations: [String], _ progress: Progress, judge: (Report) -> Revisions.Verdict
    ) throws(Setback) -> Rendered {
        do {
            let output = try CommittedFile.create(
                plan.output.file.path, overwrites: plan.output.overwrites, keeper, source: source)
            let cut: Cut
            do {
                cut = try Cut(plan, source, input, edge: edge, threads: 1)
            } catch let broken as Broken { throw Setback.unfit(broken.message) }
            do {
                try cut.write(to: output.descriptor, progress)
            } catch let failure as AVFailure where plan.video.copiesSomething && failure.isInvalidData {
                throw Setback.broken("\(failure)")
            } catch let failure as AVFailure {
                // A muxer that does not take packets in the order in which they were copied.
                if failure.posixCode == EINVAL,
                    plan.video.copiesSomething || plan.audio.contains(where: { $0.treatment == .copy })
                {
                    throw Setback.broken("the copied packets are out of order")
                }
                throw MediaError(failure, cutting: source.path, to: plan.output.file.path)
            }
            let report = try cut.proven(output.descriptor, deviations)
            if let noise = report.proof.worstEdge, noise < 40 { throw Setback.tooCoarse(noise) }
            try source.checkUnchanged()
            let rendered = try Rendered(report, judge)
            if case .done = rendered { try output.commit() }
            return rendered
        } catch let setback as Setback {
            throw setback
        } catch let error as MediaError {
            throw .failed(error)
        } catch let broken as Broken {
            throw .broken(broken.message)
        } catch {
            throw .failed(MediaError(reading: source.path, error as! AVFailure))
        }
    }
}
