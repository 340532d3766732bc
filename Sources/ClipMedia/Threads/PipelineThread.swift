internal import Foundation
internal import LibAV
internal import SystemLibrary

/// A thread of a pipeline.
///
/// Everything that its work captures belongs to that thread until ``join()`` returns.
final class PipelineThread {
    private let isDone = DispatchSemaphore(value: 0)

    /// Starts a thread that runs `work` and ends.
    ///
    /// - Parameter name: short name of its work.
    /// - Throws: an ``AVFailure`` that ``AVFailure/isMemoryShort`` if the system gives no thread.
    init(_ name: String, _ work: @escaping () -> Void) throws(AVFailure) {
        // Safe by the class's contract: the caller does not touch captured state before it has joined.
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

    /// Starts a thread that does `work`.
    ///
    /// - Parameter failed: is given what `work` throws, on that thread, or the failure to start it.
    /// - Returns: nil if it did not start.
    static func start(
        _ name: String, _ work: @escaping () throws -> Void, failed: @escaping (any Error) -> Void
    ) -> PipelineThread? {
        do throws(AVFailure) {
            return try PipelineThread(name) { do { try work() } catch { failed(error) } }
        } catch {
            failed(error)
            return nil
        }
    }

    private final class Body {
        let work: () -> Void

        init(_ work: @escaping () -> Void) { self.work = work }
    }

    /// Waits for the end of the work; call once.
    func join() { isDone.wait() }

    /// Waits up to `duration` for the end of the work; if it returns true, do not call ``join()``.
    func join(within duration: Duration) -> Bool {
        let nanoseconds = Int(duration / .nanoseconds(1))
        return isDone.wait(timeout: .now() + .nanoseconds(nanoseconds)) == .success
    }
}
