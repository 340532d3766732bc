/// Crops a picture at a position between pixels.
///
/// Values between pixels are interpolated from two on either side by a Catmull-Rom cubic, which keeps whole
/// steps unchanged. A position in whole luma pixels may lie halfway between chroma pixels.
public struct PictureShift: Hashable, Sendable {
    private let x: Double
    private let y: Double

    /// - Parameters:
    ///   - x: luma columns before the crop, not negative.
    ///   - y: luma rows above it, not negative.
    public init(x: Double, y: Double) { (self.x, self.y) = (x, y) }

    /// Fills `result` from its position in `source`; the last column and row are repeated beyond the source.
    public func apply(from source: Planes420, to result: Planes420) {
        let half = { (length: Int) in (length + 1) / 2 }
        shift(
            Plane(source.y, source.yStride, source.width, source.height),
            Plane(result.y, result.yStride, result.width, result.height), x, y)
        for (from, to) in [(source.u, result.u), (source.v, result.v)] {
            shift(
                Plane(from, source.uvStride, half(source.width), half(source.height)),
                Plane(to, result.uvStride, half(result.width), half(result.height)), x / 2, y / 2)
        }
    }

    private struct Plane {
        let base: UnsafeMutablePointer<UInt8>
        let stride: Int
        let width: Int
        let height: Int

        init(_ base: UnsafeMutablePointer<UInt8>, _ stride: Int, _ width: Int, _ height: Int) {
            (self.base, self.stride, self.width, self.height) = (base, stride, width, height)
        }

        func row(_ y: Int) -> UnsafeMutablePointer<UInt8> { base + max(0, min(height - 1, y)) * stride }
    }

    private func shift(_ source: Plane, _ result: Plane, _ x: Double, _ y: Double) {
        let (across, down) = (Taps(x), Taps(y))
        if !down.isWhole {
            // Vertical first if both are needed: a crop that moves in both directions is rare.
            var rows = [UInt8](repeating: 0, count: source.width)
            rows.withUnsafeMutableBufferPointer { rows in
                for y in 0..<result.height {
                    down.mix(
                        (-1...2).map { source.row(y + down.start + $0) }, to: rows.baseAddress!,
                        count: source.width)
                    across.shift(rows.baseAddress!, source.width, to: result.row(y), count: result.width)
                }
            }
            return
        }
        for y in 0..<result.height {
            across.shift(source.row(y + down.start), source.width, to: result.row(y), count: result.width)
        }
    }
}

/// Weights of four neighbours for a position between the second and the third, in 128ths.
private struct Taps {
    /// Index of the second neighbour.
    let start: Int
    private let weights: (UInt16, UInt16, UInt16, UInt16)

    init(_ offset: Double) {
        let steps = Int((offset * 64).rounded())
        start = steps >> 6
        let t = Double(steps & 63) / 64
        let (t2, t3) = (t * t, t * t * t)
        let (a, b, d) = ((-t3 + 2 * t2 - t) / 2, (3 * t3 - 5 * t2 + 2) / 2, (t3 - t2) / 2)
        let first = UInt16(bitPattern: Int16((a * 128).rounded()))
        let second = UInt16(bitPattern: Int16((b * 128).rounded()))
        let last = UInt16(bitPattern: Int16((d * 128).rounded()))
        weights = (first, second, 128 &- first &- second &- last, last)
    }

    var isWhole: Bool { weights.1 == 128 }

    func mix(_ rows: [UnsafeMutablePointer<UInt8>], to result: UnsafeMutablePointer<UInt8>, count: Int) {
        let (a, b, c, d) = (rows[0], rows[1], rows[2], rows[3])
        for x in 0..<count { result[x] = mixed(a[x], b[x], c[x], d[x]) }
    }

    func shift(
        _ row: UnsafeMutablePointer<UInt8>, _ width: Int, to result: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        // The range where all four neighbours are in the row.
        let inner = max(0, 1 - start)..<max(max(0, 1 - start), min(count, width - start - 2))
        if isWhole {
            let most = max(0, min(count, width - start))
            result.update(from: row + min(start, width - 1), count: most)
            for x in most..<max(most, count) { result[x] = row[width - 1] }
            return
        }
        let from = row + start
        mix((-1...2).map { from + inner.lowerBound + $0 }, to: result + inner.lowerBound, count: inner.count)
        for x in Array(0..<min(count, inner.lowerBound)) + Array(min(count, inner.upperBound)..<count) {
            let at = { (place: Int) in row[max(0, min(width - 1, place))] }
            result[x] = mixed(at(start + x - 1), at(start + x), at(start + x + 1), at(start + x + 2))
        }
    }

    /// In 16 bits, for more vector lanes: adding 8192 keeps negative sums positive.
    @inline(__always) private func mixed(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> UInt8 {
        let sum =
            weights.0 &* UInt16(a) &+ weights.1 &* UInt16(b) &+ weights.2 &* UInt16(c)
            &+ weights.3 &* UInt16(d) &+ (8192 + 64)
        return UInt8(truncatingIfNeeded: min(max(sum &>> 7, 64), 319) &- 64)
    }
}
