/// A small picture in its own memory: 8-bit 4:2:0 of even size, upright, square pixels.
public struct Still: Sendable {
    /// One plane of a picture in the caller's memory.
    public struct Plane {
        let base: UnsafePointer<UInt8>
        let stride: Int
        let size: (width: Int, height: Int)

        /// - Parameter stride: bytes between rows.
        public init(_ base: UnsafePointer<UInt8>, stride: Int, width: Int, height: Int) {
            (self.base, self.stride, size) = (base, stride, (width, height))
        }
    }

    /// The rotation that makes a picture upright. It mirrors vertically first, then rotates clockwise by 0,
    /// 90, 180 or 270 degrees, as `av_display_rotation_get` decomposes a mirroring display matrix.
    public struct Turn: Sendable {
        let degrees: Int
        let isMirrored: Bool

        /// Creates a rotation; other angles count as 0.
        public init(degrees: Int, isMirrored: Bool) {
            (self.degrees, self.isMirrored) = (degrees, isMirrored)
        }

        /// Width and height before the turn, from those after it, or the other way round.
        func size(_ width: Int, _ height: Int) -> (width: Int, height: Int) {
            degrees == 90 || degrees == 270 ? (height, width) : (width, height)
        }

        /// Where a pixel of the upright picture of that size lies before the turn.
        @inline(__always)
        func source(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> (column: Int, row: Int) {
            var (column, row) = (x, y)
            switch degrees {
            case 90: (column, row) = (y, width - 1 - x)
            case 180: (column, row) = (width - 1 - x, height - 1 - y)
            case 270: (column, row) = (height - 1 - y, x)
            default: break
            }
            if isMirrored { row = size(width, height).height - 1 - row }
            return (column, row)
        }
    }

    /// Pixels per row.
    public let width: Int
    /// Number of rows.
    public let height: Int
    private(set) var planes: [[UInt8]]

    /// Scales and rotates a picture to an even size near the given one: each pixel is the mean of those that
    /// it covers.
    public init(y: Plane, u: Plane, v: Plane, width: Int, height: Int, turn: Turn) {
        (self.width, self.height) = (max(2, width & ~1), max(2, height & ~1))
        let (w, h) = (self.width, self.height)
        planes = [
            Self.shrunk(y, w, h, turn), Self.shrunk(u, w / 2, h / 2, turn),
            Self.shrunk(v, w / 2, h / 2, turn),
        ]
    }

    private static func shrunk(_ plane: Plane, _ width: Int, _ height: Int, _ turn: Turn) -> [UInt8] {
        let (across, down) = turn.size(width, height)
        var result: [UInt8] = []
        result.reserveCapacity(width * height)
        for y in 0..<height {
            for x in 0..<width {
                let (column, row) = turn.source(x, y, width, height)
                result.append(mean(plane, column, of: across, row, of: down))
            }
        }
        return result
    }

    private static func mean(_ plane: Plane, _ column: Int, of columns: Int, _ row: Int, of rows: Int)
        -> UInt8
    {
        let xs = span(column, columns, plane.size.width)
        let ys = span(row, rows, plane.size.height)
        var sum = 0
        for y in ys { for x in xs { sum &+= Int(plane.base[y &* plane.stride &+ x]) } }
        let count = xs.count * ys.count
        return UInt8((sum + count / 2) / count)
    }

    private static func span(_ index: Int, _ count: Int, _ length: Int) -> Range<Int> {
        let start = index * length / count
        return start..<max(start + 1, (index + 1) * length / count)
    }

    /// Copies a picture of even size.
    public init(_ planes: Planes420) {
        (width, height) = (planes.width, planes.height)
        let copy = { (base: UnsafeMutablePointer<UInt8>, stride: Int, width: Int, height: Int) in
            (0..<height).flatMap { UnsafeBufferPointer(start: base + $0 * stride, count: width) }
        }
        self.planes = [
            copy(planes.y, planes.yStride, width, height),
            copy(planes.u, planes.uvStride, width / 2, height / 2),
            copy(planes.v, planes.uvStride, width / 2, height / 2),
        ]
    }

    /// Copies the picture to planes of equal size.
    public func copy(to other: Planes420) {
        let targets = [
            (other.y, other.yStride, width), (other.u, other.uvStride, width / 2),
            (other.v, other.uvStride, width / 2),
        ]
        for (plane, (base, stride, width)) in zip(planes, targets) {
            for row in 0..<plane.count / width {
                for x in 0..<width { base[row * stride + x] = plane[row * width + x] }
            }
        }
    }

    /// Maps the luma of each pixel.
    mutating func changeLuma(_ body: (_ x: Int, _ y: Int, _ luma: UInt8) -> UInt8) {
        for y in 0..<height {
            for x in 0..<width { planes[0][y * width + x] = body(x, y, planes[0][y * width + x]) }
        }
    }

    /// Applies a look table.
    public func applying(_ table: LookTable) -> Still {
        var copy = self
        copy.changePlanes(table.apply(to:))
        return copy
    }

    private mutating func changePlanes(_ body: (Planes420) -> Void) {
        let (width, height) = (width, height)
        var bytes = planes[0] + planes[1] + planes[2]
        bytes.withUnsafeMutableBufferPointer { bytes in
            guard let y = bytes.baseAddress else { return }
            let u = y + width * height
            body(
                Planes420(
                    y: y, u: u, v: u + width * height / 4, yStride: width, uvStride: width / 2, width: width,
                    height: height))
        }
        let (first, second) = (width * height, width * height * 5 / 4)
        planes = [Array(bytes[..<first]), Array(bytes[first..<second]), Array(bytes[second...])]
    }

    /// RGB of a pixel as displayed; the picture must be in ``ColourModel/delivery``.
    func colour(_ x: Int, _ y: Int) -> (red: UInt8, green: UInt8, blue: UInt8) {
        let chroma = y / 2 * (width / 2) + x / 2
        let colour =
            ColourModel.delivery.colour(
                y: Float(planes[0][y * width + x]), u: Float(planes[1][chroma]), v: Float(planes[2][chroma]))
            * 255
        let codes = colour.clamped(lowerBound: .zero, upperBound: SIMD3(repeating: 255)).rounded(
            .toNearestOrEven)
        return (UInt8(codes.x), UInt8(codes.y), UInt8(codes.z))
    }
}
