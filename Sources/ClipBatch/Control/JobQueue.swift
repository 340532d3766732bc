internal import SystemPackage

/// The jobs of a batch in their order, as long as they are not over; more may come at any time. A job waits for earlier ones
/// whose outputs could have its names, so that the names do not depend on which of them is faster.
struct JobQueue {
    /// How many ever came: the number of the next one.
    private(set) var count = 0
    private var jobs: [Int: (job: Job, rival: FilePath)] = [:]
    /// Jobs that are not handed out, by their numbers, the last one first.
    private var open: [Int] = []
    /// Jobs on their way whose outputs' names are not known yet.
    private var undecided: [Int: FilePath] = [:]
    /// Jobs that another batch has, and when to ask for them again.
    private var postponed: [Int: ContinuousClock.Instant] = [:]
    private let name: (Job) -> FilePath

    /// - Parameter name: what the names of a job's outputs begin with.
    init(_ name: @escaping (Job) -> FilePath = { $0.place }) { self.name = name }

    /// Takes in jobs, behind those that came before.
    mutating func add(_ more: [Job]) {
        let numbers = count..<count + more.count
        for (number, job) in zip(numbers, more) { jobs[number] = (job, name(job)) }
        open.insert(contentsOf: numbers.reversed(), at: 0)
        count = numbers.upperBound
    }

    /// A job that is not over.
    subscript(number: Int) -> Job? { jobs[number]?.job }

    /// The next job that can be handed out, and its number.
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

    /// There are jobs that are not handed out.
    var hasMore: Bool { !postponed.isEmpty || !open.isEmpty }
    /// Their numbers.
    var rest: [Int] { open + postponed.keys }

    /// Asks for a job that was handed out again, later.
    mutating func postpone(_ number: Int, until moment: ContinuousClock.Instant) {
        undecided[number] = nil
        postponed[number] = moment
    }

    /// The names of a job's outputs are known.
    mutating func decided(_ number: Int) { undecided[number] = nil }

    /// Nothing more is to be done for a job.
    mutating func end(_ number: Int) { (undecided[number], jobs[number]) = (nil, nil) }
}
