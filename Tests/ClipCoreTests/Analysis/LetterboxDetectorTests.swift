import ClipCore
import Testing

@Suite struct BarRuleTests {
    private func scores(_ count: Int, _ edges: (Int) -> PictureEdges, contrast: Float = 40) -> [PictureScore]
    {
        (0..<count).map { index in
            var score = PictureScore(time: time(Int64(index), 25))
            (score.edges, score.contrast) = (edges(index), contrast)
            return score
        }
    }

    private func edges(top: Int = 0, bottom: Int = 0, left: Int = 0, right: Int = 0, isSharp: Bool = true)
        -> PictureEdges
    {
        var edges = PictureEdges()
        (edges.top, edges.bottom) = (.init(top, isSharp: isSharp), .init(bottom, isSharp: isSharp))
        (edges.left, edges.right) = (.init(left, isSharp: isSharp), .init(right, isSharp: isSharp))
        return edges
    }

    private func bars(_ scores: [PictureScore]) -> LetterboxDetector.Bars {
        LetterboxDetector().bars(in: scores, width: 1920, height: 1080)
    }

    @Test func `bars that are always there are found, with the line that is mixed`() {
        let letterbox = bars(scores(50) { _ in edges(top: 140, bottom: 140) })
        #expect(letterbox.top == 141 && letterbox.bottom == 141 && letterbox.left == 0)
        let both = bars(scores(50) { _ in edges(top: 100, bottom: 100, left: 240, right: 240) })
        #expect(both.left == 241 && both.top == 101)
    }

    @Test func `dark frames and single errors change nothing`() {
        let found = bars(
            scores(50) { edges(top: $0 % 5 == 0 ? 400 : 140, bottom: 140, isSharp: $0 % 5 != 0) }
                + scores(20, { _ in edges(top: 540, bottom: 540, isSharp: false) }, contrast: 2))
        #expect(found.top == 141)
        #expect(bars(scores(100) { edges(top: $0 == 50 ? 3 : 140, bottom: 140) }).top == 141)
    }

    @Test func `what is only dark at the edges is no bar`() {
        // A night scene: it ends here and there.
        #expect(bars(scores(50) { edges(top: 100 + $0 * 37 % 90, left: 80 + $0 * 11 % 60) }) == .none)
        // A lit thing on black: it is narrow where it begins.
        #expect(
            bars(scores(50) { _ in edges(top: 200, bottom: 200, left: 500, right: 500, isSharp: false) })
                == .none)
    }

    @Test func `what is shown in a bar now and then keeps it`() {
        #expect(bars(scores(50) { edges(top: 140, bottom: $0 % 5 == 0 ? 20 : 140) }).bottom == 0)
    }

    @Test func `too few frames, or too little that would be left, tell nothing`() {
        #expect(bars(scores(3) { _ in edges(top: 140, bottom: 140) }) == .none)
        #expect(bars(scores(50) { _ in edges(top: 300, bottom: 300, left: 600, right: 600) }) == .none)
    }

    @Test(arguments: 0..<40) func `a tally rules bars out where all frames would, and nowhere else`(
        seed: UInt64
    ) {
        var random = FixedRandom(state: seed)
        let (count, clear) = (
            Int.random(in: 5...400, using: &random), Double.random(in: 0...0.08, using: &random)
        )
        let all = scores(count) { _ in
            let sides = (0..<4).map { _ in Double.random(in: 0..<1, using: &random) < clear ? 1 : 140 }
            return edges(top: sides[0], bottom: sides[1], left: sides[2], right: sides[3])
        }
        var tally = LetterboxDetector.Tally(of: count)
        let last = all.firstIndex {
            tally.add($0)
            return tally.rulesOutBars
        }
        #expect((last != nil) == (bars(all) == .none))
        if let last { #expect(bars(Array(all[...last])) == .none) }
    }

    @Test func `a tally needs more than strays, at every edge`() {
        func ruledOut(_ count: Int, of frames: Int, contrast: Float = 40, _ edges: PictureEdges) -> Bool {
            var tally = LetterboxDetector.Tally(of: frames)
            for score in scores(count, { _ in edges }, contrast: contrast) { tally.add(score) }
            return tally.rulesOutBars
        }
        #expect(!ruledOut(20, of: 1000, edges()) && ruledOut(21, of: 1000, edges()))
        #expect(!ruledOut(1000, of: 1000, edges(left: 2)))
        #expect(!ruledOut(1000, of: 1000, contrast: 2, edges()))
    }
}
