import ClipSignal
import Testing

@Suite struct PictureShiftTests {
    /// Three planes in one piece of memory.
    private final class Picture {
        let width: Int
        let height: Int
        private let bytes: UnsafeMutablePointer<UInt8>

        init(_ width: Int, _ height: Int, _ value: (Int, Int) -> Double = { _, _ in 0 }) {
            (self.width, self.height) = (width, height)
            bytes = .allocate(capacity: width * height * 3 / 2)
            for y in 0..<height { for x in 0..<width { bytes[y * width + x] = UInt8(value(x, y).rounded()) } }
            let half = width / 2 * height / 2
            for y in 0..<height / 2 {
                for x in 0..<width / 2 {
                    let mean = UInt8(value(2 * x, 2 * y).rounded())
                    bytes[width * height + y * width / 2 + x] = mean
                    bytes[width * height + half + y * width / 2 + x] = 255 - mean
                }
            }
        }

        deinit { bytes.deallocate() }

        var planes: Planes420 {
            let half = width / 2 * height / 2
            return Planes420(
                y: bytes, u: bytes + width * height, v: bytes + width * height + half, yStride: width,
                uvStride: width / 2, width: width, height: height)
        }

        subscript(x: Int, y: Int) -> Double { Double(bytes[y * width + x]) }
        func blue(_ x: Int, _ y: Int) -> Double { Double(bytes[width * height + y * width / 2 + x]) }
    }

    private func shifted(_ source: Picture, x: Double, y: Double, width: Int, height: Int) -> Picture {
        let result = Picture(width, height)
        PictureShift(x: x, y: y).apply(from: source.planes, to: result.planes)
        return result
    }

    @Test func `whole even steps are a copy`() {
        let source = Picture(64, 32) { x, y in Double((x * 7 + y * 13) % 200) }
        let result = shifted(source, x: 6, y: 4, width: 40, height: 20)
        for y in 0..<20 { for x in 0..<40 { #expect(result[x, y] == source[x + 6, y + 4]) } }
        #expect(result.blue(3, 2) == source.blue(6, 4))
    }

    @Test(arguments: [0.25, 0.5, 3.75, 10.1])
    func `a slope moves by exactly the part of a pixel`(offset: Double) {
        let across = shifted(
            Picture(96, 32) { x, _ in Double(x) * 2 + 20 }, x: offset, y: 0, width: 64, height: 32)
        let down = shifted(
            Picture(32, 96) { _, y in Double(y) * 2 + 20 }, x: 0, y: offset, width: 32, height: 64)
        for place in 2..<60 {
            #expect(abs(across[place, 8] - (Double(place) + offset) * 2 - 20) <= 1)
            #expect(abs(down[8, place] - (Double(place) + offset) * 2 - 20) <= 1)
        }
        #expect(abs(across.blue(10, 4) - (Double(20) + offset) * 2 - 20) <= 1.5)
    }

    @Test func `an even picture stays what it is, up to its last column`() {
        let source = Picture(66, 34) { _, _ in 77 }
        for offset in [0.5, 1.3, 2] {
            let result = shifted(source, x: offset, y: offset, width: 64, height: 32)
            for y in [0, 31] { for x in [0, 1, 62, 63] { #expect(result[x, y] == 77) } }
        }
    }

    @Test func `beyond its last column the source goes on`() {
        let source = Picture(32, 16) { x, _ in Double(x) * 4 }
        let result = shifted(source, x: 30, y: 0, width: 16, height: 16)
        #expect(result[0, 0] == 120 && result[1, 0] == 124 && result[15, 0] == 124)
    }
}
