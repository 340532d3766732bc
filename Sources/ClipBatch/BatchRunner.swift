public import ClipCore
public import ClipMedia
public import SystemPackage

/// Trims the sources of a batch one after the other; what is finished already is left as it is.
public struct BatchRunner {
    /// How a batch is carried out.
    public struct Settings: Sendable {
        /// The folder of the outputs.
        public var output: FilePath
        /// All outputs lie in one folder; else in folders as the sources do.
        public var isFlat = false
        /// Files that are no output of this batch may be replaced.
        public var overwrites = false
        /// Only plans are made.
        public var isDryRun = false
        /// The most sources that are worked on, finished ones not counted; nil for all.
        public var limit: Int?
        /// The first failure is the end.
        public var stopsOnError = false
        /// Every result gets a portrait, for a report.
        public var portrays = false

        /// The defaults, with outputs in `output`.
        public init(output: FilePath) { self.output = output }
    }

    /// Called before outputs are made, to follow how far they are.
    public typealias Follower = ([Plan]) -> Renderer.Progress

    private struct Step {
        let plan: Plan
        let key: String
        /// Below the batch's folder.
        let output: FilePath
    }

    private let work: TrimWork
    private let settings: Settings
    private let journal: Journal
    private let analyzer: Analyzer
    private var taken: Set<FilePath> = []

    /// - Parameters:
    ///   - work: what is asked of every source.
    ///   - analyzer: looks at sources where that is needed.
    public init(
        _ work: TrimWork, _ settings: Settings, _ journal: Journal, _ analyzer: Analyzer = Analyzer()
    ) {
        (self.work, self.settings, self.journal, self.analyzer) = (work, settings, journal, analyzer)
    }

    /// Carries out the batch: until its end, its limit, an interruption, or a full disk.
    ///
    /// - Parameters:
    ///   - found: the sources, and folders that count as failed.
    ///   - each: called with every result.
    public mutating func run(
        _ found: SourceFinder.Found, _ follow: Follower, each: (JobResult) throws -> Void
    ) rethrows -> BatchSummary {
        let began = ContinuousClock.now
        var summary = BatchSummary()
        for error in found.failures {
            var result = JobResult(error.path)
            result.errors = [error]
            summary.count(.failed)
            try each(result)
        }
        summary.left = found.jobs.count
        for job in found.jobs where !isEnough(summary) {
            let result = run(job, follow)
            summary.count(result.status)
            summary.left -= 1
            try each(result)
            if result.interruption != nil || result.errors.contains(where: { $0.code == .diskFull }) { break }
        }
        summary.seconds = (ContinuousClock.now - began) / .seconds(1)
        return summary
    }

    private func isEnough(_ summary: BatchSummary) -> Bool {
        (settings.stopsOnError && summary.failed > 0)
            || settings.limit.map { summary.done + summary.failed >= $0 } == true
    }

    private mutating func run(_ job: Job, _ follow: Follower) -> JobResult {
        let began = ContinuousClock.now
        var result = JobResult(job.source)
        result.attempt = journal.index.nextAttempt(of: job.place)
        do throws(MediaError) {
            try trim(job, follow, &result)
        } catch { result.errors.append(error) }
        if let error = result.errors.first, result.interruption == nil, !settings.isDryRun {
            var entry = JournalEntry(.failed, of: job.place, attempt: result.attempt)
            entry.error = error.message
            do throws(MediaError) { try journal.add(entry) } catch { result.errors.append(error) }
        }
        result.seconds = (ContinuousClock.now - began) / .seconds(1)
        return result
    }

    private mutating func trim(_ job: Job, _ follow: Follower, _ result: inout JobResult) throws(MediaError) {
        let trimmer = try Trimmer(try SourceFile.open(job.source), analyzer)
        result.warnings = trimmer.info.warnings
        var kept: [Plan] = []
        let steps = try missing(job, trimmer, &result, &kept)
        defer {
            if settings.portrays {
                let plans = kept + result.reports.map(\.plan)
                result.portrait = PortraitMaker().portrait(of: trimmer, plans, result.reports)
            }
        }
        guard !steps.isEmpty else { return }
        guard !settings.isDryRun else {
            result.plans = steps.map(\.plan)
            return
        }
        try Folder.make(folder(of: job))
        for step in steps { try note(.begun, step, job, result.attempt) }
        let plans = steps.map(\.plan)
        let made = trimmer.render(plans, Renderer(), progress: follow(plans))
        for (step, one) in zip(steps, made) {
            do throws(MediaError) {
                result.reports.append(try one.get())
                try note(.done, step, job, result.attempt)
                result.outputs.append(step.plan.output.file.path)
            } catch { result.errors.append(error) }
        }
    }

