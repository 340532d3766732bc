/// A 3D colour lookup table, as in `.cube` files.
public struct CubeLUT: Hashable, Sendable {
    /// Nodes per dimension, 2 to 65.
    public let size: Int
    /// The colour at the first node of each dimension.
    public let low: SIMD3<Float>
    /// The colour at the last node of each dimension, above ``low``.
    public let high: SIMD3<Float>
    /// The colours at the nodes; red varies fastest, then green, then blue.
    public let nodes: [SIMD3<Float>]

    /// Creates a table of `size` cubed nodes; the caller checks the arguments.
    init(size: Int, low: SIMD3<Float>, high: SIMD3<Float>, nodes: [SIMD3<Float>]) {
        (self.size, self.low, self.high, self.nodes) = (size, low, high, nodes)
    }

    /// How far a table is extrapolated linearly, as a share of its domain. The look table's cells at the
    /// gamut's edge reach slightly outside: a hard edge there would bend the colours inside.
    private static let margin: Float = 0.04

    /// Looks up a colour by tetrahedral interpolation (J. Kasson et al., Journal of Electronic Imaging 4(3),
    /// 1995), the default of FFmpeg's `lut3d`.
    public func colour(at colour: SIMD3<Float>) -> SIMD3<Float> {
        let last = Float(size - 1)
        let part = (colour - low) / (high - low)
        let place =
            part.clamped(
                lowerBound: SIMD3(repeating: -Self.margin), upperBound: SIMD3(repeating: 1 + Self.margin))
            * last
        let cell = place.rounded(.down).clamped(lowerBound: .zero, upperBound: SIMD3(repeating: last - 1))
        let rest = place - cell
        let first = Int(cell.x) + size * (Int(cell.y) + size * Int(cell.z))
        return nodes.withUnsafeBufferPointer { tetrahedral($0, first, rest) }
    }

    /// Walks from the cell's first corner to its last along the axes, the largest remainder first.
    @inline(__always)
    private func tetrahedral(
        _ nodes: UnsafeBufferPointer<SIMD3<Float>>, _ first: Int, _ rest: SIMD3<Float>
    ) -> SIMD3<Float> {
        let (r, g, b) = (1, size, size * size)
        let (x, y, z) = (rest.x, rest.y, rest.z)
        let path =
            x > y
            ? y > z ? (r, g, x, y, z) : x > z ? (r, b, x, z, y) : (b, r, z, x, y)
            : z > y ? (b, g, z, y, x) : z > x ? (g, b, y, z, x) : (g, r, y, x, z)
        let second = nodes[first + path.0]
        let third = nodes[first + path.0 + path.1]
        return nodes[first] + (second - nodes[first]) * path.2 + (third - second) * path.3
            + (nodes[first + r + g + b] - third) * path.4
    }
}
