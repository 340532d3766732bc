internal import ClipCore
internal import ClipMedia

/// State of a batch: waiting, running and finished jobs.
///
/// With watched folders a source counts by its latest result.
final class BatchState {
    var queue: JobQueue
    var questions = AdviceQueue()
    private(set) var summary = BatchSummary()
    /// When the stop was requested.
    var interrupted: ContinuousClock.Instant?
    /// Whether assigning jobs has ended.
    var isEnding = false
    /// Jobs done or failed, including repeats.
    private(set) var worked = 0
    private var results: OrderedResults
    private let watch: FolderWatch?
    private let stopsOnError: Bool

    /// - Parameter watch: source of jobs; nil if all are known from the beginning.
    init(_ queue: JobQueue, _ watch: FolderWatch?, stopsOnError: Bool) {
        (self.queue, self.watch, self.stopsOnError) = (queue, watch, stopsOnError)
        results = OrderedResults(isLive: watch != nil)
    }

    /// Whether jobs may be assigned.
    var isOpen: Bool { !isEnding && interrupted == nil }

    /// Finished and unfinished sources.
    var total: Int { summary.done + summary.skipped + summary.failed + summary.left }

    func add(_ jobs: [Job]) {
        queue.add(jobs)
        summary.left += jobs.count
    }

    /// Result for a source or folder that failed before it became a job.
    func failed(_ error: Failure) -> JobResult {
        var result = JobResult(error.path)
        result.errors = [error]
        summary.count(.failed)
        worked += 1
        return result
    }

    /// Ends a job without a result.
    func drop(_ number: Int) {
        queue.end(number)
        questions.settle(number)
        summary.left -= 1
    }

    func add(_ result: JobResult, at number: Int) {
        let job = queue[number]
        queue.end(number)
        questions.settle(number)
        // An interrupted job counts as not begun.
        guard result.interruption == nil else { return results.add(result, at: number) }
        summary.left -= 1
        if let watch, let job {
            let earlier = watch.end(job, result.status)
            // It disappeared between notice and opening.
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

    /// Results to report now.
    func ready() -> [JobResult] { results.ready() }

    func rest() -> [JobResult] { results.rest() }
}

/// Releases results in the order of the sources, or immediately.
struct OrderedResults {
    private var waiting: [Int: JobResult] = [:]
    private var next = 0
    private let isLive: Bool

    /// - Parameter isLive: release results immediately.
    init(isLive: Bool = false) { self.isLive = isLive }

    mutating func add(_ result: JobResult, at number: Int) { waiting[number] = result }

    /// Results whose turn has come.
    mutating func ready() -> [JobResult] {
        guard !isLive else { return rest() }
        var ready: [JobResult] = []
        while let result = waiting.removeValue(forKey: next) {
            ready.append(result)
            next += 1
        }
        return ready
    }

    /// All remaining results, in order.
    mutating func rest() -> [JobResult] {
        defer { waiting = [:] }
        return waiting.sorted { $0.key < $1.key }.map(\.value)
    }
}
