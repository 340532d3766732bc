extension LookTable {
    /// Applies the table to a picture in place.
    public func apply(to planes: Planes420) { apply(from: planes, to: planes) }

    /// Applies the table to `source` and writes to `result`, which has the same size and either the same
    /// memory or no overlap. Allocates nothing.
    public func apply(from source: Planes420, to result: Planes420) {
        if isIdentity { return Self.copy(source, result) }
        precondition(!isDeep, "the table takes pictures of 10 bits")
        render(source, to: result, EightBits())
    }

    /// Applies a deep table to a picture of 10 bits of the same size.
    public func apply(from source: SampledPlanes420<UInt16>, to result: Planes420) {
        precondition(isDeep, "the table takes pictures of 8 bits")
        render(source, to: result, TenBits())
    }

    private func render<Depth: TableDepth>(
        _ source: SampledPlanes420<Depth.Sample>, to result: Planes420, _ depth: Depth
    ) {
        precondition(source.width == result.width && source.height == result.height, "sizes differ")
        nodes.withUnsafeBufferPointer { nodes in
            CornerWeights.all.withUnsafeBufferPointer { weights in
                guard let nodes = nodes.baseAddress, let weights = weights.baseAddress else { return }
                for row in 0..<(source.height + 1) / 2 {
                    BlockRow(source, row).render(
                        nodes, weights, depth, to: BlockRow(result, row), width: source.width)
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

/// How a picture's samples are looked up.
private protocol TableDepth {
    associatedtype Sample: FixedWidthInteger
    static var grid: LookTable.Grid { get }
    /// Two pixels whose chroma lies in the cell: luma, u, v and 0, times 256.
    static func mixed(_ cell: UnsafePointer<UInt64>, _ weights: CornerWeights, _ one: Sample, _ other: Sample)
        -> SIMD8<UInt16>
}

/// Two luma rows and their chroma row.
private struct BlockRow<Sample> {
    let top: UnsafeMutablePointer<Sample>
    /// Equal to ``top`` for the last row of an odd height.
    let bottom: UnsafeMutablePointer<Sample>
    let u: UnsafeMutablePointer<Sample>
    let v: UnsafeMutablePointer<Sample>

    init(_ planes: SampledPlanes420<Sample>, _ row: Int) {
        top = planes.y + 2 * row * planes.yStride
        bottom = 2 * row + 1 < planes.height ? top + planes.yStride : top
        (u, v) = (planes.u + row * planes.uvStride, planes.v + row * planes.uvStride)
    }

    @inline(__always) func render<Depth: TableDepth>(
        _ nodes: UnsafePointer<UInt64>, _ weights: UnsafePointer<CornerWeights>, _ depth: Depth,
        to result: BlockRow<UInt8>, width: Int
    ) where Depth.Sample == Sample {
        for column in 0..<width / 2 {
            render(nodes, weights, depth, to: result, column, left: 2 * column, right: 2 * column + 1)
        }
        if width & 1 == 1 {
            render(nodes, weights, depth, to: result, width / 2, left: width - 1, right: width - 1)
        }
    }

    /// Renders one 2x2 block: its chroma is the mean of the four results.
    @inline(__always) private func render<Depth: TableDepth>(
        _ nodes: UnsafePointer<UInt64>, _ weights: UnsafePointer<CornerWeights>, _ depth: Depth,
        to result: BlockRow<UInt8>, _ column: Int, left: Int, right: Int
    ) where Depth.Sample == Sample {
        // What is above 10 bits counts as their largest code.
        let (u, v) = (min(Int(u[column]), Depth.grid.codes - 1), min(Int(v[column]), Depth.grid.codes - 1))
        let cell = nodes + ((v >> 3) &* Depth.grid.row &+ (u >> 3) &* Depth.grid.lumas)
        let corners = weights[(v & 7) &* 8 &+ (u & 7)]
        let upper = Depth.mixed(cell, corners, top[left], top[right])
        let lower = Depth.mixed(cell, corners, bottom[left], bottom[right])
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

    @inline(__always) private static func halves(_ value: SIMD8<UInt16>) -> (UInt64, UInt64) {
        let pair = unsafeBitCast(value, to: SIMD2<UInt64>.self)
        return (pair.x, pair.y)
    }
}

private struct EightBits: TableDepth {
    static var grid: LookTable.Grid { .usual }

    @inline(__always) static func mixed(
        _ cell: UnsafePointer<UInt64>, _ weights: CornerWeights, _ one: UInt8, _ other: UInt8
    ) -> SIMD8<UInt16> {
        let (a, b) = (cell + Int(one), cell + Int(other))
        return weights.mixed(grid) { pair(a[$0], b[$0]) }
    }
}

/// In the lower bits of 16.
private struct TenBits: TableDepth {
    static var grid: LookTable.Grid { .deep }

    @inline(__always)
    static func mixed(_ cell: UnsafePointer<UInt64>, _ weights: CornerWeights, _ one: UInt16, _ other: UInt16)
        -> SIMD8<UInt16>
    {
        pair(mixed(cell, weights, one), mixed(cell, weights, other))
    }

    /// Both luma nodes of a pixel side by side, then the sum of their shares in sixteenths.
    @inline(__always) private static func mixed(
        _ cell: UnsafePointer<UInt64>, _ weights: CornerWeights, _ luma: UInt16
    ) -> UInt64 {
        let luma = min(luma, 1023)
        let (node, share) = (cell + Int(luma >> 4), UInt64(luma & 15))
        let everywhere: UInt64 = 0x0001_0001_0001_0001
        let both = weights.mixed(grid) { pair(node[$0], node[$0 &+ 1]) }
        let parts = (both &+ 8) &>> 4 &* pair((16 &- share) &* everywhere, share &* everywhere)
        let halves = unsafeBitCast(parts, to: SIMD2<UInt64>.self)
        return halves.x &+ halves.y
    }
}

/// Two words as eight fields. Vector halves would use generic code that is a hundred times slower.
@inline(__always) private func pair(_ a: UInt64, _ b: UInt64) -> SIMD8<UInt16> {
    unsafeBitCast(SIMD2(a, b), to: SIMD8<UInt16>.self)
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

    /// The fields that `at` gives of the four nodes, by their distance from the first; times 64.
    @inline(__always) func mixed(_ grid: LookTable.Grid, _ at: (Int) -> SIMD8<UInt16>) -> SIMD8<UInt16> {
        at(0) &* near &+ at(grid.lumas) &* right &+ at(grid.row) &* below &+ at(grid.row &+ grid.lumas) &* far
    }
}
