internal import ClipCore
internal import ClipMedia

/// Assigns jobs to workers as capacity allows.
final class JobDispatcher {
    private let settings: BatchSettings
    private let journal: any BatchJournal
    private let board: BatchState
    private let pool: WorkerPool
    private let finisher: JobFinisher
    private let work: (Job) -> JobTemplate
    private let choice: (Job) -> String?
    private let refusal: (Job) -> Failure?
    private let watch: FolderWatch?
    /// Number of parallel jobs when the system refused more processes.
    private var capacity = Int.max

    /// - Parameters:
    ///   - work: the job of a source.
    ///   - choice: the rule by which music and look are chosen for it.
    ///   - refusal: why a source is refused; nil if it is not.
    ///   - watch: source of jobs; nil if all are known from the beginning.
    init(
        _ settings: BatchSettings, _ journal: any BatchJournal, _ board: BatchState, _ pool: WorkerPool,
        _ finisher: JobFinisher, _ watch: FolderWatch?, work: @escaping (Job) -> JobTemplate,
        choice: @escaping (Job) -> String?, refusal: @escaping (Job) -> Failure?
    ) {
        (self.settings, self.journal, self.board, self.pool) = (settings, journal, board, pool)
        (self.finisher, self.watch) = (finisher, watch)
        (self.work, self.choice, self.refusal) = (work, choice, refusal)
    }

    /// Assigns jobs while there is capacity.
    func handOut() {
        while board.isOpen, hasRoom {
            if isLimited { return }
            guard let (number, job) = board.queue.next() else { return }
            claim(job, number)
        }
    }

    /// A worker that waits for advice on an earlier clip takes no CPU time, only memory.
    private var hasRoom: Bool {
        let busy = pool.busy.count
        return busy - board.questions.count < settings.jobs && busy < min(capacity, 2 * settings.jobs)
    }

    /// Whether the limit is reached; running jobs count until they are known to be finished already.
    var isLimited: Bool {
        let open = pool.busy.count { $0.assignment?.isFinished == false }
        return settings.limit.map { board.worked + open >= $0 } ?? false
    }

    private func claim(_ job: Job, _ number: Int) {
        guard watch?.begin(job) ?? true else { return board.drop(number) }
        var result = JobResult(job.source)
        do throws(Failure) {
            if let error = refusal(job) { throw error }
            switch try journal.claim(job.place, as: SourceFacts(at: job.source)) {
            case .granted(let attempt):
                return hand(Assignment(job, number: number, order(job, threads: threads), attempt: attempt))
            case .taken:
                postpone(number, job, .milliseconds(300))
                return board.questions.settle(number)
            case .failed(let error, let attempt): (result.attempt, result.errors) = (attempt, [error])
            }
        } catch { result.errors = [error] }
        board.add(result, at: number)
    }

    /// Retries a job with one thread in a new worker.
    func handAgain(_ assignment: Assignment) {
        let again = Assignment(
            assignment.job, number: assignment.number, order(assignment.job, threads: 1),
            attempt: assignment.attempt, losses: 1, began: assignment.began)
        again.duration = assignment.duration
        hand(again, isFresh: true)
    }

    private func postpone(_ number: Int, _ job: Job, _ pause: Duration) {
        board.queue.postpone(number, until: .now + pause)
        watch?.postpone(job)
    }

    private func hand(_ assignment: Assignment, isFresh: Bool = false) {
        do throws(Failure) {
            try pool.hand(assignment, isFresh: isFresh, reading: outside(assignment.job))
        } catch {
            // The existing workers do it later.
            if !isFresh, !pool.busy.isEmpty {
                capacity = pool.busy.count
                try? journal.release(assignment.job.place)
                return postpone(assignment.number, assignment.job, .seconds(1))
            }
            assignment.errors.append(
                Failure(error.kind, assignment.job.source, error.message, hint: error.hint))
            board.add(finisher.finish(assignment, JobOutcome()), at: assignment.number)
            // If no worker can be started, other jobs would fail too.
            if pool.workers.isEmpty { board.isEnding = true }
        }
    }

    private func order(_ job: Job, threads: Int) -> JobOrder {
        JobOrder(
            source: PlannedPath(job.source), name: PlannedPath(job.name), joining: job.joining,
            folder: PlannedPath(settings.folder(of: job)), work: work(job), plans: job.plans,
            choice: choice(job), overwrites: settings.overwrites, threads: threads)
    }

    /// A link's target if workers may not read it: those of a watched folder may have started before it existed.
    private func outside(_ job: Job) -> FilePath? {
        guard watch != nil, let target = job.targets.first else { return nil }
        return settings.readable.contains { Folder.contains($0, target) } ? nil : target
    }

    /// Jobs share the cores.
    private var threads: Int { max(1, min(4, Machine.cores / settings.jobs)) }
}
