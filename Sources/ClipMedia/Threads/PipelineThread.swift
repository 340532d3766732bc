internal import Foundation
internal import LibAV
internal import SystemLibrary

/// A thread of a pipeline.
///
/// What its work captures belongs to that thread until ``join()`` has returned.
final class PipelineThread {
    private let isDone = DispatchSemaphore(value: 0)

    /// Starts a thread that does `work` and ends.
    ///
    /// - Parameter name: what it does, in a word.
    /// - Throws: a failure that ``AVFailure/isMemoryShort`` where the system gives no thread.
    init(_ name: String, _ work: @escaping () -> Void) throws(AVFailure) {
        // The giver touches nothing of it before it has joined: that is the class's contract.
        nonisolated(unsafe) let work = work
        let isDone = isDone
        let body = Unmanaged.passRetained(
            Body {
                AVLog.begin()
                work()
                AVLog.end()
                isDone.signal()
            })
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { body in
                Unmanaged<Body>.fromOpaque(body!).takeRetainedValue().work()
                return nil
            }, body.toOpaque())
        guard result == 0 else {
            body.release()
            throw AVFailure(noThread: name, code: result)
        }
        pthread_detach(thread)
    }

    private final class Body {
        let work: () -> Void

        init(_ work: @escaping () -> Void) { self.work = work }
    }

    /// Waits for the end of the work; to be called once.
    func join() { isDone.wait() }

    /// Waits for the end of the work for so long; true when it has ended, and ``join()`` is not to be called then.
    func join(within duration: Duration) -> Bool {
        let nanoseconds = Int(duration / .nanoseconds(1))
        return isDone.wait(timeout: .now() + .nanoseconds(nanoseconds)) == .success
    }
}
