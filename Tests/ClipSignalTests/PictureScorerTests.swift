import ClipCore
import ClipSignal
import Testing

@Suite struct PictureScorerTests {
    private func time(_ index: Int) -> MediaTime { MediaTime(ticks: Int64(index), timescale: 25) }

    /// A picture of noise that is always the same for a seed.
    private func noise(_ seed: UInt64) -> [UInt8] {
        var state = seed &* 6_364_136_223_846_793_005 &+ 1
        return (0..<64 * 36).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(state >> 56)
        }
    }

    /// Coarse noise: what blocks can see.
    private func pattern(_ seed: UInt64) -> [UInt8] {
        let points = noise(seed)
        return (0..<64 * 36).map { points[$0 / 64 / 4 * 16 + $0 % 64 / 4] }
    }

    private func grid(_ luma: [UInt8]) -> PictureGrid {
        PictureGrid(luma: luma, chroma: [UInt8](repeating: 128, count: 2 * 32 * 18), sharpness: 1)
    }

    private func scores(_ pictures: [[UInt8]]) -> [PictureScore] {
        var scorer = PictureScorer()
        var scores: [PictureScore] = []
        for (index, picture) in pictures.enumerated() { scores += scorer.add(grid(picture), at: time(index)) }
        return scores + scorer.finish()
    }

    private func mixed(_ one: [UInt8], _ other: [UInt8], _ share: Double) -> [UInt8] {
        zip(one, other).map { UInt8(Double($0) * (1 - share) + Double($1) * share) }
    }

    @Test func `every frame gets its score, in order`() {
        let found = scores((0..<300).map { _ in pattern(1) })
        #expect(found.map(\.time) == (0..<300).map(time))
        #expect(
            found.allSatisfy { $0.change == 0 && $0.blend == 0 && $0.luma.isFinite && $0.contrast.isFinite })
    }

    @Test func `a dissolve is found with its middle and length, a cut is none`() throws {
        let (one, other) = (pattern(1), pattern(2))
        let dissolved = (0..<100).map { mixed(one, other, min(1, max(0, (Double($0) - 43) / 14))) }
        let found = ShotRule().boundaries(in: scores(dissolved))
        #expect(found.map(\.transition) == [.dissolve])
        let dissolve = try #require(found.first)
        #expect(abs(dissolve.time.seconds - 2) < 0.1)
        #expect(abs(dissolve.duration - 0.56) < 0.15)
        let cut = ShotRule().boundaries(in: scores((0..<100).map { $0 < 50 ? one : other }))
        #expect(cut == [ShotBoundary(time: time(50), transition: .cut)])
    }

    @Test func `a change that keeps the contrast is no dissolve`() {
        // Columns of one picture are pushed out by those of another, as where something moves through it.
        let (one, other) = (pattern(1), pattern(2))
        let pushed = (0..<100).map { frame -> [UInt8] in
            let edge = min(64, max(0, (frame - 43) * 64 / 14))
            return (0..<64 * 36).map { $0 % 64 < edge ? other[$0] : one[$0] }
        }
        #expect(ShotRule().boundaries(in: scores(pushed)).allSatisfy { $0.transition != .dissolve })
    }

    @Test func `a flash of two frames comes back`() {
        let (one, white) = (pattern(1), [UInt8](repeating: 235, count: 64 * 36))
        let found = scores((0..<100).map { (50...51).contains($0) ? white : one })
        #expect(found[50].change > 25)
        #expect(found[50].reversal < 0.1)
        #expect(ShotRule().boundaries(in: found).isEmpty)
    }
}
