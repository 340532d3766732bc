internal import ClipCore
internal import ClipEditing
internal import ClipMedia

/// Questions of workers that are answered in the order of the sources, so that what was chosen for one clip counts for the
/// next one whichever is faster.
struct AdviceQueue {
    /// Answers, by jobs: a job whose worker was lost gets its own again.
    private var answers: [Int: Result<MusicAndLook, Failure>] = [:]
    private var waiting: [Int: (worker: WorkerProcess, question: ClipQuestion)] = [:]
    /// Jobs behind the next one that will not ask any more; those before it will not either.
    private var settled: Set<Int> = []
    private var next = 0

    /// Jobs whose workers wait.
    var count: Int { waiting.count }

    /// A worker asks.
    mutating func ask(_ question: ClipQuestion, for number: Int, _ worker: WorkerProcess) {
        waiting[number] = (worker, question)
    }

    /// A job's worker is gone, and its next one may ask again.
    mutating func withdraw(_ number: Int) { waiting[number] = nil }

    /// The worker waits for an answer.
    func holds(_ worker: WorkerProcess) -> Bool { waiting.values.contains { $0.worker === worker } }

    /// A job has no questions, or none any more: those behind it need not wait. One that asks all the same is answered.
    mutating func settle(_ number: Int) {
        (waiting[number], answers[number]) = (nil, nil)
        pass(number)
    }

    private mutating func pass(_ number: Int) {
        if number >= next { settled.insert(number) }
        while settled.remove(next) != nil { next += 1 }
    }

    /// Answers whoever is next.
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
