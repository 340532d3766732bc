internal import ClipCore
internal import ClipEditing
internal import ClipMedia

/// Answers workers' questions in the order of the sources. So earlier choices count for later clips no matter
/// which worker is faster.
struct AdviceQueue {
    /// Answers by job: after the loss of a worker the job gets the same one.
    private var answers: [Int: Result<MusicAndLook, Failure>] = [:]
    private var waiting: [Int: (worker: WorkerProcess, question: ClipQuestion)] = [:]
    /// Jobs after ``next`` that will not ask; none before ``next`` will either.
    private var settled: Set<Int> = []
    private var next = 0

    /// Number of jobs whose workers wait.
    var count: Int { waiting.count }

    mutating func ask(_ question: ClipQuestion, for number: Int, _ worker: WorkerProcess) {
        waiting[number] = (worker, question)
    }

    /// Withdraws a lost worker's question; the job's next worker may ask again.
    mutating func withdraw(_ number: Int) { waiting[number] = nil }

    /// Whether the worker waits for an answer.
    func holds(_ worker: WorkerProcess) -> Bool { waiting.values.contains { $0.worker === worker } }

    /// Marks that a job will not ask, so that later jobs need not wait. If it asks anyway, it is answered.
    mutating func settle(_ number: Int) {
        (waiting[number], answers[number]) = (nil, nil)
        pass(number)
    }

    private mutating func pass(_ number: Int) {
        if number >= next { settled.insert(number) }
        while settled.remove(next) != nil { next += 1 }
    }

    /// Answers all questions whose turn has come.
    mutating func answer(_ advise: (Int, ClipQuestion) -> Result<MusicAndLook, Failure>) {
        for (number, asked) in waiting.sorted(by: { $0.key < $1.key })
        where answers[number] != nil || number < next || settled.contains(number) {
            tell(answers[number] ?? advise(number, asked.question), asked.worker, number)
        }
        while let asked = waiting[next] { tell(advise(next, asked.question), asked.worker, next) }
    }

    private mutating func tell(
        _ answer: Result<MusicAndLook, Failure>, _ worker: WorkerProcess, _ number: Int
    ) {
        (waiting[number], answers[number]) = (nil, answer)
        pass(number)
        switch answer {
        case .success(let accompaniment): worker.tell(.accompaniment(accompaniment))
        case .failure(let error): worker.tell(.refusal(error))
        }
    }
}
