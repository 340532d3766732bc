public import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import LibAV
internal import SystemLibrary

/// Trims a batch's sources in several parallel workers; skips finished ones.
///
/// Results come in the order of the sources; with watched folders, as soon as they are ready. Only the batch
/// writes the journal and decides what to make; only workers read media.
public final class BatchRunner {
    /// Why the batch ended by itself; nil if nothing went wrong.
    public private(set) var failure: Failure?
    private let found: SourceFinder.Found
    private let watch: FolderWatch?
    private let decider: OutputDecider
    private let advice: BatchAdvice?
    private let board: BatchState
    private let pool: WorkerPool
    private let dispatcher: JobDispatcher
    private let guardian: WorkerGuardian
    private let listener: WorkerListener

    /// - Parameters:
    ///   - found: the sources, and folders that failed.
    ///   - watch: source of further clips until it is stopped; nil for none.
    ///   - store: cache of analyses; nil for none.
    ///   - advice: chooses music and look per clip; nil to choose nothing.
    ///   - refusal: why a source is refused; nil if it is not.
    ///   - work: the job of a source.
    public init(
        _ settings: BatchSettings, _ journal: any BatchJournal, _ found: SourceFinder.Found,
        watching watch: FolderWatch? = nil, keepingIn store: (any AnalysisStore)? = nil,
        advice: BatchAdvice? = nil, refusal: @escaping (Job) -> Failure? = { _ in nil },
        work: @escaping (Job) -> JobTemplate
    ) {
        (self.found, self.watch, self.advice) = (found, watch, advice)
        let ignoresCase = Folder.ignoresCase(settings.output)
        let rival = { (job: Job) -> FilePath in
            guard work(job).namesStem else { return "" }
            return ignoresCase ? job.rival(settings.isFlat).inSmallLetters : job.rival(settings.isFlat)
        }
        board = BatchState(JobQueue(rival), watch, stopsOnError: settings.stopsOnError)
        pool = WorkerPool(settings.program, Self.setup(settings, found.jobs, work))
        let places = Set(found.jobs.map(\.place))
        decider = OutputDecider(settings, journal, ignoresCase: ignoresCase) {
            watch?.isSource($0) ?? places.contains($0)
        }
        let finisher = JobFinisher(settings, journal, advice)
        dispatcher = JobDispatcher(
            settings, journal, board, pool, finisher, watch, work: work, choice: { advice?.rule($0) },
            refusal: refusal)
        guardian = WorkerGuardian(settings.limits, board, pool, decider, finisher, dispatcher)
        listener = WorkerListener(board, pool, decider, finisher, guardian, OutputNoter(journal), store)
    }

    private static func setup(_ settings: BatchSettings, _ jobs: [Job], _ work: (Job) -> JobTemplate)
        -> WorkerSetup
    {
        var setup = WorkerSetup(
            parent: getpid(), isDryRun: settings.isDryRun, portrays: settings.portrays,
            limits: settings.limits)
        setup.rights = settings.rights
        (setup.encodings, setup.transcriber) = (settings.encodings, settings.transcriber)
        guard settings.isConfined else { return setup }
        let others = Set(jobs.flatMap { work($0).otherFiles + ($0.plans?.flatMap(\.otherFiles) ?? []) })
        let posts = jobs.filter { $0.joining != nil }
        let texts = posts.flatMap { SubjectTexts.files(of: $0.name) + work($0).cards.map(\.path) }
        setup.reach = WorkerReach(
            reading: settings.readable + others.map(\.path) + jobs.flatMap(\.targets) + texts,
            writing: (settings.isDryRun ? [] : [settings.output])
                + Set(posts.compactMap { $0.joining?.folder.path }))
        return setup
    }

    /// Runs the batch until its end, its limit, an interruption, a full disk, or the loss of a watched folder.
    ///
    /// - Parameters:
    ///   - follow: called often with the current progress.
    ///   - each: called with every result.
    /// - Throws: any error of `each`; the workers are stopped then.
    public func run(
        _ follow: (BatchProgress) -> Void = { _ in }, each: (JobResult) throws -> Void
    ) throws -> BatchSummary {
        let began = ContinuousClock.now
        defer { pool.end() }
        for error in found.failures { try each(board.failed(error)) }
        board.add(found.jobs)
        while true {
            guardian.checkSignal()
            for error in lookAround() { try each(board.failed(error)) }
            dispatcher.handOut()
            guard !pool.busy.isEmpty || isWaiting else { break }
            wait().forEach(listener.hear)
            answerQuestions()
            guardian.checkClocks()
            for result in board.ready() { try each(result) }
            follow(progress)
        }
        for result in board.rest() { try each(result) }
        var summary = board.summary
        summary.seconds = (ContinuousClock.now - began) / .seconds(1)
        return summary
    }

    /// The signal that ended the batch early. A watching batch does not end early if nothing is left.
    public var interruption: Int32? {
        let isEarly = board.interrupted != nil && (watch == nil || board.summary.left > 0)
        return isEarly ? Interruption.signal : nil
    }

    /// Whether another batch works on the rest, or more may come.
    private var isWaiting: Bool {
        board.isOpen && !dispatcher.isLimited && (watch != nil || board.queue.hasMore)
    }

    /// Adds new clips of watched folders. Returns folders that cannot be read.
    private func lookAround() -> [Failure] {
        guard let watch, board.isOpen else { return [] }
        do throws(Failure) {
            let news = try watch.update()
            news.gone.forEach(decider.release)
            board.add(news.jobs)
            return news.failures
        } catch {
            (failure, board.isEnding) = (error, true)
            return []
        }
    }

    /// Waits for an event; returns workers with messages.
    private func wait() -> [WorkerProcess] {
        let pause = pause
        guard let watch, board.isOpen else { return pool.wait(milliseconds: pause) }
        // Notices come in bursts and are not handled one by one.
        let first = pool.wait(milliseconds: min(pause, 50))
        guard first.isEmpty, pause > 50 else { return first }
        return pool.wait(milliseconds: pause - 50, or: watch.descriptor)
    }

    /// Milliseconds to wait for an event.
    private var pause: Int32 {
        guard let watch, pool.busy.isEmpty, !board.queue.hasMore else { return 100 }
        pool.dismiss(idleFor: .seconds(10))
        return Int32(min(watch.pause / .milliseconds(1) + 1, 500))
    }

    private func answerQuestions() {
        guard let advice, board.questions.count > 0 else { return }
        // Jobs that will not be assigned ask nothing.
        if !board.isOpen || dispatcher.isLimited { board.queue.rest.forEach { board.questions.settle($0) } }
        let queue = board.queue
        board.questions.answer { number, question in
            guard let job = queue[number] else {
                return .failure(Failure(.bug, "", "advice on a clip that is over"))
            }
            return advice.choose(job, question)
        }
        for worker in pool.busy where board.questions.holds(worker) { worker.lastSign = .now }
    }

    private var progress: BatchProgress {
        BatchProgress(
            total: board.total, summary: board.summary, isWatching: watch != nil,
            running: pool.busy.compactMap { worker in
                worker.assignment.map {
                    .init(number: $0.number, source: $0.job.source, progress: $0.progress)
                }
            }.sorted { $0.number < $1.number })
    }
}
