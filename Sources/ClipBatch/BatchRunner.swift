public import ClipCore
internal import ClipMedia
internal import Glibc
internal import LibAV
internal import SystemPackage

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Trims the sources of a batch in workers, several at a time; what is finished already is left as it is.
///
/// Results come in the order of the sources, however long each of them takes. Only the batch itself writes the journal and
/// decides what is made; only workers read media.
public final class BatchRunner {
    private let settings: BatchSettings
    private let journal: Journal
    private let found: SourceFinder.Found
    private let work: (Job) -> TrimWork
    private let store: (any AnalysisStore)?
    private let pool: WorkerPool
    private var queue: JobQueue
    private var names = OutputClaims()
    private var results = OrderedResults()
    private var summary = BatchSummary()
    /// No more jobs are handed out.
    private var isEnding = false
    private var interrupted: ContinuousClock.Instant?

    /// - Parameters:
    ///   - found: the sources, and folders that count as failed.
    ///   - store: where analyses are looked for and kept; nil for nowhere.
    ///   - work: what is asked of a source.
    public init(
        _ settings: BatchSettings, _ journal: Journal, _ found: SourceFinder.Found,
        keepingIn store: (any AnalysisStore)? = nil, work: @escaping (Job) -> TrimWork
    ) {
        (self.settings, self.journal, self.store) = (settings, journal, store)
        (self.found, self.work) = (found, work)
        queue = JobQueue(found.jobs) { work($0).namesStem ? $0.rival(settings.isFlat) : "" }
        var setup = WorkerSetup(
            parent: getpid(), isDryRun: settings.isDryRun, portrays: settings.portrays,
            limits: settings.limits)
        if settings.isConfined {
            let others = Set(found.jobs.flatMap { work($0).otherFiles }).map(\.path)
            setup.confinement = Confinement(
                reading: settings.readable + others + found.jobs.compactMap(\.target),
                writing: settings.isDryRun ? [] : [settings.output])
        }
        pool = WorkerPool(settings.program, setup)
    }

    /// Carries out the batch: until its end, its limit, an interruption, or a full disk.
    ///
    /// - Parameters:
    ///   - follow: called with what is being worked on, often.
    ///   - each: called with every result, in the order of the sources.
    /// - Throws: what `each` throws; the workers are ended then.
    public func run(
        _ follow: (BatchProgress) -> Void = { _ in }, each: (JobResult) throws -> Void
    ) throws -> BatchSummary {
        let began = ContinuousClock.now
        defer { pool.end() }
        for error in found.failures {
            var result = JobResult(error.path)
            result.errors = [error]
            summary.count(.failed)
            try each(result)
        }
        summary.left = found.jobs.count
        while true {
            checkSignal()
            handOut()
            guard !pool.busy.isEmpty else { break }
            for worker in pool.wait(milliseconds: 100) { hear(worker) }
            checkClocks()
            for result in results.ready() { try each(result) }
            follow(progress(of: found.jobs.count))
        }
        for result in results.rest() { try each(result) }
        summary.seconds = (ContinuousClock.now - began) / .seconds(1)
        return summary
    }

    /// The exit code of the signal that ended the batch early.
    public var interruption: Int32? {
        interrupted == nil ? nil : Interruption.signal.map { 128 + $0 }
    }

    private func progress(of total: Int) -> BatchProgress {
        BatchProgress(
            total: total, summary: summary,
            running: pool.busy.compactMap { worker in
                worker.assignment.map {
                    .init(number: $0.number, source: $0.job.source, progress: $0.progress)
                }
            }.sorted { $0.number < $1.number })
    }

    // MARK: Handing out

    private func handOut() {
        while !isEnding, interrupted == nil, pool.busy.count < settings.jobs {
            // Those of which it is not known that they are finished already.
            let open = pool.busy.count { $0.assignment?.isFinished == false }
            if let limit = settings.limit, summary.done + summary.failed + open >= limit { return }
            guard let (number, job) = queue.next() else { return }
            hand(
                Assignment(
                    job, number: number, order(job, threads: threads),
                    attempt: journal.index.nextAttempt(of: job.place)))
        }
    }

    private func hand(_ assignment: Assignment, isFresh: Bool = false) {
        do throws(MediaError) { try pool.hand(assignment, isFresh: isFresh) } catch {
            assignment.errors.append(
                MediaError(error.code, assignment.job.source, error.message, hint: error.hint))
            finish(assignment, JobOutcome())
            // Where nothing can be started, no other job will fare better.
            if pool.workers.isEmpty { isEnding = true }
        }
    }

