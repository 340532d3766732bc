import ClipCore
import Testing

@Suite struct DecodeTimesTests {
    @Test(
        arguments: [
            ([0, 1, 2, 3], 0), ([0, 3, 1, 2], 1), ([0, 4, 2, 1, 3], 2), ([0, 8, 4, 2, 1, 3, 6, 5, 7], 3),
            ([], 0), ([7], 0),
            ([0, 300, 100, 200], 1),
        ] as [([Int64], Int)])
    func `the depth is how long a decoder holds a frame back`(order: [Int64], depth: Int) {
        #expect(DecodeTimes.depth(of: order) == depth)
    }

    @Test func `even presentation times give even decode times`() {
        let times = DecodeTimes(presentations: (0..<10).map { $0 * 1001 }, depth: 2)
        #expect((0..<10).map { times.time(at: $0) } == (0..<10).map { (Int64($0) - 2) * 1001 })
    }

    @Test func `without reordering decode and presentation are one`() {
        let presentations: [Int64] = [5, 7, 12, 13]
        let times = DecodeTimes(presentations: presentations, depth: 0)
        #expect(presentations.indices.map { times.time(at: $0) } == presentations)
    }

    @Test func `a depth of more than there are frames is harmless`() {
        let one = DecodeTimes(presentations: [40], depth: 3)
        #expect(one.time(at: 0) == 40)
        let two = DecodeTimes(presentations: [40, 50], depth: 3)
        #expect((two.time(at: 0), two.time(at: 1)) == (30, 40))
    }

    @Test func `decode steps add up to the last presentation`() {
        let presentations: [Int64] = [0, 10, 40, 45, 90]
        let times = DecodeTimes(presentations: presentations, depth: 2)
        #expect(presentations.last! - times.time(at: 4) == presentations[0] - times.time(at: 0))
    }

    @Test(arguments: 0..<40)
    func `times rise strictly and never pass the presentation`(seed: UInt64) {
        var random = FixedRandom(state: seed)
        // Variable frame rate: each step is another number of ticks.
        let order = randomOrder(groups: 4, using: &random).map(\.presentation)
        var ticks: [Int64] = []
        for _ in order { ticks.append((ticks.last ?? -50) + Int64.random(in: 1...5, using: &random)) }
        let inOrder = order.map { ticks[Int($0)] }
        let times = DecodeTimes(presentations: ticks, depth: DecodeTimes.depth(of: inOrder))
        let decode = order.indices.map { times.time(at: $0) }
        #expect(zip(decode, decode.dropFirst()).allSatisfy { $0 < $1 })
        #expect(zip(decode, inOrder).allSatisfy { $0 <= $1 })
    }
}
