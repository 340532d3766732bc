import ClipCore
import Testing

@Suite struct HeldFrameTests {
    /// Frames of 1/30 s, and one at 12 that is shown until 60.
    private let atRest = index("K0 p1 p2 p3 p4 p5 p6 p7 p8 p9 p10 p11 p12 K60 p61")

    @Test func `a frame that begins soon is waited for`() {
        #expect(atRest.held(at: 0) == nil && atRest.held(at: 5) == nil)
        // From 54 on the next one is six frames away, a fifth of a second.
        #expect(atRest.held(at: 54) == nil && atRest.held(at: 53) == 12)
    }

    @Test func `before the first frame nothing is held`() {
        #expect(index("K30 p31").held(at: 0) == nil)
    }

    @Test func `the last frame is held as long as it is shown`() {
        var last = index("K0 p1")
        last.entries[1].duration = 90
        #expect(last.held(at: 20) == 1 && last.held(at: 88) == nil)
    }

    @Test func `a held frame begins the part and cannot be copied`() {
        let holding = index("K0 K60").holding(at: 20)
        #expect(holding.entries.map(\.presentation) == [20, 60])
        #expect(!holding.entries[0].isCleanEntry && holding.entries[1].isCleanEntry)
        #expect(holding.shown(from: 20, to: 70) == [20, 60])
    }
}
