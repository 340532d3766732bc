public import ClipCore
internal import Foundation
internal import LibAV
internal import SystemLibrary

/// Renders plans: writes each output under a temporary name or none, proves it, then names it.
public struct Renderer: Sendable {
    /// x264 threads for re-encoded pictures, shared by simultaneous encodings; head and tail of a smart cut
    /// use one. The encoded bytes depend on the number.
    public var threads: Int
    /// Decides which files may be replaced; nil to follow the plans only.
    public var keeper: (any OutputKeeper)?
    /// Music licences; without them, plans whose preset locks licences are not rendered with music.
    public var rights: (any MusicRights)?

    /// Creates a renderer; by default with one thread per core, at most four.
    public init(threads: Int? = nil) {
        self.threads = threads ?? min(4, ProcessInfo.processInfo.activeProcessorCount)
    }

    /// Renders plans of one source. Re-encoded plans with overlapping windows share one decoding, up to
    /// ``mostAtOnce``.
    ///
    /// - Parameters:
    ///   - source: the file that the plans were made for.
    ///   - progress: called now and then with overall progress from 0 to 1.
    /// - Returns: per plan its report, or a failure: the source is damaged or not the planned one, the output
    ///   cannot be written, or the result breaks the plan's promises.
    public func render(_ plans: [Plan], _ source: borrowing SourceFile, progress: ProgressHandler = { _ in })
        -> [Result<Report, Failure>]
    {
        do {
            return render(plans, source, try MediaInput(source), progress)
        } catch {
            let failure = Failure(error, reading: source.path)
            return plans.map { _ in .failure(failure) }
        }
    }

    /// Renders one plan.
    public func render(_ plan: Plan, _ source: borrowing SourceFile, progress: ProgressHandler = { _ in })
        throws(Failure) -> Report
    {
        try render([plan], source, progress: progress)[0].get()
    }

    /// Limit of outputs per decoding: each needs an encoder's memory if they differ in more than their ends.
    static let mostAtOnce = 4

    /// Renders with an existing demuxer of the source.
    func render(
        _ plans: [Plan], _ source: borrowing SourceFile, _ input: MediaInput, _ progress: ProgressHandler
    )
        -> [Result<Report, Failure>]
    {
        let admissions = plans.map { plan in
            Result { () throws(Failure) in try PlanGate(rights: rights).admitted(plan) }
        }
        let admitted = admissions.compactMap { try? $0.get() }
        var results: [Result<Report, Failure>] = []
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

    /// Groups consecutive re-encoding plans with overlapping windows of one stream; all others, and edits
    /// with segments, stay alone.
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
        _ group: [Plan], _ source: borrowing SourceFile, _ input: MediaInput, _ progress: ProgressHandler
    ) -> [Result<Report, Failure>] {
        let began = ContinuousClock.now
        let results: [Result<Report, Failure>]
        do throws(Failure) {
            try check(group, source)
            results = try judged(group, source, input, progress)
        } catch {
            results = group.map { _ in .failure(error) }
        }
        var finished: [Result<Report, Failure>] = []
        for result in results {
            do throws(Failure) {
                var report = try result.get()
                try addCover(to: &report, source)
                addCaptions(to: &report, source)
                report.seconds = (ContinuousClock.now - began) / .seconds(1)
                finished.append(.success(report))
            } catch { finished.append(.failure(error)) }
        }
        return finished
    }

    /// An unfinished output: the next plan to render, and earlier verdicts.
    private struct Open {
        let place: Int
        var plan: Plan
        var revisions = Revisions()
    }

    /// Renders plans, and revised plans in place of results that exceed their limits.
    private func judged(
        _ group: [Plan], _ source: borrowing SourceFile, _ input: MediaInput, _ progress: ProgressHandler
    ) throws(Failure) -> [Result<Report, Failure>] {
        var results = [Result<Report, Failure>?](repeating: nil, count: group.count)
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
        _ open: inout [Open], _ source: borrowing SourceFile, _ input: MediaInput, _ progress: ProgressHandler
    ) throws(Failure) -> [Result<Rendered, Failure>] {
        guard open[0].plan.picture == nil else {
            return try SharedRender(open.map(\.plan), source, input, self).run(source, progress) {
                open[$0].revisions.judge($1)
            }
        }
        return [
            .success(
                try SingleRender(open[0].plan, keeper, input).run(source, progress) {
                    open[0].revisions.judge($0)
                })
        ]
    }

    /// The output is kept; a missing cover is only reported as a deviation.
    private func addCover(to report: inout Report, _ source: borrowing SourceFile) throws(Failure) {
        guard let cover = report.plan.cover else { return }
        do throws(Failure) {
            report.cover = try CoverMaker(plan: report.plan, cover: cover).make(keeper, source: source)
        } catch {
            guard error.kind.signal == nil else { throw error }
            report.deviations.append("no cover was made: \(error.message)")
        }
    }

    /// As with covers.
    private func addCaptions(to report: inout Report, _ source: borrowing SourceFile) {
        guard let captions = report.plan.captions else { return }
        do throws(Failure) {
            let file = try CommittedFile.create(
                captions.file.path, overwrites: report.plan.output.overwrites, keeper, source: source)
            try file.write(Array(CaptionFile.text(captions.captions).utf8))
            try file.commit()
        } catch {
            report.deviations.append("no file of captions was written: \(error.message)")
        }
    }

    private func check(_ group: [Plan], _ source: borrowing SourceFile) throws(Failure) {
        let identity = try source.identity()
        guard group.allSatisfy({ $0.source.identity == identity }) else {
            throw Failure(
                .sourceChanged, source.path, "it is not the file that the plan was made for",
                hint: "plan again")
        }
        for plan in group {
            for file in [plan.cover?.file, plan.captions?.file, plan.timeline?.file].compactMap({ $0 }) {
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
}
