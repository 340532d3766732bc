internal import Foundation
internal import LibAV

/// A first-in, first-out queue from one thread to another that holds so much and no more.
///
/// Both ends can give up: the giver with an error, which the taker gets in its place, the taker by ``stop()``. Waiting
/// ends within 50 ms of a signal that asks for the stop.
///
/// Elements are handed over: the giver does not touch them afterwards.
final class BoundedQueue<Element>: @unchecked Sendable {
    // Sendable, because all state is touched only with `condition` locked.
    private let condition = NSCondition()
    private let capacity: Int
    private let weight: @Sendable (Element) -> Int
    private var elements: [Element] = []
    private var load = 0
    private var isFinished = false
    private var isStopped = false
    private var failure: (any Error)?

    /// A queue that takes elements until their weights come to `capacity`; one element always fits.
    init(capacity: Int, weight: @escaping @Sendable (Element) -> Int = { _ in 1 }) {
        (self.capacity, self.weight) = (capacity, weight)
    }

    /// Waits for room and appends; false when nobody takes any more.
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

    /// Waits for the next element; nil behind the last one.
    ///
    /// - Throws: what the giver failed with; an ``AVFailure`` that ``AVFailure/isInterruption`` after a signal.
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

    /// Says that no more elements come.
    func finish() { change { $0.isFinished = true } }

    /// Says that no more elements come because of an error.
    func fail(_ error: any Error) { change { $0.failure = $0.failure ?? error } }

    /// Says that no more elements are wanted; those that wait are dropped.
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
