import ClipCore
import Testing

@testable import ClipMedia

@Suite struct EdgeFinderTests {
    /// The edges of a picture of 200x100 whose luma is told by column and row.
    private func edges(bits: Int = 8, _ luma: (Int, Int) -> Int) -> PictureEdges {
        let shift = bits - 8
        let stride = 200 * (shift > 0 ? 2 : 1)
        var bytes = [UInt8](repeating: 0, count: stride * 100)
        for row in 0..<100 {
            for column in 0..<200 {
                let value = luma(column, row) << shift
                if shift > 0 {
                    bytes[row * stride + 2 * column] = UInt8(value & 255)
                    bytes[row * stride + 2 * column + 1] = UInt8(value >> 8)
                } else {
                    bytes[row * stride + column] = UInt8(value)
                }
            }
        }
        return bytes.withUnsafeMutableBufferPointer {
            EdgeFinder(plane: ($0.baseAddress!, stride), size: (200, 100), shift: shift).edges
        }
    }

    @Test(arguments: [8, 10]) func `bars end sharply`(bits: Int) {
        let found = edges(bits: bits) { column, row in
            (30..<170).contains(column) && (12..<90).contains(row) ? 90 + (column + row) % 40 : 16
        }
        #expect(found.top == .init(12, isSharp: true) && found.bottom == .init(10, isSharp: true))
        #expect(found.left == .init(30, isSharp: true) && found.right == .init(30, isSharp: true))
    }

    @Test(arguments: [0.1, 0.4, 0.9]) func `a picture that darkens to one side has no bar there`(
        slope: Double
    ) {
        let found = edges { column, _ in 17 + Int(Double(column) * slope) }
        #expect(found.left.depth > 0 && !found.left.isSharp)
        #expect(found.right == .init(0, isSharp: true))
    }
}
