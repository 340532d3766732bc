import ClipCore
import Testing

@Suite struct FrameSlotsTests {
    /// How often each source frame is shown.
    private func counts(_ rate: (Int, Int), _ count: Int, _ milliseconds: [Int64]) -> [Int] {
        var slots = FrameSlots(rate: Fraction(rate.0, rate.1)!, count: count)
        var shown = milliseconds.map { slots.advance(to: MediaTime(ticks: $0, timescale: 1000)) }
        shown.append(slots.finish())
        return Array(shown.dropFirst())
    }

    @Test func `a source of the same rate is shown frame by frame, also where its times are rounded`() {
        #expect(counts((30, 1), 5, [0, 33, 67, 100, 133]) == [1, 1, 1, 1, 1])
    }

    @Test func `every other frame of twice the rate is shown`() {
        #expect(counts((25, 1), 3, [0, 20, 40, 60, 80, 100]).reduce(0, +) == 3)
        #expect(counts((25, 1), 3, [0, 20, 40, 60, 80, 100]).allSatisfy { $0 <= 1 })
    }

    @Test func `frames of half the rate are shown twice`() {
        #expect(counts((30, 1), 6, [0, 67, 133]) == [2, 2, 2])
    }

    @Test func `a gap is filled with the frame before it`() {
        #expect(counts((10, 1), 10, [0, 100, 600, 700]) == [1, 5, 1, 3])
    }

    @Test func `the first frame also fills what lies before it`() {
        #expect(counts((10, 1), 4, [200, 300]) == [3, 1])
    }

    @Test func `there are never more frames than places`() {
        #expect(counts((10, 1), 2, [0, 100, 200, 300]).reduce(0, +) == 2)
    }
}
