internal import SystemPackage

/// The jobs of a batch in their order. A job waits for earlier ones whose outputs could have its names, so that the
/// names do not depend on which of them is faster.
struct JobQueue {
    private let jobs: [Job]
    /// Jobs that are not handed out, by their numbers, in order.
    private var open: [Int]
    private let rivals: [FilePath]
    /// Jobs on their way whose outputs' names are not known yet.
    private var undecided: [Int: FilePath] = [:]
    /// Jobs that another batch has, and when to ask for them again.
    private var postponed: [Int: ContinuousClock.Instant] = [:]

    /// - Parameter name: what the names of a job's outputs begin with.
    init(_ jobs: [Job], _ name: (Job) -> FilePath = { $0.place }) {
        self.jobs = jobs
        open = Array(jobs.indices.reversed())
        rivals = jobs.map(name)
    }

    /// The next job that can be handed out, and its number.
    mutating func next() -> (Int, Job)? {
        for (number, moment) in postponed where moment <= .now {
            postponed[number] = nil
            open.append(number)
        }
        guard let place = open.lastIndex(where: { !undecided.values.contains(rivals[$0]) }) else {
            return nil
        }
        let number = open.remove(at: place)
        undecided[number] = rivals[number]
        return (number, jobs[number])
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
}
