public import ClipCore
internal import SystemLibrary

/// A table in YUV that combines a look, a LUT and the conversion of the source's colours to BT.709.
///
/// Nodes lie at even distances of both chromas, and of luma; between them it is interpolated. Immutable.
public struct LookTable: Sendable {
    /// Where the nodes lie.
    struct Grid: Hashable {
        /// Number of codes of the input.
        let codes: Int
        /// Chroma nodes per axis.
        let side: Int
        /// Luma nodes.
        let lumas: Int

        /// Every eighth chroma code and each luma code of 8 bits.
        static var usual: Grid { Grid(codes: 256, side: 33, lumas: 256) }
        /// Every eighth chroma code and every sixteenth luma code of 10 bits: HDR's curves are steeper.
        static var deep: Grid { Grid(codes: 1024, side: 129, lumas: 65) }

        /// Distance of nodes that are neighbours in v; in u it is ``lumas``.
        @inline(__always) var row: Int { side &* lumas }
    }

    /// The table changes nothing.
    public let isIdentity: Bool
    /// It takes 10-bit pictures of HDR; otherwise 8-bit ones.
    public let isDeep: Bool
    /// Luma, u and v of each node in 16-bit fields from the lowest; luma varies fastest, then u, then v. A
    /// field holds quarters of a code: room for weights with a sum of 64.
    let nodes: [UInt64]

    /// Builds the table; takes a few milliseconds, for HDR some tens.
    ///
    /// - Parameters:
    ///   - look: the look; nil for none.
    ///   - cube: the LUT applied after it; nil for none.
    ///   - source: the colour model of the input. The output is ``ColourModel/delivery``, of 8 bits.
    public init(_ look: Look?, _ cube: CubeLUT? = nil, from source: ColourModel = .delivery) {
        let look = look?.isNeutral == true ? nil : look
        isIdentity = look == nil && cube == nil && source == .delivery
        isDeep = source.toneMapping != nil
        nodes = isIdentity ? [] : Self.bake(look, cube, source, isDeep ? .deep : .usual)
    }

    private static func bake(_ look: Look?, _ cube: CubeLUT?, _ source: ColourModel, _ grid: Grid) -> [UInt64]
    {
        let function = look.map(LookFunction.init)
        let toneMapping = source.toneMapping.map { ToneMappingFunction($0, source.primaries) }
        let scale = 256 / Float(grid.codes)
        let (step, fine) = (8 * scale, Float(grid.codes / (grid.lumas & ~1)) * scale)
        return [UInt64](unsafeUninitializedCapacity: grid.side * grid.row) { nodes, count in
            count = grid.side * grid.row
            for index in 0..<count {
                let (y, chroma) = (index % grid.lumas, index / grid.lumas)
                let (u, v) = (chroma % grid.side, chroma / grid.side)
                var colour = source.colour(y: Float(y) * fine, u: Float(u) * step, v: Float(v) * step)
                colour = toneMapping?(colour) ?? source.narrowed(colour)
                if let function { colour = function(colour) }
                if let cube { colour = cube.colour(at: colour) }
                nodes[index] = packed(ColourModel.delivery.codes(colour))
            }
        }
    }

    @inline(__always) private static func packed(_ codes: SIMD3<Float>) -> UInt64 {
        field(codes.x) | field(codes.y) << 16 | field(codes.z) << 32
    }

    @inline(__always) private static func field(_ code: Float) -> UInt64 {
        UInt64(truncatingIfNeeded: Int32(min(max(code, 0), 255) * 4 + 0.5))
    }
}

extension Look {
    /// It changes no colour.
    var isNeutral: Bool {
        temperature == 0 && tint == 0 && contrast == 1 && saturation == 1
            && curves.values.allSatisfy { $0.allSatisfy { $0.x == $0.y } }
    }
}
