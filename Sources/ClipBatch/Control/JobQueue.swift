internal import SystemPackage

/// Unfinished jobs of a batch, in order; more may be added at any time. A job waits for earlier ones with
/// possibly equal output names, so that names do not depend on which is faster.
struct JobQueue {
    /// Number of jobs ever added: the index of the next one.
    private(set) var count = 0
    private var jobs: [Int: (job: Job, rival: FilePath)] = [:]
    /// Indices of jobs not yet assigned, last one first.
    private var open: [Int] = []
    /// Running jobs whose output names are not known yet.
    private var undecided: [Int: FilePath] = [:]
    /// Jobs that another batch has claimed, with the time of the next attempt.
    private var postponed: [Int: ContinuousClock.Instant] = [:]
    private let name: (Job) -> FilePath

    /// - Parameter name: the prefix of a job's output names.
    init(_ name: @escaping (Job) -> FilePath = { $0.place }) { self.name = name }

    mutating func add(_ more: [Job]) {
        let numbers = count..<count + more.count
        for (number, job) in zip(numbers, more) { jobs[number] = (job, name(job)) }
        open.insert(contentsOf: numbers.reversed(), at: 0)
        count = numbers.upperBound
    }

    subscript(number: Int) -> Job? { jobs[number]?.job }

    /// The next job to assign, with its index.
    mutating func next() -> (Int, Job)? {
        for (number, moment) in postponed where moment <= .now {
            postponed[number] = nil
            open.append(number)
        }
        guard
            let place = open.lastIndex(where: { number in
                !undecided.values.contains { $0 == jobs[number]?.rival }
            })
        else { return nil }
        let number = open.remove(at: place)
        guard let next = jobs[number] else { return nil }
        undecided[number] = next.rival
        return (number, next.job)
    }

    /// Whether there are jobs not yet assigned.
    var hasMore: Bool { !postponed.isEmpty || !open.isEmpty }
    /// Their indices.
    var rest: [Int] { open + postponed.keys }

    /// Retries an assigned job later.
    mutating func postpone(_ number: Int, until moment: ContinuousClock.Instant) {
        undecided[number] = nil
        postponed[number] = moment
    }

    /// Marks that a job's output names are known.
    mutating func decided(_ number: Int) { undecided[number] = nil }

    /// Removes a finished job.
    mutating func end(_ number: Int) { (undecided[number], jobs[number]) = (nil, nil) }
}
