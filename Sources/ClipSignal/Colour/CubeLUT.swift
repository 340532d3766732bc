/// A colour lookup table, as in `.cube` files: one of three dimensions, a curve per channel, or both.
public struct CubeLUT: Hashable, Sendable {
    /// A curve per channel.
    struct Curve: Hashable, Sendable {
        /// The inputs of the first and the last node.
        var low = SIMD3<Float>(repeating: 0), high = SIMD3<Float>(repeating: 1)
        /// The outputs at the nodes, at least two.
        var nodes: [SIMD3<Float>] = []

        /// Interpolates linearly; an input outside has the output of the nearest node.
        func colour(at colour: SIMD3<Float>) -> SIMD3<Float> {
            let last = Float(nodes.count - 1)
            let place = ((colour - low) / (high - low) * last)
                .clamped(lowerBound: .zero, upperBound: SIMD3(repeating: last))
            var result = SIMD3<Float>()
            for channel in 0..<3 {
                let first = min(Int(place[channel]), nodes.count - 2)
                let (from, to) = (nodes[first][channel], nodes[first + 1][channel])
                result[channel] = from + (to - from) * (place[channel] - Float(first))
            }
            return result
        }
    }

    /// What comes before the table of three dimensions (a shaper); nil for none.
    var curve: Curve?
    /// Inputs, and outputs, are of video range: black is 16/255, white 235/255 (Resolve's `LUT_IN_VIDEO_RANGE`).
    var takesVideoRange = false, givesVideoRange = false
    /// Nodes per dimension, 2 to 65; 0 for a curve alone.
    public let size: Int
    /// The colour at the first node of each dimension.
    public let low: SIMD3<Float>
    /// The colour at the last node of each dimension, above ``low``.
    public let high: SIMD3<Float>
    /// The colours at the nodes; red varies fastest, then green, then blue.
    public let nodes: [SIMD3<Float>]

    private static let black: Float = 16.0 / 255, white: Float = 235.0 / 255

    /// Creates a table of `size` cubed nodes; the caller checks the arguments.
    init(size: Int, low: SIMD3<Float>, high: SIMD3<Float>, nodes: [SIMD3<Float>]) {
        (self.size, self.low, self.high, self.nodes) = (size, low, high, nodes)
    }

    /// How far a table is extrapolated linearly, as a share of its domain. The look table's cells at the
    /// gamut's edge reach slightly outside: a hard edge there would bend the colours inside.
    private static let margin: Float = 0.04

    /// Looks up a colour of full range: 0 is black, 1 white.
    public func colour(at colour: SIMD3<Float>) -> SIMD3<Float> {
        let range = Self.white - Self.black
        var colour = takesVideoRange ? colour * range + Self.black : colour
        if let curve { colour = curve.colour(at: colour) }
        if size > 0 { colour = tableColour(at: colour) }
        return givesVideoRange ? (colour - Self.black) / range : colour
    }

    /// Tetrahedral interpolation (J. Kasson et al., Journal of Electronic Imaging 4(3), 1995), the default of FFmpeg's `lut3d`.
    private func tableColour(at colour: SIMD3<Float>) -> SIMD3<Float> {
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
    @inline(__always) private func tetrahedral(
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
