public import ClipCore
internal import ClipMedia
internal import Glibc
internal import LibAV
internal import SystemPackage

/// Trims the sources of a batch in workers, several at a time; what is finished already is left as it is.
///
/// Results come in the order of the sources, however long each of them takes. Only the batch itself writes the journal and
/// decides what is made; only workers read media.
public final class BatchRunner {
    private let found: SourceFinder.Found
    private let advice: BatchAdvice?
    private let board: BatchBoard
    private let pool: WorkerPool
    private let dispatcher: JobDispatcher
    private let guardian: WorkerGuardian
    private let listener: WorkerListener

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
        (self.found, self.advice) = (found, advice)
        board = BatchBoard(
            JobQueue { work($0).namesStem ? $0.rival(settings.isFlat) : "" }, OrderedResults(),
            stopsOnError: settings.stopsOnError)
        pool = WorkerPool(settings.program, Self.setup(settings, found.jobs, work))
        let places = Set(found.jobs.map(\.place))
        let decider = OutputDecider(settings, journal) { places.contains($0) }
        let finisher = JobFinisher(settings, journal, advice)
        dispatcher = JobDispatcher(
            settings, journal, board, pool, finisher, work: work, choice: { advice?.rule($0) })
        guardian = WorkerGuardian(settings.limits, board, pool, decider, finisher, dispatcher)
        listener = WorkerListener(board, pool, decider, finisher, guardian, store)
    }

    private static func setup(_ settings: BatchSettings, _ jobs: [Job], _ work: (Job) -> TrimWork)
        -> WorkerSetup
    {
        var setup = WorkerSetup(
            parent: getpid(), isDryRun: settings.isDryRun, portrays: settings.portrays,
            limits: settings.limits)
        guard settings.isConfined else { return setup }
        let others = Set(jobs.flatMap { work($0).otherFiles + ($0.plans?.flatMap(\.otherFiles) ?? []) })
        setup.confinement = Confinement(
            reading: settings.readable + others.map(\.path) + jobs.compactMap(\.target),
            writing: settings.isDryRun ? [] : [settings.output])
        return setup
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
        for error in found.failures { try each(board.failed(error)) }
        board.add(found.jobs)
        while true {
            guardian.checkSignal()
            dispatcher.handOut()
            guard !pool.busy.isEmpty || isWaiting else { break }
            for worker in pool.wait(milliseconds: 100) { listener.hear(worker) }
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

    /// The exit code of the signal that ended the batch early.
    public var interruption: Int32? {
        board.interrupted == nil ? nil : Interruption.signal.map { 128 + $0 }
    }

    /// Another batch is at work on what is left.
    private var isWaiting: Bool { board.isOpen && board.queue.hasMore && !dispatcher.isLimited }

    private func answerQuestions() {
        guard let advice, board.questions.count > 0 else { return }
        // What is not handed out any more asks nothing.
        if !board.isOpen || dispatcher.isLimited { board.queue.rest.forEach { board.questions.settle($0) } }
        let queue = board.queue
        board.questions.answer { number, question in
            guard let job = queue[number] else {
                return .failure(MediaError(.bug, "", "advice on a clip that is over"))
            }
            return advice.choose(job, question)
        }
        for worker in pool.busy where board.questions.holds(worker) { worker.lastSign = .now }
    }

    private var progress: BatchProgress {
        BatchProgress(
            total: board.total, summary: board.summary,
            running: pool.busy.compactMap { worker in
                worker.assignment.map {
                    .init(number: $0.number, source: $0.job.source, progress: $0.progress)
                }
            }.sorted { $0.number < $1.number })
    }
}
