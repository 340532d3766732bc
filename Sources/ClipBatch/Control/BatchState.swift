internal import ClipCore
internal import ClipMedia

/// What is open, on its way and over in a batch.
///
/// Where folders are watched, a source counts by what came of it last.
final class BatchState {
    var queue: JobQueue
    var questions = AdviceQueue()
    private(set) var summary = BatchSummary()
    /// When the batch was asked to stop.
    var interrupted: ContinuousClock.Instant?
    /// No more jobs are handed out.
    var isEnding = false
    /// Jobs that were done or failed, however often.
    private(set) var worked = 0
    private var results: OrderedResults
    private let watch: FolderWatch?
    private let stopsOnError: Bool

    /// - Parameter watch: where jobs come from; nil where all are known from the beginning.
    init(_ queue: JobQueue, _ watch: FolderWatch?, stopsOnError: Bool) {
        (self.queue, self.watch, self.stopsOnError) = (queue, watch, stopsOnError)
        results = OrderedResults(isLive: watch != nil)
    }

    /// Jobs may be handed out.
    var isOpen: Bool { !isEnding && interrupted == nil }

    /// Sources that are over, and those that are not.
    var total: Int { summary.done + summary.skipped + summary.failed + summary.left }

    /// Takes in jobs.
    func add(_ jobs: [Job]) {
        queue.add(jobs)
        summary.left += jobs.count
    }

    /// What is told of a source, or of a folder, that no job is made of.
    func failed(_ error: Failure) -> JobResult {
        var result = JobResult(error.path)
        result.errors = [error]
        summary.count(.failed)
        worked += 1
        return result
    }

    /// Nothing is to be told of a job.
    func drop(_ number: Int) {
        queue.end(number)
        questions.settle(number)
        summary.left -= 1
    }

    /// A job is over.
    func add(_ result: JobResult, at number: Int) {
        let job = queue[number]
        queue.end(number)
        questions.settle(number)
        // What was interrupted is as good as not begun.
        guard result.interruption == nil else { return results.add(result, at: number) }
        summary.left -= 1
        if let watch, let job {
            let earlier = watch.end(job, result.status)
            // It went away between being noticed and being opened.
            if result.errors.first?.kind == .unreadable, SourceFacts(at: job.source) == nil { return }
            earlier.map { summary.count($0, -1) }
        }
        results.add(result, at: number)
        summary.count(result.status)
        if result.status == .skipped && result.isOlder { summary.older += 1 }
        if result.status != .skipped { worked += 1 }
        let isFull = result.errors.contains { $0.kind == .diskFull }
        if isFull || (stopsOnError && result.status == .failed) { isEnding = true }
    }

    /// Results that can be told.
    func ready() -> [JobResult] { results.ready() }

    /// All that were not told.
    func rest() -> [JobResult] { results.rest() }
}

/// Results that are told in the order of the sources, or as soon as they are there.
struct OrderedResults {
    private var waiting: [Int: JobResult] = [:]
    private var next = 0
    private let isLive: Bool

    /// - Parameter isLive: none waits for those before it.
    init(isLive: Bool = false) { self.isLive = isLive }

    mutating func add(_ result: JobResult, at number: Int) { waiting[number] = result }

    /// Those that need not wait any longer.
    mutating func ready() -> [JobResult] {
        guard !isLive else { return rest() }
        var ready: [JobResult] = []
        while let result = waiting.removeValue(forKey: next) {
            ready.append(result)
            next += 1
        }
        return ready
    }

    /// All that are left, in order.
    mutating func rest() -> [JobResult] {
        defer { waiting = [:] }
        return waiting.sorted { $0.key < $1.key }.map(\.value)
    }
}