    private func order(_ job: Job, threads: Int) -> JobOrder {
        JobOrder(
            source: PlannedPath(job.source), folder: PlannedPath(folder(of: job)), work: work(job),
            overwrites: settings.overwrites, threads: threads)
    }

    /// Jobs share the cores.
    private var threads: Int { max(1, min(4, Machine.cores / settings.jobs)) }

    private func folder(of job: Job) -> FilePath {
        settings.output.pushing(job.folder(isFlat: settings.isFlat))
    }

    // MARK: Answers

    private func hear(_ worker: WorkerProcess) {
        guard let answers = worker.hear() else {
            let assignment = worker.assignment
            let cause = pool.bury(worker)
            if let assignment { lost(assignment, cause) }
            return
        }
        for answer in answers { take(answer, worker) }
    }

    private func take(_ answer: WorkerAnswer, _ worker: WorkerProcess) {
        worker.lastSign = .now
        switch answer {
        case .recall(let identity):
            let known = store?.analysis(of: identity).map { AnalysisCoding.bytes(of: $0) }
            worker.tell(.recalled(bytes: known.map { Data($0) }))
        case .keep(let identity, let bytes):
            if let analysis = AnalysisCoding.analysis(of: [UInt8](bytes)) {
                store?.keep(analysis, of: identity)
            }
        case .planned(let planned):
            guard let assignment = worker.assignment else { return }
            worker.tell(.verdict(verdict(on: planned, assignment)))
        case .progress(let progress): worker.assignment?.progress = progress
        case .finished(let outcome):
            guard let assignment = worker.assignment else { return }
            guard Interruption.signal != nil || !outcome.errors.contains(where: { $0.code.exitCode > 128 })
            else {
                pool.kill(worker)
                return lost(assignment, "was asked by somebody else to end")
            }
            worker.assignment = nil
            finish(assignment, outcome)
        case .ready: break
        }
    }

    /// Everything that a batch decides on a job: what is there, what is to be made, and which names are taken.
    private func verdict(on planned: PlannedJob, _ assignment: Assignment) -> Verdict {
        assignment.duration = planned.duration.seconds
        let job = assignment.job
        let steps = planned.steps.map { step in
            (number: step.number, path: step.path.path, key: step.key, place: place(of: step.path.path, job))
        }
        var finished: [(number: Int, path: FilePath, attempt: Int)] = []
        for step in steps where !names.isTaken(step.path, besides: assignment.number) {
            if let attempt = journal.index.finished(
                step.place, key: step.key, JournalEntry.File(at: step.path))
            {
                finished.append((step.number, step.path, attempt))
            }
        }
        if planned.isByRule {
            guard finished.count == steps.count else { return Verdict(isFinished: false) }
        }
        assignment.finished = finished
        assignment.isDecided = true
        queue.decided(assignment.number)
        var verdict = Verdict(isFinished: finished.count == steps.count, kept: finished.map(\.number))
        for step in steps {
            do throws(MediaError) {
                try names.claim(step.path, for: assignment.number, isFlat: settings.isFlat)
                guard !finished.contains(where: { $0.number == step.number }) else { continue }
                let isOurs = journal.index.knows(step.place)
                let overwrites = isOurs || settings.overwrites
                assignment.steps[step.number] = Assignment.Step(
                    path: step.path, key: step.key, place: step.place)
                if !settings.isDryRun {
                    try Folder.make(folder(of: job))
                    try begin(step.number, assignment, overwrites: overwrites)
                }
                verdict.make[step.number] = overwrites
            } catch { assignment.errors.append(error) }
        }
        return verdict
    }

    private func place(of output: FilePath, _ job: Job) -> FilePath {
        job.folder(isFlat: settings.isFlat).pushing(FilePath(bytes: output.nameBytes))
    }

    // MARK: The journal

    private func begin(_ number: Int, _ assignment: Assignment, overwrites: Bool) throws(MediaError) {
        guard let step = assignment.steps[number] else { return }
        // A name that is taken by a file of somebody else's does not become the batch's.
        if !overwrites, JournalEntry.File(at: step.path) != nil { return }
        if journal.index.knows(step.place) { Leftovers.remove(of: step.path) }
        try journal.add(entry(.begun, step, assignment))
    }

