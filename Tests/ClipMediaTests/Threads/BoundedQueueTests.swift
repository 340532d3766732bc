import Synchronization
import Testing

@testable import ClipMedia

@Suite struct BoundedQueueTests {
    struct Trouble: Error, Equatable { let number: Int }

    @Test func `hands on all elements in their order, and never holds more than its capacity`() throws {
        let queue = BoundedQueue<Int>(capacity: 3)
        let inside = Atomic<Int>(0)
        let most = Atomic<Int>(0)
        let giver = try PipelineThread("give") {
            for number in 0..<500 {
                _ = try? queue.put(number)
                most.max(inside.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
            }
            queue.finish()
        }
        var got: [Int] = []
        while let number = try queue.take() {
            got.append(number)
            inside.subtract(1, ordering: .relaxed)
        }
        giver.join()
        #expect(got == Array(0..<500))
        // The counter is raised after the element is in: one more may be on its way at each end.
        let seen = most.load(ordering: .relaxed)
        #expect(seen <= 5)
    }

    @Test func `takes one element that weighs more than its capacity`() throws {
        let queue = BoundedQueue<Int>(capacity: 10) { $0 }
        #expect(try queue.put(1000))
        #expect(try queue.take() == 1000)
    }

    @Test func `gives the giver's error behind what was given before it`() throws {
        let queue = BoundedQueue<Int>(capacity: 3)
        #expect(try queue.put(1))
        queue.fail(Trouble(number: 7))
        #expect(try queue.take() == 1)
        #expect(throws: Trouble(number: 7)) { try queue.take() }
    }

    @Test func `wakes a giver that waits for room when the taker stops`() throws {
        let queue = BoundedQueue<Int>(capacity: 1)
        let isTaken = Atomic<Bool>(true)
        #expect(try queue.put(1))
        let giver = try PipelineThread("give") {
            isTaken.store((try? queue.put(2)) ?? true, ordering: .relaxed)
        }
        queue.stop()
        giver.join()
        let taken = isTaken.load(ordering: .relaxed)
        #expect(!taken)
        #expect(try queue.take() == nil)
    }
}
