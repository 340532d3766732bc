import ClipCore
import ClipSignal
import Testing

@testable import ClipMedia
@testable import LibAV

@Suite struct TexturePainterTests {
    /// Luma of a picture of 320x320, dark on the left and light on the right, with a texture.
    private func luma(_ change: (inout Look.Texture) -> Void) throws -> (Int, Int) -> Double {
        let frame = try Frame.blank420(width: 320, height: 320)
        for (index, side) in [320, 160, 160].enumerated() {
            let found = frame.plane(index)
            let plane = try #require(found)
            for y in 0..<side {
                for x in 0..<side { plane.base[y * plane.stride + x] = index > 0 ? 128 : x < 160 ? 96 : 160 }
            }
        }
        let found = Planes420(frame)
        let still = Still(try #require(found))
        var texture = Look.Texture()
        change(&texture)
        let painted = try TexturePainter(texture: texture).painted(still)
        let result = try Frame.blank420(width: 320, height: 320)
        let target = Planes420(result)
        painted.copy(to: try #require(target))
        let place = result.plane(0)
        let plane = try #require(place)
        let rows = (0..<320).map { y in
            Array(UnsafeBufferPointer(start: plane.base + y * plane.stride, count: 320))
        }
        return { x, y in Double(rows[y][x]) }
    }

    @Test func `a vignette leaves the middle, and the corners the fourth power of the cosine`() throws {
        let plain = try luma { _ in }
        let dark = try luma { $0.vignette = 0.4 }
        #expect(abs(dark(162, 160) - plain(162, 160)) <= 2)
        // cos(0.4)⁴ is 0.72.
        #expect(abs(dark(318, 1) - 16 - (plain(318, 1) - 16) * 0.72) <= 6, "\(dark(318, 1))")
        #expect(dark(300, 160) < plain(300, 160) && dark(300, 160) > dark(318, 1))
    }

    @Test func `sharpening widens the step of an edge, and leaves what is even`() throws {
        let plain = try luma { _ in }
        let sharp = try luma { $0.sharpen = 0.5 }
        #expect(sharp(160, 100) - sharp(159, 100) > plain(160, 100) - plain(159, 100) + 10)
        #expect(sharp(40, 100) == plain(40, 100) && sharp(280, 100) == plain(280, 100))
    }

    @Test
    func `grain is even in the mean, more where more was asked for, and as coarse as the picture is large`()
        throws
    {
        let spread = { (amount: Double) throws -> (mean: Double, deviation: Double) in
            let grainy = try luma { $0.grain = amount }
            let values = (0..<300).flatMap { y in (10..<150).map { grainy($0, y) } }
            let mean = values.reduce(0, +) / Double(values.count)
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return (mean, (squares / Double(values.count)).squareRoot())
        }
        let (weak, strong) = (try spread(0.4), try spread(1))
        #expect(abs(weak.mean - 96) < 1.5 && abs(strong.mean - 96) < 1.5)
        #expect(weak.deviation > 0 && strong.deviation > weak.deviation && strong.deviation < 8)
        var texture = Look.Texture()
        texture.grain = 0.5
        #expect(texture.filters(shortSide: 1080).first?.1.first?.1 == "4")
        #expect(texture.filters(shortSide: 2160).first?.1.first?.1 == "8")
    }
}
