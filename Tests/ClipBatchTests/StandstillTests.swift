import ClipBatch
import Testing

/// When a process that reads inputs counts as stuck: by hand-written looks, one every second.
@Suite struct StandstillTests {
    /// The second of the first look at which it counts as stuck; nil for none in so many looks.
    private func end(
        _ seconds: Int, count: (Double) -> UInt = { _ in 7 }, spent: (Double) -> Double, pause: Int? = nil
    ) -> Int? {
        var standstill = Standstill()
        return (0...seconds).first { second in
            let now = Double(second + (pause.map { second >= $0 ? 1000 : 0 } ?? 0))
            return standstill.isOver(count(now), spent: spent(now), at: now)
        }
    }

    @Test func `one that computes without getting on has two minutes`() {
        #expect(end(1000) { $0 } == 121)
        #expect(end(1000, count: { UInt($0 / 100) }, spent: { $0 }) == nil)
    }

    @Test func `one that waits for a slow disk has ten`() {
        #expect(end(1000) { $0 / 100 } == 601)
    }

    @Test func `where whoever looks stood still itself, nothing is said`() {
        #expect(end(160, spent: { $0 }, pause: 100) == nil)
        #expect(end(300, spent: { $0 }, pause: 100) == 221)
    }
}
