public import ClipCore
internal import Foundation
internal import LibAV
internal import SystemLibrary
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

    /// Carries out plans of one source. Pictures that are made anew from parts that overlap are decoded once for
    /// all of them, up to ``mostAtOnce``.
    ///
    /// - Parameters:
    ///   - source: the file that the plans were made for.
    ///   - progress: called now and then with the share of all plans that is done, from 0 to 1.
    /// - Returns: for each plan its report, or why there is no output: where the source is not the planned one or is
    ///   damaged, the output cannot be written, or the result does not keep the plan's promises.
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

    /// Carries out one plan.
    public func render(_ plan: Plan, _ source: borrowing SourceFile, progress: ProgressHandler = { _ in })
        throws(Failure) -> Report
    {
        try render([plan], source, progress: progress)[0].get()
    }

    /// Outputs that are made from one decoding: an encoder's memory each, where they differ in more than their ends.
    static let mostAtOnce = 4

    /// The same with an opening of the source that exists already.
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

    /// One output on its way: what is carried out next, and what was judged before.
    private struct Open {
        let place: Int
        var plan: Plan
        var revisions = Revisions()
    }

    /// Carries out plans, and others in the place of those whose results pass their limits.
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

    /// The output is finished and stays: that no cover could be made is told with it.
    private func addCover(to report: inout Report, _ source: borrowing SourceFile) throws(Failure) {
        guard let cover = report.plan.cover else { return }
        let output = report.plan.output
        do throws(Failure) {
            report.cover = try CoverMaker().make(
                cover, of: output.file.path, overwrites: output.overwrites, keeper, source: source)
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
}
