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
    private let journal: any BatchJournal
    private let found: SourceFinder.Found
    private let work: (Job) -> TrimWork
    private let store: (any AnalysisStore)?
    private let advice: BatchAdvice?
    private let pool: WorkerPool
    private var questions = AdviceQueue()
    private var queue: JobQueue
    private let places: Set<FilePath>
    private var names = OutputClaims()
    private var results = OrderedResults()
    private var summary = BatchSummary()
    /// No more jobs are handed out.
    private var isEnding = false
    private var interrupted: ContinuousClock.Instant?
    /// As many jobs went side by side when no more processes could be started.
    private var capacity = Int.max
    /// When the clocks of workers were last looked at.
    private var looked = ContinuousClock.now

    /// - Parameters:
    ///   - found: the sources, and folders that count as failed.
    ///   - store: where analyses are looked for and kept; nil for nowhere.
    ///   - advice: chooses what goes with each clip; nil where nothing is chosen.
    ///   - work: what is asked of a source.
    public init(
        _ settings: BatchSettings, _ journal: any BatchJournal, _ found: SourceFinder.Found,
        keepingIn store: (any AnalysisStore)? = nil, advice: BatchAdvice? = nil,
        work: @escaping (Job) -> TrimWork
    ) {
        (self.settings, self.journal, self.store) = (settings, journal, store)
        (self.found, self.work, self.advice) = (found, work, advice)
        places = Set(found.jobs.map(\.place))
        queue = JobQueue(found.jobs) { work($0).namesStem ? $0.rival(settings.isFlat) : "" }
        var setup = WorkerSetup(
            parent: getpid(), isDryRun: settings.isDryRun, portrays: settings.portrays,
            limits: settings.limits)
        if settings.isConfined {
            let others = Set(
                found.jobs.flatMap { work($0).otherFiles + ($0.plans?.flatMap(\.otherFiles) ?? []) }
            ).map(\.path)
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
            guard !pool.busy.isEmpty || isWaiting else { break }
            for worker in pool.wait(milliseconds: 100) { hear(worker) }
            answerQuestions()
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

    /// Another batch is at work on what is left.
    private var isWaiting: Bool { !isEnding && interrupted == nil && queue.hasMore && !isLimited }

    // MARK: Handing out

    private func handOut() {
        while !isEnding, interrupted == nil, hasRoom {
            if isLimited { return }
            guard let (number, job) = queue.next() else { return }
            claim(job, number)
        }
    }

    /// A worker that waits for advice on an earlier clip takes no time, only memory.
    private var hasRoom: Bool {
        let busy = pool.busy.count
        return busy - questions.count < settings.jobs && busy < min(capacity, 2 * settings.jobs)
    }

    /// Those count too of which it is not known that they are finished already.
    private var isLimited: Bool {
        let open = pool.busy.count { $0.assignment?.isFinished == false }
        return settings.limit.map { summary.done + summary.failed + open >= $0 } ?? false
    }

    private func claim(_ job: Job, _ number: Int) {
        do throws(MediaError) {
            switch try journal.claim(job.place) {
            case .granted(let attempt):
                hand(Assignment(job, number: number, order(job, threads: threads), attempt: attempt))
            case .taken:
                queue.postpone(number, until: .now + .milliseconds(300))
                questions.settle(number)
            case .failed(let error, let attempt):
                var result = JobResult(job.source)
                (result.attempt, result.errors) = (attempt, [error])
                queue.decided(number)
                add(result, at: number)
            }
        } catch {
            var result = JobResult(job.source)
            result.errors = [error]
            queue.decided(number)
            add(result, at: number)
        }
    }

    private func hand(_ assignment: Assignment, isFresh: Bool = false) {
        do throws(MediaError) { try pool.hand(assignment, isFresh: isFresh) } catch {
            // The workers that there are do it later.
            if !isFresh, !pool.busy.isEmpty {
                capacity = pool.busy.count
                try? journal.release(assignment.job.place)
                return queue.postpone(assignment.number, until: .now + .seconds(1))
            }
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
            plans: job.plans, choice: advice?.rule(job), overwrites: settings.overwrites, threads: threads)
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
        case .advise(let question):
            worker.assignment.map { questions.ask(question, for: $0.number, worker) }
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
        do throws(MediaError) {
            let outputs = Dictionary(
                planned.steps.map { ($0.number, output($0, assignment.job)) }, uniquingKeysWith: { $1 })
            var finished: [Int: Int] = [:]
            for (number, output) in outputs
            where !names.isTaken(output.path, besides: assignment.number) {
                finished[number] = try journal.finished(output)
            }
            let isFinished = finished.count == outputs.count
            guard isFinished || !planned.isByRule else { return Verdict(isFinished: false) }
            assignment.finished = finished.map { ($0.key, outputs[$0.key]!, $0.value) }
            assignment.isDecided = true
            queue.decided(assignment.number)
            if isFinished { questions.settle(assignment.number) }
            var verdict = Verdict(isFinished: isFinished, kept: Array(finished.keys))
            for (number, output) in outputs.sorted(by: { $0.key < $1.key }) {
                verdict.make[number] = overwriting(number, output, finished[number] != nil, assignment)
            }
            if !settings.isDryRun { try begin(verdict, assignment) }
            return verdict
        } catch {
            assignment.errors.append(error)
            return Verdict(isFinished: false)
        }
    }

    /// Takes the name of an output.
    ///
    /// - Returns: whether it is to be made by replacing a file; nil where it is not made.
    private func overwriting(
        _ number: Int, _ output: Journal.Output, _ isFinished: Bool, _ assignment: Assignment
    ) -> Bool? {
        do throws(MediaError) {
            try names.claim(output.path, for: assignment.number, isFlat: settings.isFlat)
            guard !isFinished else { return nil }
            let owner = try journal.owner(output.place, at: output.path)
            if let owner, owner != assignment.job.place, places.contains(owner) {
                throw OutputClaims.collision(output.path, isFlat: settings.isFlat)
            }
            assignment.steps[number] = output
            if owner != nil { assignment.replaced.insert(number) }
            return owner != nil || settings.overwrites
        } catch {
            assignment.errors.append(error)
            return nil
        }
    }

    /// Only the name is a worker's word: the place is the batch's own.
    private func output(_ step: PlannedJob.Step, _ job: Job) -> Journal.Output {
        let name = FilePath(bytes: step.path.path.nameBytes)
        return Journal.Output(
            place: job.folder(isFlat: settings.isFlat).pushing(name), path: folder(of: job).pushing(name),
            key: "\(step.key)/\(settings.version)")
    }

    // MARK: The journal

    private func begin(_ verdict: Verdict, _ assignment: Assignment) throws(MediaError) {
        let steps = assignment.steps.filter { verdict.make[$0.key] != nil }
        guard !steps.isEmpty else { return }
        try Folder.make(folder(of: assignment.job))
        // A name that is taken by a file of somebody else's does not become the batch's.
        let begun = steps.filter { verdict.make[$0.key] == true || OutputFacts(at: $0.value.path) == nil }
        for number in assignment.replaced { steps[number].map { Leftovers.remove(of: $0.path) } }
        try journal.begin(Array(begun.values), of: assignment.job.place, attempt: assignment.attempt)
    }

    private func finish(_ assignment: Assignment, _ outcome: JobOutcome) {
        var result = JobResult(assignment.job.source)
        (result.attempt, result.warnings, result.plans) = (
            assignment.attempt, outcome.warnings, outcome.plans
        )
        result.portrait = outcome.portrait
        // A worker is always asked to stop by SIGTERM: what the batch itself was told counts.
        result.errors = (assignment.errors + outcome.errors).map { error in
            guard error.code.exitCode > 128, let signal = Interruption.signal else { return error }
            return MediaError(.interrupted(by: signal), error.path, error.message)
        }
        let reports = outcome.reports.filter { number, report in
            do throws(MediaError) {
                guard report.plan.output.file.path == assignment.steps[number]?.path else {
                    throw MediaError(
                        .workerLost, assignment.job.source, "the worker on it made what nobody asked for")
                }
                try advice?.deliver(report)
            } catch {
                result.errors.append(error)
                return false
            }
            return true
        }
        result.reports = reports.sorted { $0.key < $1.key }.map(\.value)
        let there =
            assignment.finished.map { ($0.number, $0.output) }
            + reports.keys.map { ($0, assignment.steps[$0]!) }
        result.outputs = there.sorted { $0.0 < $1.0 }.map(\.1.path)
        if result.status == .skipped { result.attempt = assignment.finished.map(\.attempt).max() ?? 1 }
        do throws(MediaError) {
            try note(result, reports.keys.map { assignment.steps[$0]! }, assignment)
        } catch {
            result.errors.append(error)
            result.reports = []
        }
        result.seconds = (ContinuousClock.now - assignment.began) / .seconds(1)
        queue.decided(assignment.number)
        add(result, at: assignment.number)
    }

    private func note(_ result: JobResult, _ made: [Journal.Output], _ assignment: Assignment)
        throws(MediaError)
    {
        guard !settings.isDryRun else { return }
        let place = assignment.job.place
        try journal.finish(
            made, kept: assignment.finished.map(\.output), of: place, attempt: assignment.attempt,
            isWhole: result.errors.isEmpty)
        guard let error = result.errors.first else { return }
        if result.interruption == nil {
            try journal.fail(place, attempt: assignment.attempt, error)
        } else {
            try journal.release(place)
        }
    }

    private func answerQuestions() {
        guard let advice, questions.count > 0 else { return }
        // What is not handed out any more asks nothing.
        if isEnding || interrupted != nil || isLimited { queue.rest.forEach { questions.settle($0) } }
        questions.answer { number, question in advice.choose(found.jobs[number], question) }
        for worker in pool.busy where questions.holds(worker) { worker.lastSign = .now }
    }

    private func add(_ result: JobResult, at number: Int) {
        results.add(result, at: number)
        questions.settle(number)
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
        questions.withdraw(assignment.number)
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
        let again = Assignment(
            assignment.job, number: assignment.number, order(assignment.job, threads: 1),
            attempt: assignment.attempt, losses: 1, began: assignment.began)
        again.duration = assignment.duration
        hand(again, isFresh: true)
    }

    private func checkSignal() {
        guard Interruption.signal != nil, interrupted == nil else { return }
        interrupted = .now
        pool.interrupt()
    }

    private func checkClocks() {
        defer { looked = .now }
        // The batch itself stood still, e.g. with the machine: nothing can be said of its workers.
        if .now - looked > .seconds(5) {
            for worker in pool.busy { worker.lastSign = .now }
            return
        }
        // Workers stop within moments: one that does not is stuck.
        let isOver = interrupted.map { ContinuousClock.now - $0 > .seconds(10) } ?? false
        for worker in pool.busy {
            guard let assignment = worker.assignment else { continue }
            let patience = settings.limits.patience(assignment.duration)
            let still = (ContinuousClock.now - worker.lastSign) / .seconds(1)
            let spent = (ContinuousClock.now - assignment.handed) / .seconds(1)
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
