internal import ClipCore
internal import ClipMedia
internal import LibAV
internal import SystemLibrary

/// Receives workers' messages and answers them.
final class WorkerListener {
    private let board: BatchState
    private let pool: WorkerPool
    private let decider: OutputDecider
    private let finisher: JobFinisher
    private let guardian: WorkerGuardian
    private let noter: OutputNoter
    private let store: (any AnalysisStore)?

    /// - Parameter store: cache of analyses; nil for none.
    init(
        _ board: BatchState, _ pool: WorkerPool, _ decider: OutputDecider, _ finisher: JobFinisher,
        _ guardian: WorkerGuardian, _ noter: OutputNoter, _ store: (any AnalysisStore)?
    ) {
        (self.board, self.pool, self.decider) = (board, pool, decider)
        (self.finisher, self.guardian, self.noter, self.store) = (finisher, guardian, noter, store)
    }

    /// Handles a worker's messages since the last call, or its death.
    func hear(_ worker: WorkerProcess) {
        guard let answers = worker.hear() else {
            let assignment = worker.assignment
            let cause = pool.bury(worker)
            if let assignment { guardian.lost(assignment, cause) }
            return
        }
        for answer in answers { take(answer, worker) }
    }

    private func take(_ answer: WorkerAnswer, _ worker: WorkerProcess) {
        worker.lastSign = .now
        switch answer {
        case .recall(let identity):
            let known = store?.analysis(of: identity).map { AnalysisCoding.bytes(of: $0) }
            worker.tell(.recalled(bytes: known.map { Data($0) }))
        case .keep(let identity, let bytes):
            if let analysis = AnalysisCoding.analysis(of: [UInt8](bytes)) {
                store?.keep(analysis, of: identity)
            }
        case .planned(let planned):
            guard let assignment = worker.assignment else { return }
            worker.tell(.verdict(verdict(on: planned, assignment)))
        case .advise(let question):
            worker.assignment.map { board.questions.ask(question, for: $0.number, worker) }
        case .progress(let progress): worker.assignment?.progress = progress
        case .naming(let file):
            guard let assignment = worker.assignment else { return }
            do throws(Failure) {
                try noter.note(file, assignment)
                worker.tell(.noted)
            } catch { worker.tell(.refusal(error)) }
        case .finished(let outcome):
            guard let assignment = worker.assignment else { return }
            guard Interruption.signal != nil || !outcome.errors.contains(where: { $0.kind.signal != nil })
            else {
                pool.kill(worker)
                return guardian.lost(assignment, "was asked by somebody else to end")
            }
            worker.assignment = nil
            board.add(finisher.finish(assignment, outcome), at: assignment.number)
        case .ready: break
        }
    }

    private func verdict(on planned: PlannedJob, _ assignment: Assignment) -> Verdict {
        assignment.duration = planned.duration.seconds
        let verdict = decider.decide(planned, assignment)
        if assignment.isDecided {
            board.queue.decided(assignment.number)
            if verdict.isFinished { board.questions.settle(assignment.number) }
        }
        return verdict
    }
}