    /// What has to be made; finished outputs go into the result, and their plans into `kept`.
    private mutating func missing(
        _ job: Job, _ trimmer: borrowing Trimmer, _ result: inout JobResult, _ kept: inout [Plan]
    ) throws(MediaError) -> [Step] {
        let names: OutputNames
        do throws(PlanningError) {
            names = try work.names(folder(of: job).bytes, isFolder: true, of: [job.source])
        } catch { throw MediaError(.usage, job.source, error.message, hint: error.hint) }
        // A report wants the parts and their reasons, which only the analysis tells.
        if !settings.portrays, isFinished(job, trimmer, names, &result) { return [] }
        let work = try trimmer.chosen(work)
        result.warnings += work.shortfalls
        let unchosen = work.unchosen
        var (steps, earlier): ([Step], Int) = ([], 0)
        for number in work.requests.indices {
            do throws(MediaError) {
                let plan = try trimmer.plan(work, number, names, overwrites: settings.overwrites)
                let key = try key(of: plan, trimmer, unchosen, number, names)
                let step = try step(job, plan, key)
                let path = step.plan.output.file.path
                if let attempt = journal.index.finished(
                    step.output, key: step.key, JournalEntry.File(at: path))
                {
                    result.outputs.append(path)
                    kept.append(step.plan)
                    earlier = max(earlier, attempt)
                } else {
                    steps.append(step)
                }
            } catch { result.errors.append(error) }
        }
        if steps.isEmpty && result.errors.isEmpty { result.attempt = earlier }
        return steps
    }

    /// Whether all outputs are there whose parts an analysis would have to tell; then they go into the result. They are
    /// not found where their names hold the part's start.
    private mutating func isFinished(
        _ job: Job, _ trimmer: borrowing Trimmer, _ names: OutputNames, _ result: inout JobResult
    ) -> Bool {
        guard !work.arrangement.isAsked, work.needsAnalysis(of: trimmer.info.duration) else { return false }
        let unchosen = work.unchosen
        var (paths, attempts): ([FilePath], [Int]) = ([], [])
        for number in work.requests.indices {
            guard
                let plan = try? trimmer.plan(unchosen, number, names, overwrites: settings.overwrites),
                let key = try? PlanKey(plan, rule: unchosen.requests[number].rule).text
            else { return false }
            let path = plan.output.file.path
            guard !taken.contains(path.lexicallyNormalized()),
                let attempt = journal.index.finished(
                    place(of: path, job), key: key, JournalEntry.File(at: path))
            else { return false }
            paths.append(path)
            attempts.append(attempt)
        }
        taken.formUnion(paths.map { $0.lexicallyNormalized() })
        (result.outputs, result.attempt) = (result.outputs + paths, attempts.max() ?? result.attempt)
        return true
    }

    /// What tells an output from others: where its part was chosen, the rule and not what came of it.
    private func key(
        of plan: Plan, _ trimmer: borrowing Trimmer, _ unchosen: TrimWork, _ number: Int, _ names: OutputNames
    ) throws(MediaError) -> String {
        guard let rule = unchosen.requests[number].rule else { return try PlanKey(plan).text }
        let start = try trimmer.plan(unchosen, number, names, overwrites: settings.overwrites)
        return try PlanKey(start, rule: rule).text
    }

    private func place(of output: FilePath, _ job: Job) -> FilePath {
        job.folder(isFlat: settings.isFlat).pushing(FilePath(bytes: output.nameBytes))
    }

    private mutating func step(_ job: Job, _ planned: Plan, _ key: String) throws(MediaError) -> Step {
        var plan = planned
        let path = plan.output.file.path
        guard taken.insert(path.lexicallyNormalized()).inserted else {
            throw MediaError(
                .usage, path, "an output of another source has this name",
                hint: settings.isFlat
                    ? "leave --flat out" : "rename the source, or give its folder an output folder of its own"
            )
        }
        let output = place(of: path, job)
        if journal.index.knows(output) { plan.output.overwrites = true }
        return Step(plan: plan, key: key, output: output)
    }

    private func folder(of job: Job) -> FilePath {
        settings.output.pushing(job.folder(isFlat: settings.isFlat))
    }

    private func note(_ event: JournalEntry.Event, _ step: Step, _ job: Job, _ attempt: Int)
        throws(MediaError)
    {
        // A name that is taken by a file of somebody else's does not become the batch's.
        if event == .begun, !step.plan.output.overwrites,
            JournalEntry.File(at: step.plan.output.file.path) != nil
        {
            return
        }
        var entry = JournalEntry(event, of: job.place, attempt: attempt)
        (entry.output, entry.key) = (PlannedPath(step.output), step.key)
        if event == .done { entry.file = JournalEntry.File(at: step.plan.output.file.path) }
        try journal.add(entry)
    }
}
