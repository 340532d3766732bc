import ClipCore
import ClipSignal
import Testing

@Suite struct SaliencyTests {
    /// Even ground with a square of 8 by 8 points of luma on it.
    private func grid(square: (x: Int, y: Int)?, luma: UInt8 = 200, texture: Bool = false, shift: Int = 0)
        -> PictureGrid
    {
        let points = (0..<64 * 36).map { index -> UInt8 in
            let (x, y) = (index % 64, index / 64)
            if let square, (square.x..<square.x + 8).contains(x), (square.y..<square.y + 8).contains(y) {
                return luma
            }
            guard texture else { return 60 }
            return UInt8(40 + ((x + shift) * 37 + y * 11) % 17 * 4)
        }
        return PictureGrid(luma: points, chroma: [UInt8](repeating: 128, count: 2 * 32 * 18), sharpness: 1)
    }

    private func saliency(_ grids: [PictureGrid]) -> Saliency {
        var scorer = PictureScorer()
        var scores: [PictureScore] = []
        for (index, grid) in grids.enumerated() {
            scores += scorer.add(grid, at: MediaTime(ticks: Int64(index), timescale: 25))
        }
        return (scores + scorer.finish()).last!.saliency
    }

    private func peak(_ values: SIMD32<UInt8>) -> Int { values.indices.max { values[$0] < values[$1] }! }

    @Test func `what differs from the border stands out, in its columns and rows`() {
        let found = saliency([grid(square: (44, 12))])
        #expect((22...25).contains(peak(found.columns)))
        #expect((6...9).contains(peak(found.rows)))
        #expect(found.columns[5] == 0 && found.rows[15] == 0 && found.rows[20] == 0)
        #expect(saliency([grid(square: nil)]) == Saliency())
    }

    @Test func `skin stands out of what is as bright`() {
        var one = grid(square: nil)
        for y in 6..<12 {
            for x in 20..<24 { (one.chroma[y * 32 + x], one.chroma[32 * 18 + y * 32 + x]) = (108, 152) }
        }
        #expect((20...23).contains(peak(saliency([one]).columns)))
    }

    @Test func `what moves by itself counts, what the camera moves does not`() {
        let still = saliency([grid(square: (20, 12), luma: 64), grid(square: (20, 12), luma: 64)])
        let moving = saliency([grid(square: (18, 12), luma: 120), grid(square: (22, 12), luma: 120)])
        #expect(moving.columns[10] > still.columns[10])
        // All of a texture moves, and a square on it does not.
        let panned = saliency([grid(square: nil, texture: true), grid(square: nil, texture: true, shift: 1)])
        let calm = saliency([grid(square: nil, texture: true), grid(square: nil, texture: true)])
        let added = panned.columns.indices.map { Int(panned.columns[$0]) - Int(calm.columns[$0]) }
        #expect(added.max()! <= 12)
    }

    @Test func `black at the edges is no border, and nothing in it counts`() {
        // The square is as dark as the bars: against them it would not stand out.
        var one = grid(square: (30, 12), luma: 16)
        for index in one.luma.indices where index % 64 < 8 || index % 64 >= 56 { one.luma[index] = 16 }
        var edges = PictureEdges()
        (edges.left, edges.right) = (.init(80, isSharp: true), .init(80, isSharp: true))
        one.set(edges, width: 640, height: 360)
        let found = saliency([one])
        #expect((15...18).contains(peak(found.columns)) && found.columns[16] > 5)
        #expect((0..<4).allSatisfy { found.columns[$0] == 0 && found.columns[31 - $0] == 0 })
    }
}
