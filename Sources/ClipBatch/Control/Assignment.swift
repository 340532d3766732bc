internal import ClipCore
internal import ClipMedia

/// A job in progress: the batch's state of it, from assignment to result.
final class Assignment {
    let job: Job
    /// Index of the job in the batch.
    let number: Int
    let order: JobOrder
    let attempt: Int
    /// Number of workers lost on it.
    let losses: Int
    /// When its first worker got it.
    let began: ContinuousClock.Instant
    /// When the current worker got it.
    let handed = ContinuousClock.now
    /// Outputs to make, by request number.
    var steps: [Int: Journal.Output] = [:]
    /// Existing outputs; older ones were made by another version.
    var finished: [(number: Int, output: Journal.Output, attempt: Int, isOlder: Bool)] = []
    /// Files that may be replaced while unchanged.
    var known: [NamedFile] = []
    /// The batch's own objections to outputs.
    var errors: [Failure] = []
    var progress: JobProgress?
    /// Whether the batch has decided what to make.
    var isDecided = false
    /// Whether nothing needs to be made.
    var isFinished: Bool { isDecided && steps.isEmpty && errors.isEmpty }
    /// The clip's length in seconds, once known.
    var duration = 0.0

    init(
        _ job: Job, number: Int, _ order: JobOrder, attempt: Int, losses: Int = 0,
        began: ContinuousClock.Instant = .now
    ) {
        (self.job, self.number, self.order) = (job, number, order)
        (self.attempt, self.losses, self.began) = (attempt, losses, began)
    }
}
