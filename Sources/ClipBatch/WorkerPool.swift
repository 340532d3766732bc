internal import ClipMedia
internal import Glibc
internal import LibAV

/// The workers of a batch.
final class WorkerPool {
    private let program: WorkerProgram
    private let setup: WorkerSetup
    private(set) var workers: [WorkerProcess] = []

    init(_ program: WorkerProgram, _ setup: WorkerSetup) { (self.program, self.setup) = (program, setup) }

    /// Workers that have something to do.
    var busy: [WorkerProcess] { workers.filter { $0.assignment != nil } }

    /// Gives a job to a worker that has none, or to a new one.
    ///
    /// - Parameter isFresh: to a new one in any case.
    func hand(_ assignment: Assignment, isFresh: Bool) throws(MediaError) {
        let worker: WorkerProcess
        if !isFresh, let idle = workers.first(where: { $0.assignment == nil }) {
            worker = idle
        } else {
            worker = try WorkerProcess.start(program, setup)
            workers.append(worker)
        }
        worker.assignment = assignment
        worker.lastSign = .now
        worker.tell(.trim(assignment.order))
    }

    /// Waits until a worker says something or ends, at most so many milliseconds, and tells which did.
    func wait(milliseconds: Int32) -> [WorkerProcess] {
        var places = workers.flatMap {
            [
                pollfd(fd: $0.answers, events: Int16(POLLIN), revents: 0),
                // A negative one is passed over.
                pollfd(fd: $0.isBehind ? $0.orders : -1, events: Int16(POLLOUT), revents: 0),
            ]
        }
        guard poll(&places, nfds_t(places.count), milliseconds) > 0 else { return [] }
        return workers.enumerated().compactMap { index, worker in
            if places[2 * index + 1].revents != 0 { worker.flush() }
            return places[2 * index].revents != 0 ? worker : nil
        }
    }

    /// Takes a worker out that is gone, or that says what no worker says.
    ///
    /// - Returns: what it died of.
    func bury(_ worker: WorkerProcess) -> String {
        workers.removeAll { $0 === worker }
        return worker.end() ?? "said what no worker says"
    }

    /// Takes a worker out and ends it at once.
    func kill(_ worker: WorkerProcess) {
        workers.removeAll { $0 === worker }
        worker.killNow()
    }

    /// Ends those that have nothing to do, and asks the others to stop.
    func interrupt() { workers.forEach { $0.interrupt() } }

    /// Ends all of them.
    func end() {
        workers.forEach { $0.killNow() }
        workers = []
    }
}
