import ClipCore
import Foundation
import Testing

@testable import ClipMedia

@Suite struct FillerSamplerTests {
    /// The soft part of a moving scene, at shares of its width and height.
    private func soft(_ u: Double, _ v: Double, _ second: Double) -> Double {
        128 + 45 * sin(7 * u + 2 * second) + 35 * cos(9 * v - 5 * u + second)
    }

    /// The scene with its details.
    private func scene(_ u: Double, _ v: Double, _ second: Double) -> Double {
        let (x, y) = (Int(u * 400 + 40 * second), Int(v * 400))
        return soft(u, v, second) + Double((x * 7919 + y * 104729) % 37) - 18
    }

    /// The filler on which frames of 320x180 agree, whose luma is told by column, row and second.
    private func bars(
        bits: Int = 8, isUpright: Bool = false, part: Double? = nil, _ luma: (Int, Int, Double) -> Double
    ) -> LetterboxDetector.Bars {
        let (width, height, shift) = (isUpright ? 180 : 320, isUpright ? 320 : 180, bits - 8)
        var sampler = FillerSampler(ofOnly: part)
        for index in 0..<Int(30 * (part ?? 2))
        where sampler.isDue(MediaTime(ticks: Int64(index), timescale: 30)) {
            let second = Double(index) / 30
            var bytes = [UInt8](repeating: 0, count: width * height * 2)
            for row in 0..<height {
                for column in 0..<width {
                    let value = isUpright ? luma(row, column, second) : luma(column, row, second)
                    let code = Int(min(235, max(16, value))) << shift
                    let place = row * width + column
                    if shift > 0 {
                        (bytes[2 * place], bytes[2 * place + 1]) = (UInt8(code & 255), UInt8(code >> 8))
                    } else {
                        bytes[place] = UInt8(code)
                    }
                }
            }
            bytes.withUnsafeMutableBufferPointer {
                let plane = LumaPlane(
                    base: $0.baseAddress!, stride: width * (shift > 0 ? 2 : 1), width: width, height: height,
                    shift: shift)
                sampler.take(plane, at: MediaTime(ticks: Int64(index), timescale: 30))
            }
        }
        #expect(sampler.samples.count >= 8)
        return FillerSample.bars(in: sampler.samples)
    }

    /// The depth at both ends of the longer axis.
    private func depths(_ bars: LetterboxDetector.Bars, isUpright: Bool) -> [Int] {
        isUpright
            ? [bars.top, bars.bottom, bars.left, bars.right] : [bars.left, bars.right, bars.top, bars.bottom]
    }

    private func isNear(_ found: [Int], _ depths: [Int]) -> Bool {
        zip(found, depths).allSatisfy { abs($0 - $1) <= 3 }
    }

    @Test(arguments: [(8, false), (10, false), (8, true)]) func `a blurred copy beside the picture is filler`(
        bits: Int, isUpright: Bool
    ) {
        let found = bars(bits: bits, isUpright: isUpright) { column, row, second in
            let (u, v) = ((Double(column) - 110) / 101, Double(row) / 180)
            if (110..<211).contains(column) { return scene(u, v, second) }
            let zoom = 101.0 / 320
            return soft((Double(column) + 0.5) / 320, 0.5 + (v - 0.5) * zoom, second) - 25
        }
        #expect(isNear(depths(found, isUpright: isUpright), [110, 109, 0, 0]), "\(found)")
    }

    @Test(arguments: [(false, nil), (true, nil), (false, 1.2)]) func `mirrored sides are filler`(
        isUpright: Bool, part: Double?
    ) {
        let found = bars(isUpright: isUpright, part: part) { column, row, second in
            let place = column < 80 ? 160 - 1 - column : column >= 240 ? 480 - 1 - column : column
            return scene((Double(place) - 80) / 160, Double(row) / 180, second)
        }
        #expect(isNear(depths(found, isUpright: isUpright), [80, 80, 0, 0]), "\(found)")
    }

    @Test(arguments: [false, true]) func `black bars with logos are filler`(isUpright: Bool) {
        let found = bars(isUpright: isUpright) { column, row, second in
            if (110..<210).contains(column) {
                return scene(Double(column - 110) / 100, Double(row) / 180, second)
            }
            let isLogo =
                (20..<70).contains(row) && ((15..<60).contains(column) || (270..<300).contains(column))
            return isLogo ? 210 : 16
        }
        #expect(isNear(depths(found, isUpright: isUpright), [110, 110, 0, 0]), "\(found)")
    }

    @Test func `a picture without filler keeps its sides`() {
        #expect(bars { scene(Double($0) / 320, Double($1) / 180, $2) } == .none)
        // A door in a plain wall: straight edges, smooth sides, and no copy.
        #expect(
            bars { column, row, second in
                (110..<211).contains(column)
                    ? scene(Double(column - 110) / 101, Double(row) / 180, second) : 120 + Double(row) / 4
            } == .none)
        // Stripes are their own mirror.
        #expect(bars { column, _, second in column / 20 % 2 == 0 ? 60 + 20 * second : 190 } == .none)
    }

    @Test func `a few frames do not make filler`() {
        let side = LetterboxDetector.Bars(left: 100, right: 100)
        let sample = { (index: Int, bars: LetterboxDetector.Bars) in
            FillerSample(time: MediaTime(ticks: Int64(index), timescale: 4), bars: bars)
        }
        #expect(FillerSample.bars(in: (0..<10).map { sample($0, $0 < 5 ? side : .none) }) == .none)
        #expect(FillerSample.bars(in: (0..<2).map { sample($0, side) }) == .none)
        let moving = (0..<10).map { sample($0, .init(left: 60 + 10 * $0, right: 60 + 10 * $0)) }
        #expect(FillerSample.bars(in: moving) == .none)
        #expect(FillerSample.bars(in: (0..<10).map { sample($0, $0 < 7 ? side : .none) }).left == 101)
    }
}
