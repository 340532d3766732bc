/// A picture of red, green and blue bytes, upright, with square pixels, in full range and the display's gamma.
public struct RGBPicture: Sendable {
    /// Pixels a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// Bytes from row to row.
    let stride: Int
    let bytes: [UInt8]

    /// - Parameters:
    ///   - bytes: row by row, three a pixel: red, green, blue (FFmpeg's `rgb24`).
    ///   - stride: bytes from row to row; nil for rows without padding.
    /// - Returns: nil if the size is not positive, or `bytes` is too short for it.
    public init?(width: Int, height: Int, bytes: [UInt8], stride: Int? = nil) {
        guard (1...32768).contains(width), (1...32768).contains(height) else { return nil }
        let stride = stride ?? width * 3
        guard stride >= width * 3, stride <= 1 << 32, bytes.count >= (height - 1) * stride + width * 3 else {
            return nil
        }
        (self.width, self.height, self.stride, self.bytes) = (width, height, stride, bytes)
    }

    /// Copies planes of red, green and blue, and turns them upright.
    ///
    /// - Parameters:
    ///   - planes: of equal size: the width and height below before the turn.
    ///   - width: pixels per row of the upright picture.
    ///   - height: its rows.
    /// - Returns: nil if the planes are not three of that size.
    public init?(_ planes: [Still.Plane], width: Int, height: Int, turn: Still.Turn) {
        let size = turn.size(width, height)
        guard width > 0, height > 0, planes.count == 3, planes.allSatisfy({ $0.size == size }) else {
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: width * height * 3)
        bytes.withUnsafeMutableBufferPointer { bytes in
            for (channel, plane) in planes.enumerated() {
                for y in 0..<height {
                    for x in 0..<width {
                        let (column, row) = turn.source(x, y, width, height)
                        bytes[(y * width + x) * 3 + channel] = plane.base[row * plane.stride + column]
                    }
                }
            }
        }
        self.init(width: width, height: height, bytes: bytes)
    }
}

/// A rectangle of a picture, in pixels.
public struct PictureTile: Hashable, Sendable {
    /// Of the left column.
    public var x: Int
    /// Of the top row.
    public var y: Int
    /// Columns.
    public var width: Int
    /// Rows.
    public var height: Int

    /// A rectangle.
    public init(x: Int, y: Int, width: Int, height: Int) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    /// All of a picture.
    public init(_ picture: RGBPicture) { self.init(x: 0, y: 0, width: picture.width, height: picture.height) }

    /// Overlapping squares that cover a picture, row by row: as few as possible, each begins at most 0.7 sides after the
    /// one before.
    ///
    /// A 16:9 picture has three at share 1 and eight at share 0.6.
    ///
    /// - Parameter share: side of a square by the picture's shorter side, above 0 and at most 1.
    public static func squares(width: Int, height: Int, share: Double = 1) -> [PictureTile] {
        guard width > 0, height > 0 else { return [] }
        let side = max(1, Int(Double(min(width, height)) * min(max(share, 0.05), 1)))
        let starts = { (length: Int) -> [Int] in
            let steps = Int((Double(length - side) / (0.7 * Double(side))).rounded(.up))
            return steps == 0 ? [0] : (0...steps).map { (length - side) * $0 / steps }
        }
        return starts(height).flatMap { y in
            starts(width).map { PictureTile(x: $0, y: y, width: side, height: side) }
        }
    }
}
