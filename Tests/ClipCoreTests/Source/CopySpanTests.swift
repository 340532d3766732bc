import ClipCore
import Testing

@Suite struct CopySpanTests {
    @Test func `a window across closed groups has a head, a copy and a tail`() throws {
        let index = index("K0 p3 p1 p2 K4 p7 p5 p6 K8 p11 p9 p10")
        let span = try #require(CopySpan(of: index, from: 2, to: 10))
        #expect((span.first, span.end) == (4, 9))
        #expect((span.headFrames, span.copiedFrames, span.tailFrames) == (2, 5, 1))
        #expect(span.tailStart == 9)
    }

    @Test func `a window from keyframe to keyframe is copied whole`() throws {
        let index = index("K0 p3 p1 p2 K4 p7 p5 p6 K8 p11 p9 p10")
        let span = try #require(CopySpan(of: index, from: 4, to: 8))
        #expect((span.first, span.end) == (4, 8))
        #expect((span.headFrames, span.copiedFrames, span.tailFrames) == (0, 4, 0))
        #expect(span.tailStart == 8)
    }

    @Test func `the last group is copied to the end of the clip`() throws {
        let span = try #require(CopySpan(of: index("K0 p3 p1 p2 K4 p7 p5 p6"), from: 3, to: 100))
        #expect((span.first, span.end, span.tailFrames, span.tailStart) == (4, 8, 0, 100))
    }

    @Test func `a window inside one group has nothing to copy`() {
        #expect(CopySpan(of: index("K0 p1 p2 p3 p4 p5 K6"), from: 1, to: 6) == nil)
    }

    @Test func `a keyframe at the window's end opens nothing`() {
        #expect(CopySpan(of: index("K0 p1 p2 p3 K4 p5"), from: 1, to: 4) == nil)
    }

    @Test func `a group that is open is no place to start`() {
        let open = index("K0 p3 p1 p2 k6 p4 p5 p9 p7 p8")
        #expect(CopySpan(of: open, from: 2, to: 9) == nil)
        #expect(CopySpan(of: open, from: 6, to: 9) == nil)
        #expect(CopySpan(of: open, from: 0, to: 9)?.copiedFrames == 7)
    }

    @Test func `leading pictures of a later open group stay with the copy`() throws {
        let span = try #require(CopySpan(of: index("K0 p3 p1 p2 k6 p4 p5 p9 p7 p8"), from: 0, to: 6))
        #expect((span.first, span.end) == (0, 4))
        #expect((span.copiedFrames, span.tailFrames, span.tailStart) == (4, 2, 4))
    }

    @Test(arguments: [(7, 1, 6, 1), (9, 9, 0, 9), (8, 1, 7, 1), (1, 1, 0, 1)] as [(Int64, Int, Int, Int64)])
    func `a pyramid whose top lies outside is left to the tail`(
        end: Int64, copied: Int, tail: Int, tailStart: Int64
    ) throws {
        let span = try #require(CopySpan(of: index("K0 p8 p4 p2 p1 p3 p6 p5 p7 K9"), from: 0, to: end))
        #expect((span.copiedFrames, span.tailFrames, span.tailStart) == (copied, tail, tailStart))
    }

    @Test func `the copy ends before a frame that is shown after one left over`() throws {
        let span = try #require(CopySpan(of: index("K0 p4 p8 p2 p1 p3 p6 p5 p7"), from: 0, to: 7))
        #expect((span.first, span.end) == (0, 1))
        #expect((span.copiedFrames, span.tailFrames, span.tailStart) == (1, 6, 1))
    }

    @Test func `a hidden picture goes with those that need it and is not counted`() throws {
        let index = index("K0 p1 p2 h6 p3 p4 p5 p6")
        let inside = try #require(CopySpan(of: index, from: 0, to: 5))
        #expect((inside.end, inside.copiedFrames) == (6, 5))
        let before = try #require(CopySpan(of: index, from: 0, to: 3))
        #expect((before.end, before.copiedFrames) == (3, 3))
    }

    @Test func `a picture that an edit list hides is not copied, and those that need it are encoded`() throws
    {
        var entries = entries("K0 p1 p2 p6 p3 p4 p5")
        (entries[3].isShown, entries[3].isDiscarded) = (false, true)
        let index = FrameIndex(timeBase: TimeBase(1, 30), entries: entries)
        for end in [6, 100] as [Int64] {
            let span = try #require(CopySpan(of: index, from: 0, to: end))
            #expect((span.end, span.copiedFrames, span.tailFrames, span.tailStart) == (3, 3, 3, 3))
        }
    }

    @Test func `a keyframe that is not shown is no place to start`() {
        var entries = entries("K0 p1 K2 p3")
        entries[2].isShown = false
        #expect(CopySpan(of: FrameIndex(timeBase: TimeBase(1, 30), entries: entries), from: 1, to: 4) == nil)
    }

    @Test(arguments: 0..<40)
    func `head, copy and tail are the window in the order of time`(seed: UInt64) throws {
        var random = FixedRandom(state: seed)
        let order = randomOrder(groups: 6, using: &random)
        let index = FrameIndex(
            timeBase: TimeBase(1, 30),
            entries: order.map {
                .init(presentation: $0.presentation, duration: 1, isKey: $0.isKey, isCleanEntry: $0.isKey)
            })
        let count = Int64(order.count)
        let start = Int64.random(in: 0..<count, using: &random)
        let end = Int64.random(in: start + 1...count, using: &random)
        let keys = order.filter { $0.isKey && (start..<end).contains($0.presentation) }.map(\.presentation)
        guard let span = CopySpan(of: index, from: start, to: end) else {
            #expect(keys.isEmpty)
            return
        }
        let copied = index.entries[span.first..<span.end].map(\.presentation)
        #expect(copied.first == keys.first)
        #expect(copied.sorted() == Array(copied.min()!...copied.max()!), "a hole in the copy")
        #expect(Int64(span.headFrames) == copied.min()! - start)
        #expect(span.copiedFrames == copied.count)
        #expect(Int64(span.tailFrames) == end - 1 - copied.max()!)
        #expect(span.tailStart == copied.max()! + 1)
    }
}