    private func entry(_ event: JournalEntry.Event, _ step: Assignment.Step, _ assignment: Assignment)
        -> JournalEntry
    {
        var entry = JournalEntry(event, of: assignment.job.place, attempt: assignment.attempt)
        (entry.output, entry.key) = (PlannedPath(step.place), step.key)
        return entry
    }

    private func finish(_ assignment: Assignment, _ outcome: JobOutcome) {
        var result = JobResult(assignment.job.source)
        (result.attempt, result.warnings, result.plans) = (
            assignment.attempt, outcome.warnings, outcome.plans
        )
        // A worker is always asked to stop by SIGTERM: what the batch itself was told counts.
        result.portrait = outcome.portrait
        result.errors = (assignment.errors + outcome.errors).map { error in
            guard error.code.exitCode > 128, let signal = Interruption.signal else { return error }
            return MediaError(.interrupted(by: signal), error.path, error.message)
        }
        var outputs = assignment.finished.map { (number: $0.number, path: $0.path) }
        for (number, report) in outcome.reports.sorted(by: { $0.key < $1.key }) {
            guard let step = assignment.steps[number] else { continue }
            do throws(MediaError) {
                var entry = entry(.done, step, assignment)
                entry.file = JournalEntry.File(at: step.path)
                try journal.add(entry)
                result.reports.append(report)
                outputs.append((number, step.path))
            } catch { result.errors.append(error) }
        }
        result.outputs = outputs.sorted { $0.number < $1.number }.map(\.path)
        if result.status == .skipped { result.attempt = assignment.finished.map(\.attempt).max() ?? 1 }
        if let error = result.errors.first, result.interruption == nil, !settings.isDryRun {
            var entry = JournalEntry(.failed, of: assignment.job.place, attempt: assignment.attempt)
            entry.error = error.message
            do throws(MediaError) { try journal.add(entry) } catch { result.errors.append(error) }
        }
        result.seconds = (ContinuousClock.now - assignment.began) / .seconds(1)
        queue.decided(assignment.number)
        add(result, at: assignment.number)
    }

    private func add(_ result: JobResult, at number: Int) {
        results.add(result, at: number)
        // What was interrupted is as good as not begun.
        guard result.interruption == nil else { return }
        summary.count(result.status)
        summary.left -= 1
        let isFull = result.errors.contains { $0.code == .diskFull }
        if isFull || (settings.stopsOnError && result.status == .failed) { isEnding = true }
    }

    // MARK: What goes wrong

    /// A worker is gone: its job is tried once more, on one thread and in a worker of its own.
    private func lost(_ assignment: Assignment, _ cause: String) {
        for step in assignment.steps.values { Leftovers.remove(of: step.path) }
        names.release(assignment.number)
        if let signal = Interruption.signal {
            assignment.errors = [
                MediaError(.interrupted(by: signal), assignment.job.source, "interrupted")
            ]
            return finish(assignment, JobOutcome())
        }
        guard assignment.losses == 0 else {
            assignment.errors = [
                MediaError(
                    .workerLost, assignment.job.source, "the worker on it \(cause), twice",
                    hint: "does it play? 'clipfit probe' tells what it is")
            ]
            return finish(assignment, JobOutcome())
        }
        hand(
            Assignment(
                assignment.job, number: assignment.number, order(assignment.job, threads: 1),
                attempt: assignment.attempt, losses: 1, began: assignment.began), isFresh: true)
    }

    private func checkSignal() {
        guard Interruption.signal != nil, interrupted == nil else { return }
        interrupted = .now
        pool.interrupt()
    }

    private func checkClocks() {
        // Workers stop within moments: one that does not is stuck.
        let isOver = interrupted.map { ContinuousClock.now - $0 > .seconds(10) } ?? false
        for worker in pool.busy {
            guard let assignment = worker.assignment else { continue }
            let patience = settings.limits.patience(assignment.duration)
            let still = (ContinuousClock.now - worker.lastSign) / .seconds(1)
            let spent = (ContinuousClock.now - assignment.began) / .seconds(1)
            if isOver || still > patience {
                pool.kill(worker)
                lost(assignment, "stood still for \(Int(still)) s")
            } else if spent > settings.limits.deadline(assignment.duration) {
                pool.kill(worker)
                lost(assignment, "was not done after \(Int(spent)) s")
            }
        }
    }
}
