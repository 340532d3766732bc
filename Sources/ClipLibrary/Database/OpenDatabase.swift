internal import GRDB
internal import SystemLibrary

/// A database that is open for as long as somebody holds this.
///
/// A queue of GRDB's that is freed leaves work to a thread of libdispatch. That looks into `/proc/TID/stat` of its threads from then
/// on, once a second while work waits, and ends the process (SIGILL) where it may not, as in one that is confined; and a process
/// that has threads is not confined wholly. The queue is closed and kept then, about a kilobyte.
final class OpenDatabase: Sendable {
    private let queue: DatabaseQueue

    init(_ queue: DatabaseQueue) { self.queue = queue }

    deinit {
        guard !Self.hasThreadsInReach, (try? queue.close()) != nil else { return }
        _ = Unmanaged.passRetained(queue)
    }

    /// Keeps it open until `body` has returned.
    func use<Value>(_ body: (DatabaseQueue) throws -> Value) rethrows -> Value { try body(queue) }

    /// The process has more than one thread, and may look at them.
    private static var hasThreadsInReach: Bool {
        var facts = stat()
        // It holds a folder a thread.
        guard stat("/proc/self/task", &facts) == 0, facts.st_nlink > 3 else { return false }
        let file = open("/proc/self/stat", O_RDONLY | O_CLOEXEC)
        if file >= 0 { close(file) }
        return file >= 0
    }
}
