extension LookTable {
    /// Applies the table to a picture in place.
    public func apply(to planes: Planes420) { apply(from: planes, to: planes) }

    /// Applies the table to `source` and writes to `result`, which has the same size and either the same
    /// memory or no overlap. Allocates nothing.
    public func apply(from source: Planes420, to result: Planes420) {
        precondition(source.width == result.width && source.height == result.height, "sizes differ")
        if isIdentity { return Self.copy(source, result) }
        nodes.withUnsafeBufferPointer { nodes in
            CornerWeights.all.withUnsafeBufferPointer { weights in
                guard let nodes = nodes.baseAddress, let weights = weights.baseAddress else { return }
                for row in 0..<(source.height + 1) / 2 {
                    BlockRow(source, row).render(
                        nodes, weights, to: BlockRow(result, row), width: source.width)
                }
            }
        }
    }

    private static func copy(_ source: Planes420, _ result: Planes420) {
        guard source.y != result.y else { return }
        let (columns, rows) = ((source.width + 1) / 2, (source.height + 1) / 2)
        for row in 0..<source.height {
            (result.y + row * result.yStride).update(
                from: source.y + row * source.yStride, count: source.width)
        }
        for row in 0..<rows {
            (result.u + row * result.uvStride).update(from: source.u + row * source.uvStride, count: columns)
            (result.v + row * result.uvStride).update(from: source.v + row * source.uvStride, count: columns)
        }
    }
}

/// Two luma rows and their chroma row.
private struct BlockRow {
    let top: UnsafeMutablePointer<UInt8>
    /// Equal to ``top`` for the last row of an odd height.
    let bottom: UnsafeMutablePointer<UInt8>
    let u: UnsafeMutablePointer<UInt8>
    let v: UnsafeMutablePointer<UInt8>

    init(_ planes: Planes420, _ row: Int) {
        top = planes.y + 2 * row * planes.yStride
        bottom = 2 * row + 1 < planes.height ? top + planes.yStride : top
        (u, v) = (planes.u + row * planes.uvStride, planes.v + row * planes.uvStride)
    }

    func render(
        _ nodes: UnsafePointer<UInt64>, _ weights: UnsafePointer<CornerWeights>, to result: BlockRow,
        width: Int
    ) {
        for column in 0..<width / 2 {
            render(nodes, weights, to: result, column, left: 2 * column, right: 2 * column + 1)
        }
        if width & 1 == 1 {
            render(nodes, weights, to: result, width / 2, left: width - 1, right: width - 1)
        }
    }

    /// Renders one 2x2 block: its chroma is the mean of the four results.
    @inline(__always)
    private func render(
        _ nodes: UnsafePointer<UInt64>, _ weights: UnsafePointer<CornerWeights>, to result: BlockRow,
        _ column: Int,
        left: Int, right: Int
    ) {
        let (u, v) = (Int(u[column]), Int(v[column]))
        let cell = nodes + ((v >> 3) &* LookTable.side &+ (u >> 3)) &* 256
        let corners = weights + ((v & 7) &* 8 &+ (u & 7))
        let upper = corners.pointee.mixed(cell + Int(top[left]), cell + Int(top[right]))
        let lower = corners.pointee.mixed(cell + Int(bottom[left]), cell + Int(bottom[right]))
        let (a, b) = Self.halves(upper &+ 128)
        let (c, d) = Self.halves(lower &+ 128)
        result.top[left] = UInt8(truncatingIfNeeded: a >> 8)
        result.top[right] = UInt8(truncatingIfNeeded: b >> 8)
        result.bottom[left] = UInt8(truncatingIfNeeded: c >> 8)
        result.bottom[right] = UInt8(truncatingIfNeeded: d >> 8)
        let pairs = Self.halves(upper &>> 2 &+ lower &>> 2 &+ 64)
        let sum = pairs.0 &+ pairs.1
        result.u[column] = UInt8(truncatingIfNeeded: sum >> 24)
        result.v[column] = UInt8(truncatingIfNeeded: sum >> 40)
    }

    @inline(__always)
    private static func halves(_ value: SIMD8<UInt16>) -> (UInt64, UInt64) {
        let pair = unsafeBitCast(value, to: SIMD2<UInt64>.self)
        return (pair.x, pair.y)
    }
}

/// Bilinear weights of the four nodes around a chroma value, in sixty-fourths, repeated in all lanes.
private struct CornerWeights {
    let near: SIMD8<UInt16>
    let right: SIMD8<UInt16>
    let below: SIMD8<UInt16>
    let far: SIMD8<UInt16>

    /// Weights for all remainders of v and u by 8; u varies fastest.
    static let all: [CornerWeights] = (0..<64).map { index in
        let (u, v) = (UInt16(index & 7), UInt16(index >> 3))
        return CornerWeights(
            near: .init(repeating: (8 - u) * (8 - v)), right: .init(repeating: u * (8 - v)),
            below: .init(repeating: (8 - u) * v), far: .init(repeating: u * v))
    }

    /// Two adjacent pixels: luma, u, v and 0, times 256.
    @inline(__always)
    func mixed(_ a: UnsafePointer<UInt64>, _ b: UnsafePointer<UInt64>) -> SIMD8<UInt16> {
        let row = LookTable.side &* 256
        return Self.pair(a[0], b[0]) &* near &+ Self.pair(a[256], b[256]) &* right
            &+ Self.pair(a[row], b[row]) &* below &+ Self.pair(a[row &+ 256], b[row &+ 256]) &* far
    }

    /// Built from whole words: vector halves would use generic code that is a hundred times slower.
    @inline(__always)
    private static func pair(_ a: UInt64, _ b: UInt64) -> SIMD8<UInt16> {
        unsafeBitCast(SIMD2(a, b), to: SIMD8<UInt16>.self)
    }
}
