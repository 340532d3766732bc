internal import ClipCore
internal import ClipMedia
internal import SystemPackage

/// A job on its way: what a batch knows of it between handing it out and its result.
final class Assignment {
    let job: Job
    /// The job's place in the order of the batch.
    let number: Int
    let order: JobOrder
    let attempt: Int
    /// Workers that were lost over it.
    let losses: Int
    /// When the job's first worker got it.
    let began: ContinuousClock.Instant
    /// When this one did.
    let handed = ContinuousClock.now
    /// What has to be made, by the requests' numbers.
    var steps: [Int: Journal.Output] = [:]
    /// What was there already; older ones were made by another version.
    var finished: [(number: Int, output: Journal.Output, attempt: Int, isOlder: Bool)] = []
    /// Files that may be replaced as long as they are like this.
    var known: [NamedFile] = []
    /// What the batch itself has against outputs.
    var errors: [Failure] = []
    var progress: JobProgress?
    /// The batch has decided what is made.
    var isDecided = false
    /// Nothing of it has to be made.
    var isFinished: Bool { isDecided && steps.isEmpty && errors.isEmpty }
    /// The clip's length in seconds, as soon as it is known.
    var duration = 0.0

    init(
        _ job: Job, number: Int, _ order: JobOrder, attempt: Int, losses: Int = 0,
        began: ContinuousClock.Instant = .now
    ) {
        (self.job, self.number, self.order) = (job, number, order)
        (self.attempt, self.losses, self.began) = (attempt, losses, began)
    }
}
