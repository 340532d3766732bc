internal import ClipCore
internal import ClipMedia
internal import LibAV

/// Limits the damage of workers that die, hang or ignore a stop to their own job.
final class WorkerGuardian {
    private let limits: WorkerLimits
    private let board: BatchState
    private let pool: WorkerPool
    private let decider: OutputDecider
    private let finisher: JobFinisher
    private let dispatcher: JobDispatcher
    /// When the workers' clocks were last checked.
    private var looked = ContinuousClock.now

    init(
        _ limits: WorkerLimits, _ board: BatchState, _ pool: WorkerPool, _ decider: OutputDecider,
        _ finisher: JobFinisher, _ dispatcher: JobDispatcher
    ) {
        (self.limits, self.board, self.pool) = (limits, board, pool)
        (self.decider, self.finisher, self.dispatcher) = (decider, finisher, dispatcher)
    }

    /// Handles a lost worker: retries its job once.
    func lost(_ assignment: Assignment, _ cause: String) {
        for step in assignment.steps.values { Leftovers.remove(of: step.path) }
        decider.release(assignment.job.source)
        board.questions.withdraw(assignment.number)
        if let signal = Interruption.signal {
            return give(
                up: assignment, Failure(.interrupted(by: signal), assignment.job.source, "interrupted"))
        }
        guard assignment.losses > 0 else { return dispatcher.handAgain(assignment) }
        let read = assignment.progress?.file?.path
        give(
            up: assignment,
            Failure(
                .workerLost, read ?? assignment.job.source, "the worker on it \(cause), twice",
                hint: "does it play? 'clipfit probe' tells what it is"))
    }

    private func give(up assignment: Assignment, _ error: Failure) {
        assignment.errors = [error]
        board.add(finisher.finish(assignment, JobOutcome()), at: assignment.number)
    }

    /// Asks all workers to stop if the batch was asked to.
    func checkSignal() {
        guard Interruption.signal != nil, board.interrupted == nil else { return }
        board.interrupted = .now
        pool.interrupt()
    }

    /// Stops workers that hang or take too long.
    func checkClocks() {
        defer { looked = .now }
        // The batch itself was stopped, e.g. with the machine: its workers cannot be judged.
        if .now - looked > .seconds(5) {
            for worker in pool.busy { worker.lastSign = .now }
            return
        }
        // Workers stop quickly; one that does not hangs.
        let isOver = board.interrupted.map { ContinuousClock.now - $0 > .seconds(10) } ?? false
        for worker in pool.busy {
            guard let assignment = worker.assignment else { continue }
            let patience = limits.patience(assignment.duration)
            let still = (ContinuousClock.now - worker.lastSign) / .seconds(1)
            let spent = (ContinuousClock.now - assignment.handed) / .seconds(1)
            if isOver || still > patience {
                pool.kill(worker)
                lost(assignment, "stood still for \(Int(still)) s")
            } else if spent > limits.deadline(assignment.duration) {
                pool.kill(worker)
                lost(assignment, "was not done after \(Int(spent)) s")
            }
        }
    }
}
