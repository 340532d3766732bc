import ClipCore
import ClipMedia
import Recommendation
import SystemPackage
import Testing

@testable import ClipBatch
@testable import ClipEditing

@Suite struct AdviceQueueTests {
    private var queue = AdviceQueue()
    /// A process that waits, as a worker does that has asked; what it would be told stays in its pipe.
    private let worker: WorkerProcess

    init() throws {
        worker = try WorkerProcess.start(
            WorkerProgram("/bin/sleep", arguments: ["sleep", "1000"]),
            WorkerSetup(parent: 0, isDryRun: true, portrays: false, limits: WorkerLimits()))
    }

    private mutating func ask(_ numbers: Int...) {
        for number in numbers {
            queue.ask(ClipQuestion(ClipFeatures(duration: 1), identity: "\(number)"), for: number, worker)
        }
    }

    /// Answers, and tells for which jobs something was chosen, in that order.
    private mutating func chosen() -> [Int] {
        var chosen: [Int] = []
        queue.answer { number, question in
            #expect(question.identity == "\(number)")
            chosen.append(number)
            return .success(MusicAndLook(PlannedPost(brand: "", seed: 0)))
        }
        return chosen
    }

    @Test mutating func `choices are made in the order of the clips, whichever asks first`() {
        ask(2, 1)
        #expect(chosen() == [])
        #expect(queue.count == 2 && queue.holds(worker))
        ask(0)
        #expect(chosen() == [0, 1, 2])
        #expect(queue.count == 0 && !queue.holds(worker))
    }

    @Test mutating func `nobody waits for clips that will not ask`() {
        ask(3)
        for number in [1, 0] { queue.settle(number) }
        #expect(chosen() == [])
        queue.settle(2)
        #expect(chosen() == [3])
    }

    @Test
    mutating func
        `a clip that another batch had is chosen for when it is taken over, before or behind its turn`()
    {
        for number in [0, 2] { queue.settle(number) }
        ask(2)
        #expect(chosen() == [2])
        ask(1)
        #expect(chosen() == [1])
        ask(0)
        #expect(chosen() == [0])
        #expect(queue.count == 0)
    }

    @Test mutating func `a clip whose worker was lost gets the same again, until it is over`() {
        ask(0)
        #expect(chosen() == [0])
        queue.withdraw(0)
        ask(0)
        #expect(chosen() == [])
        #expect(queue.count == 0)
        // It is over, and would be a new one.
        queue.settle(0)
        ask(0)
        #expect(chosen() == [0])
    }

    @Test mutating func `one that is lost before it was answered holds up the others until it asks again`() {
        ask(0, 1)
        queue.withdraw(0)
        #expect(chosen() == [])
        ask(0)
        #expect(chosen() == [0, 1])
    }
}
