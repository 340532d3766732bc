internal import CPlatform
internal import GRDB
internal import SystemLibrary

/// Keeps a database open for as long as this object exists.
///
/// Freeing a GRDB queue starts a libdispatch thread. libdispatch then reads `/proc/TID/stat` of its threads once
/// per second while work waits, and kills the process (SIGILL) if that is forbidden, as in a sandbox; and a process
/// with threads cannot be sandboxed completely. So in these cases the queue is closed and leaked, about a kilobyte.
final class OpenDatabase: Sendable {
    private let queue: DatabaseQueue

    init(_ queue: DatabaseQueue) { self.queue = queue }

    deinit {
        guard !Self.hasThreadsInReach, (try? queue.close()) != nil else { return }
        _ = Unmanaged.passRetained(queue)
    }

    /// Keeps the database open until `body` returns.
    func use<Value>(_ body: (DatabaseQueue) throws -> Value) rethrows -> Value { try body(queue) }

    /// Whether the process has several threads and may read their state.
    private static var hasThreadsInReach: Bool {
        guard clipfit_threads() > 1 else { return false }
        let file = open("/proc/self/stat", O_RDONLY | O_CLOEXEC)
        if file >= 0 { close(file) }
        return file >= 0
    }
}
