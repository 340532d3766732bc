internal import SystemLibrary

/// Every n-th row of a picture, to compare it with another decode: a fraction of its memory, and none of the
/// decoder's buffers.
public struct PictureSample: Sendable {
    private let format: PixelFormat
    private let size: (width: Int, height: Int)
    private let every: Int
    private let rows: [UInt8]

    /// - Parameter every: keeps one in this many rows; 1 keeps the whole picture.
    public init(_ frame: borrowing Frame, every: Int = 4) {
        format = frame.pixelFormat
        size = (frame.width, frame.height)
        self.every = every
        var rows: [UInt8] = []
        let lines = frame.pixelFormat.planes(width: frame.width, height: frame.height)
        // An array that grows on its own ends up to twice as large.
        rows.reserveCapacity(lines.reduce(0) { $0 + $1.0 * (($1.1 + every - 1) / every) })
        Self.forEachRow(of: frame, every) { rows += $0 }
        self.rows = rows
    }

    private static func forEachRow(
        of frame: borrowing Frame, _ every: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        let planes = frame.pixelFormat.planes(width: frame.width, height: frame.height)
        for (index, (bytes, height)) in planes.enumerated() {
            guard let plane = frame.plane(index) else { return }
            for row in stride(from: 0, to: height, by: every) {
                body(UnsafeBufferPointer(start: plane.base + row * plane.stride, count: bytes))
            }
        }
    }

    /// PSNR of another picture against this one over all planes, in dB: infinity if equal, nil if format or
    /// size differ.
    ///
    /// 10·log10(peak² · samples / Σ error²), planes weighted by area as in FFmpeg's `psnr` filter.
    public func signalToNoise(of frame: borrowing Frame) -> Double? {
        guard frame.pixelFormat == format, (frame.width, frame.height) == size else { return nil }
        let isWide = format.bitDepth > 8
        var (error, offset): (UInt64, Int) = (0, 0)
        rows.withUnsafeBufferPointer { rows in
            Self.forEachRow(of: frame, every) { row in
                let mine = UnsafeBufferPointer(rebasing: rows[offset..<offset + row.count])
                if memcmp(mine.baseAddress!, row.baseAddress!, row.count) != 0 {
                    error &+= Self.squaredError(mine, row, isWide: isWide)
                }
                offset += row.count
            }
        }
        guard error > 0 else { return .infinity }
        let peak = Double((1 << format.bitDepth) - 1)
        return 10 * log10(peak * peak * Double(rows.count / (isWide ? 2 : 1)) / Double(error))
    }

    private static func squaredError(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>, isWide: Bool
    ) -> UInt64 {
        var sum: UInt64 = 0
        if isWide {
            let (left, right) = (UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
            for offset in stride(from: 0, to: left.count - 1, by: 2) {
                let a = left.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
                let b = right.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
                let difference = Int64(a) &- Int64(b)
                sum &+= UInt64(difference &* difference)
            }
        } else {
            for x in 0..<left.count {
                let difference = Int32(left[x]) &- Int32(right[x])
                sum &+= UInt64(UInt32(difference &* difference))
            }
        }
        return sum
    }
}
