internal import ClipMedia

/// What is open, on its way and over in a batch.
final class BatchBoard {
    var queue: JobQueue
    var questions = AdviceQueue()
    private(set) var summary = BatchSummary()
    /// When the batch was asked to stop.
    var interrupted: ContinuousClock.Instant?
    /// No more jobs are handed out.
    var isEnding = false
    private var results: OrderedResults
    private let stopsOnError: Bool

    init(_ queue: JobQueue, _ results: OrderedResults, stopsOnError: Bool) {
        (self.queue, self.results, self.stopsOnError) = (queue, results, stopsOnError)
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
    func failed(_ error: MediaError) -> JobResult {
        var result = JobResult(error.path)
        result.errors = [error]
        summary.count(.failed)
        return result
    }

    /// A job is over.
    func add(_ result: JobResult, at number: Int) {
        results.add(result, at: number)
        queue.end(number)
        questions.settle(number)
        // What was interrupted is as good as not begun.
        guard result.interruption == nil else { return }
        summary.count(result.status)
        summary.left -= 1
        let isFull = result.errors.contains { $0.code == .diskFull }
        if isFull || (stopsOnError && result.status == .failed) { isEnding = true }
    }

    /// Results that can be told.
    func ready() -> [JobResult] { results.ready() }

    /// All that were not told.
    func rest() -> [JobResult] { results.rest() }
}
