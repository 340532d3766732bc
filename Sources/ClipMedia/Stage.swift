internal import Foundation
internal import LibAV

/// A thread of a pipeline.
///
/// What its work captures belongs to that thread until ``join()`` has returned.
final class Stage {
    private let isDone = DispatchSemaphore(value: 0)

    /// Starts a thread that does `work` and ends.
    ///
    /// - Parameter name: what debuggers call the thread.
    init(_ name: String, _ work: @escaping () -> Void) {
        // The giver touches nothing of it before it has joined: that is the class's contract.
        nonisolated(unsafe) let work = work
        let isDone = isDone
        let thread = Thread {
            AVLog.begin()
            work()
            AVLog.end()
            isDone.signal()
        }
        thread.name = name
        thread.start()
    }

    /// Waits for the end of the work; to be called once.
    func join() { isDone.wait() }

    /// Waits for the end of the work for so long; true when it has ended, and ``join()`` is not to be called then.
    func join(within duration: Duration) -> Bool {
        let nanoseconds = Int(duration / .nanoseconds(1))
        return isDone.wait(timeout: .now() + .nanoseconds(nanoseconds)) == .success
    }
}
