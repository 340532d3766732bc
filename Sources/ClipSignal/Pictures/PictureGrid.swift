public import ClipCore

/// A picture reduced to a regular grid of points: enough to detect shots.
public struct PictureGrid: Sendable {
    /// Luma points per row, and rows.
    public static let size = (width: 64, height: 36)
    /// Points of each chroma plane per row, and rows.
    public static let chromaSize = (width: 32, height: 18)

    /// Luma, row by row: 64x36.
    public var luma: [UInt8]
    /// Cb, then Cr, row by row: 32x18 each.
    public var chroma: [UInt8]
    /// Mean absolute difference of luma two pixels apart in the full picture.
    public var sharpness: Float
    /// Black at the picture's edges, in its own pixels.
    public var edges = PictureEdges()
    /// Chroma points that are not in the black edges.
    public var inside: (columns: Range<Int>, rows: Range<Int>)

    /// Creates a grid of points, without black edges.
    public init(luma: [UInt8], chroma: [UInt8], sharpness: Float) {
        (self.luma, self.chroma, self.sharpness) = (luma, chroma, sharpness)
        inside = (0..<Self.chromaSize.width, 0..<Self.chromaSize.height)
    }

    /// Sets the black edges of a picture of this size in pixels.
    public mutating func set(_ edges: PictureEdges, width: Int, height: Int) {
        self.edges = edges
        inside = (
            Self.inside(edges.left, edges.right, of: width, points: Self.chromaSize.width),
            Self.inside(edges.top, edges.bottom, of: height, points: Self.chromaSize.height)
        )
    }

    /// Points completely between two edges; all points if too few are left.
    private static func inside(
        _ first: PictureEdges.Edge, _ last: PictureEdges.Edge, of length: Int, points: Int
    ) -> Range<Int> {
        let from = (Int(first.depth) * points + length - 1) / max(1, length)
        let to = points - (Int(last.depth) * points + length - 1) / max(1, length)
        return to - from >= points / 8 ? from..<to : 0..<points
    }

    static let blockSize = (width: 16, height: 9)

    /// Means of 16x9 blocks: luma, then 1.5 times Cb and Cr.
    var blocks: [Float] {
        let (columns, rows) = Self.blockSize
        let half = columns * rows
        let u = Self.means(chroma, 0, Self.chromaSize.width, columns, rows, of: 2)
        let v = Self.means(chroma, chroma.count / 2, Self.chromaSize.width, columns, rows, of: 2)
        var blocks = Self.means(luma, 0, Self.size.width, columns, rows, of: 4)
        blocks.reserveCapacity(3 * half)
        blocks += (u + v).map { $0 * 1.5 }
        return blocks
    }

    private static func means(
        _ points: [UInt8], _ offset: Int, _ width: Int, _ columns: Int, _ rows: Int, of side: Int
    ) -> [Float] {
        var sums = [Int32](repeating: 0, count: columns * rows)
        points.withUnsafeBufferPointer { points in
            for y in 0..<rows * side {
                for x in 0..<columns * side {
                    sums[y / side * columns + x / side] &+= Int32(points[offset + y * width + x])
                }
            }
        }
        return sums.map { Float($0) / Float(side * side) }
    }

    /// Cumulative histograms of 32 levels of luma, Cb and Cr, each from 0 to 1.
    var distribution: [Float] {
        let half = chroma.count / 2
        return Self.cumulative(luma[...]) + Self.cumulative(chroma[..<half])
            + Self.cumulative(chroma[half...])
    }

    private static func cumulative(_ points: ArraySlice<UInt8>) -> [Float] {
        var counts = [Int32](repeating: 0, count: 32)
        points.withUnsafeBufferPointer { for point in $0 { counts[Int(point >> 3)] &+= 1 } }
        var sum: Int32 = 0
        return counts.map {
            sum += $0
            return Float(sum) / Float(points.count)
        }
    }

    /// Mean absolute difference of luma and twice the chroma.
    public func difference(to other: PictureGrid) -> Float {
        let sum = Self.difference(luma, other.luma) + 2 * Self.difference(chroma, other.chroma)
        return Float(sum) / Float(luma.count + chroma.count)
    }

    private static func difference(_ left: [UInt8], _ right: [UInt8]) -> Int32 {
        left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in
                var sum: Int32 = 0
                for index in 0..<min(left.count, right.count) {
                    sum &+= abs(Int32(left[index]) &- Int32(right[index]))
                }
                return sum
            }
        }
    }
}
