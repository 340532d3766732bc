internal import ClipCore
internal import ClipMedia
internal import LibAV
internal import SystemLibrary
internal import SystemPackage

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
    /// - Parameters:
    ///   - isFresh: to a new one in any case.
    ///   - file: what it has to read beyond what workers may; it is a new one then.
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

    /// Waits until a worker says something or ends, or something can be read from `other`, and tells which workers did.
    ///
    /// - Parameter milliseconds: to wait at most.
    func wait(milliseconds: Int32, or other: Int32 = -1) -> [WorkerProcess] {
        var places = workers.flatMap {
            [
                pollfd(fd: $0.answers, events: Int16(POLLIN), revents: 0),
                // A negative one is passed over.
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

    /// Ends those that had nothing to do for so long.
    func dismiss(idleFor pause: Duration) {
        for worker in workers where worker.assignment == nil && .now - worker.lastSign > pause {
            kill(worker)
        }
    }

    /// Ends those that have nothing to do, and asks the others to stop.
    func interrupt() { workers.forEach { $0.interrupt() } }

    /// Ends all of them.
    func end() {
        workers.forEach { $0.killNow() }
        workers = []
    }
}
