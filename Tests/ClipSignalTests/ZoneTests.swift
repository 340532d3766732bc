import ClipCore
import Testing

@testable import ClipSignal

@Suite struct ZoneTests {
    @Test
    func `what is covered is darker, by more platforms the darker, and what is clear has a line around it`() {
        let luma = [UInt8](repeating: 116, count: 40 * 40)
        let chroma = [UInt8](repeating: 128, count: 20 * 20)
        let still = luma.withUnsafeBufferPointer { luma in
            chroma.withUnsafeBufferPointer { chroma in
                let plane = Still.Plane(chroma.baseAddress!, stride: 20, width: 20, height: 20)
                return Still(
                    y: Still.Plane(luma.baseAddress!, stride: 40, width: 40, height: 40), u: plane, v: plane,
                    width: 40, height: 40, turn: .init(degrees: 0, isMirrored: false))
            }
        }
        let rectangle = { (place: Int, side: Int) in
            Picture.Rectangle(x: place, y: place, size: Picture.Size(width: side, height: side))
        }
        let shaded = still.shaded(outside: [rectangle(4, 32), rectangle(10, 20)], around: rectangle(10, 20))
        let at = { (x: Int) in shaded.planes[0][20 * 40 + x] }
        #expect(at(20) == 116 && at(10) == 235 && at(11) == 235 && at(12) == 116)
        #expect(at(1) < at(6) && at(6) < 116 && at(1) > 16)
        #expect(shaded.planes[1] == still.planes[1])
    }
}
