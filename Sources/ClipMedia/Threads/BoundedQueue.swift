internal import Foundation
internal import LibAV

/// A first-in, first-out queue of limited capacity between two threads.
///
/// Both ends can give up: the producer with an error, which the consumer then receives, the consumer with
/// ``stop()``. Waiting ends within 50 ms of a signal that requests the stop.
///
/// Elements change owner: the producer does not touch them afterwards.
final class BoundedQueue<Element>: @unchecked Sendable {
    // Sendable: all state is accessed only with `condition` locked.
    private let condition = NSCondition()
    private let capacity: Int
    private let weight: @Sendable (Element) -> Int
    private var elements: [Element] = []
    private var load = 0
    private var isFinished = false
    private var isStopped = false
    private var failure: (any Error)?

    /// Creates a queue that accepts elements until their weights reach `capacity`; one element always fits.
    init(capacity: Int, weight: @escaping @Sendable (Element) -> Int = { _ in 1 }) {
        (self.capacity, self.weight) = (capacity, weight)
    }

    /// Waits for room and appends; false if the consumer has stopped.
    ///
    /// - Throws: an ``AVFailure`` that ``AVFailure/isInterruption`` after a signal.
    func put(_ element: Element) throws -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while load >= capacity, !isStopped { try wait() }
        guard !isStopped else { return false }
        elements.append(element)
        load += weight(element)
        condition.broadcast()
        return true
    }

    /// Waits for the next element; nil after the last one.
    ///
    /// - Throws: the producer's error; an ``AVFailure`` that ``AVFailure/isInterruption`` after a signal.
    func take() throws -> Element? {
        condition.lock()
        defer { condition.unlock() }
        while elements.isEmpty {
            if let failure { throw failure }
            if isFinished || isStopped { return nil }
            try wait()
        }
        let element = elements.removeFirst()
        load -= weight(element)
        condition.broadcast()
        return element
    }

    /// Signals the end of elements.
    func finish() { change { $0.isFinished = true } }

    /// Signals the end of elements because of an error.
    func fail(_ error: any Error) { change { $0.failure = $0.failure ?? error } }

    /// Signals that no more elements are wanted; drops waiting ones.
    func stop() {
        change {
            $0.isStopped = true
            $0.elements = []
            $0.load = 0
        }
    }

    private func change(_ body: (BoundedQueue) -> Void) {
        condition.lock()
        body(self)
        condition.broadcast()
        condition.unlock()
    }

    private func wait() throws {
        _ = condition.wait(until: Date(timeIntervalSinceNow: 0.05))
        try Interruption.check("wait for another thread")
    }
}
