import ClipCore
import Testing

@testable import ClipSignal

@Suite struct StillTests {
    /// A picture of 4 by 2 whose pixels are numbered, with two columns of padding, as an upright still.
    private func still(_ degrees: Int, isMirrored: Bool = false) -> Still {
        let luma: [UInt8] = [0, 1, 2, 3, 99, 99, 4, 5, 6, 7, 99, 99]
        let chroma: [UInt8] = [128, 128, 99]
        let isLying = degrees % 180 != 0
        return luma.withUnsafeBufferPointer { luma in
            chroma.withUnsafeBufferPointer { chroma in
                let plane = Still.Plane(chroma.baseAddress!, stride: 3, width: 2, height: 1)
                return Still(
                    y: Still.Plane(luma.baseAddress!, stride: 6, width: 4, height: 2), u: plane, v: plane,
                    width: isLying ? 2 : 4, height: isLying ? 4 : 2,
                    turn: .init(degrees: degrees, isMirrored: isMirrored))
            }
        }
    }

    @Test(
        arguments: [
            (0, false, [0, 1, 2, 3, 4, 5, 6, 7]), (90, false, [4, 0, 5, 1, 6, 2, 7, 3]),
            (180, false, [7, 6, 5, 4, 3, 2, 1, 0]), (270, false, [3, 7, 2, 6, 1, 5, 0, 4]),
            (0, true, [4, 5, 6, 7, 0, 1, 2, 3]), (90, true, [0, 4, 1, 5, 2, 6, 3, 7]),
            (180, true, [3, 2, 1, 0, 7, 6, 5, 4]), (270, true, [7, 3, 6, 2, 5, 1, 4, 0]),
        ] as [(Int, Bool, [UInt8])])
    func `a picture is turned clockwise, after it was mirrored from top to bottom`(
        degrees: Int, isMirrored: Bool, luma: [UInt8]
    ) {
        let still = still(degrees, isMirrored: isMirrored)
        #expect(still.planes[0] == luma)
        #expect(still.planes[1].allSatisfy { $0 == 128 } && still.planes[1].count == 2)
    }

    @Test func `a pixel is the mean of those that it covers, and odd sizes become even`() {
        let luma: [UInt8] = (0..<36).map { (index: Int) -> UInt8 in UInt8(index / 6 * 10 + index % 6) }
        let still = luma.withUnsafeBufferPointer { luma in
            let plane = Still.Plane(luma.baseAddress!, stride: 6, width: 6, height: 6)
            return Still(
                y: plane, u: plane, v: plane, width: 3, height: 3, turn: .init(degrees: 0, isMirrored: false))
        }
        #expect((still.width, still.height) == (2, 2))
        #expect(still.planes[0] == [11, 14, 41, 44])
        #expect(still.planes[1] == [28])
    }

    @Test func `colours are those that a screen shows`() {
        let still = Self.plain(y: 235, u: 128, v: 128)
        #expect(still.colour(1, 1) == (255, 255, 255))
        #expect(Self.plain(y: 16, u: 128, v: 128).colour(0, 0) == (0, 0, 0))
        // Red of BT.709: 16 + 219 · 0.2126, 128 - 224 · 0.2126 / 1.8556, 240.
        let red = Self.plain(y: 63, u: 102, v: 240).colour(0, 0)
        #expect(red.red >= 254 && red.green <= 2 && red.blue <= 2)
    }

    @Test func `a table changes a copy`() {
        var look = Look(name: "grey")
        look.saturation = 0
        let still = Self.plain(y: 63, u: 102, v: 240)
        let grey = still.applying(LookTable(look)).colour(0, 0)
        #expect(grey.red == grey.green && grey.green == grey.blue && grey.red > 40)
        #expect(still.planes[1] == [102])
    }

    static func plain(y: UInt8, u: UInt8, v: UInt8, width: Int = 2, height: Int = 2) -> Still {
        let samples: [UInt8] = [y, u, v]
        return samples.withUnsafeBufferPointer { samples in
            let planes = (0..<3).map {
                Still.Plane(samples.baseAddress! + $0, stride: 1, width: 1, height: 1)
            }
            return Still(
                y: planes[0], u: planes[1], v: planes[2], width: width, height: height,
                turn: .init(degrees: 0, isMirrored: false))
        }
    }
}
