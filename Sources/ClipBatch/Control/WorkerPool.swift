internal import ClipCore
internal import ClipMedia
internal import LibAV
internal import SystemLibrary

/// The workers of a batch.
final class WorkerPool {
    private let program: WorkerProgram
    private let setup: WorkerSetup
    private(set) var workers: [WorkerProcess] = []

    init(_ program: WorkerProgram, _ setup: WorkerSetup) { (self.program, self.setup) = (program, setup) }

    var busy: [WorkerProcess] { workers.filter { $0.assignment != nil } }

    /// Assigns a job to an idle worker or a new one.
    ///
    /// - Parameters:
    ///   - isFresh: always use a new worker.
    ///   - file: an extra file that the worker may read; this always uses a new worker.
    func hand(_ assignment: Assignment, isFresh: Bool, reading file: FilePath? = nil) throws(Failure) {
        let worker: WorkerProcess
        let idle = workers.first { $0.assignment == nil }
        if !isFresh, file == nil, let idle {
            worker = idle
        } else {
            if file != nil, let idle { kill(idle) }
            worker = try WorkerProcess.start(program, file.map(setup.reading) ?? setup)
            workers.append(worker)
        }
        worker.assignment = assignment
        worker.lastSign = .now
        worker.tell(.trim(assignment.order))
    }

    /// Waits until a worker sends something or ends, or `other` is readable; returns workers with messages.
    ///
    /// - Parameter milliseconds: maximum wait.
    func wait(milliseconds: Int32, or other: Int32 = -1) -> [WorkerProcess] {
        var places = workers.flatMap {
            [
                pollfd(fd: $0.answers, events: Int16(POLLIN), revents: 0),
                // poll ignores negative descriptors.
                pollfd(fd: $0.isBehind ? $0.orders : -1, events: Int16(POLLOUT), revents: 0),
            ]
        }
        places.append(pollfd(fd: other, events: Int16(POLLIN), revents: 0))
        guard poll(&places, nfds_t(places.count), milliseconds) > 0 else { return [] }
        return workers.enumerated().compactMap { index, worker in
            if places[2 * index + 1].revents != 0 { worker.flush() }
            return places[2 * index].revents != 0 ? worker : nil
        }
    }

    /// Removes a worker that died or sent an invalid message. Returns the cause of death.
    func bury(_ worker: WorkerProcess) -> String {
        workers.removeAll { $0 === worker }
        return worker.end() ?? "said what no worker says"
    }

    func kill(_ worker: WorkerProcess) {
        workers.removeAll { $0 === worker }
        worker.killNow()
    }

    /// Stops workers that were idle for `pause`.
    func dismiss(idleFor pause: Duration) {
        for worker in workers where worker.assignment == nil && .now - worker.lastSign > pause {
            kill(worker)
        }
    }

    /// Stops idle workers, and asks the others to stop.
    func interrupt() { workers.forEach { $0.interrupt() } }

    /// Stops all workers.
    func end() {
        workers.forEach { $0.killNow() }
        workers = []
    }
}
