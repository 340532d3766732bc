public import ClipCore
internal import ClipMedia
internal import LibAV
internal import SystemLibrary
internal import SystemPackage

/// Trims the sources of a batch in workers, several at a time; what is finished already is left as it is.
///
/// Results come in the order of the sources, however long each of them takes; where folders are watched, as soon as they are
/// there. Only the batch itself writes the journal and decides what is made; only workers read media.
public final class BatchRunner {
    /// Why it came to an end by itself; nil where nothing was in the way.
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
    ///   - found: the sources, and folders that count as failed.
    ///   - watch: where more sources come from, until somebody ends it; nil for nowhere.
    ///   - store: where analyses are looked for and kept; nil for nowhere.
    ///   - advice: chooses what goes with each clip; nil where nothing is chosen.
    ///   - refusal: why a source is not worked on; nil where it is.
    ///   - work: what is asked of a source.
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
        board = BatchState(
            JobQueue(rival), watch,
            stopsOnError: settings.stopsOnError)
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
        listener = WorkerListener(
            board, pool, decider, finisher, guardian, OutputNoter(settings, journal), store)
    }

    private static func setup(_ settings: BatchSettings, _ jobs: [Job], _ work: (Job) -> JobTemplate)
        -> WorkerSetup
    {
        var setup = WorkerSetup(
            parent: getpid(), isDryRun: settings.isDryRun, portrays: settings.portrays,
            limits: settings.limits)
        setup.rights = settings.rights
        guard settings.isConfined else { return setup }
        let others = Set(jobs.flatMap { work($0).otherFiles + ($0.plans?.flatMap(\.otherFiles) ?? []) })
        setup.reach = WorkerReach(
            reading: settings.readable + others.map(\.path) + jobs.compactMap(\.target),
            writing: settings.isDryRun ? [] : [settings.output])
        return setup
    }

    /// Carries out the batch: until its end, its limit, an interruption, a full disk, or the loss of a watched folder.
    ///
    /// - Parameters:
    ///   - follow: called with what is being worked on, often.
    ///   - each: called with every result.
    /// - Throws: what `each` throws; the workers are ended then.
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

    /// The signal that ended the batch early. One that watches is not early where nothing is left to do.
    public var interruption: Int32? {
        let isEarly = board.interrupted != nil && (watch == nil || board.summary.left > 0)
        return isEarly ? Interruption.signal : nil
    }

    /// Another batch is at work on what is left, or more may come.
    private var isWaiting: Bool {
        board.isOpen && !dispatcher.isLimited && (watch != nil || board.queue.hasMore)
    }

    /// Takes in what came to watched folders.
    ///
    /// - Returns: folders that cannot be read.
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

    /// Waits until something happens, and tells which workers said something.
    private func wait() -> [WorkerProcess] {
        let pause = pause
        guard let watch, board.isOpen else { return pool.wait(milliseconds: pause) }
        // Notices come in bursts: they are not heard one by one.
        let first = pool.wait(milliseconds: min(pause, 50))
        guard first.isEmpty, pause > 50 else { return first }
        return pool.wait(milliseconds: pause - 50, or: watch.descriptor)
    }

    /// Milliseconds for which nothing may happen.
    private var pause: Int32 {
        guard let watch, pool.busy.isEmpty, !board.queue.hasMore else { return 100 }
        pool.dismiss(idleFor: .seconds(10))
        return Int32(min(watch.pause / .milliseconds(1) + 1, 500))
    }

    private func answerQuestions() {
        guard let advice, board.questions.count > 0 else { return }
        // What is not handed out any more asks nothing.
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
