public import ClipCore
internal import SystemLibrary

/// A table in YUV that combines a look, a LUT and the conversion of the source's colours to BT.709.
///
/// Nodes lie at every eighth code of both chromas, 33 by 33, and at each of the 256 luma codes; chroma is
/// interpolated between nodes, luma never. Immutable.
public struct LookTable: Sendable {
    /// Number of chroma nodes per axis.
    static let side = 33
    /// The table changes nothing.
    public let isIdentity: Bool
    /// Luma, u and v of each node in 16-bit fields from the lowest; luma varies fastest, then u, then v. A
    /// field holds quarters of a code: room for weights with a sum of 64.
    let nodes: [UInt64]

    /// Builds the table; takes a few milliseconds.
    ///
    /// - Parameters:
    ///   - look: the look; nil for none.
    ///   - cube: the LUT applied after it; nil for none.
    ///   - source: the colour model of the input. The output is ``ColourModel/delivery``.
    public init(_ look: Look?, _ cube: CubeLUT? = nil, from source: ColourModel = .delivery) {
        let look = look?.isNeutral == true ? nil : look
        isIdentity = look == nil && cube == nil && source == .delivery
        nodes = isIdentity ? [] : Self.bake(look, cube, source)
    }

    static func bake(_ look: Look?, _ cube: CubeLUT?, _ source: ColourModel) -> [UInt64] {
        let function = look.map(LookFunction.init)
        return [UInt64](unsafeUninitializedCapacity: side * side * 256) { nodes, count in
            for index in 0..<side * side * 256 {
                let (y, u, v) = (index & 255, (index >> 8) % side * 8, (index >> 8) / side * 8)
                var colour = source.colour(y: Float(y), u: Float(u), v: Float(v))
                if source.isWide { colour = WideGamut.narrowed(colour) }
                if let function { colour = function(colour) }
                if let cube { colour = cube.colour(at: colour) }
                nodes[index] = packed(ColourModel.delivery.codes(colour))
            }
            count = side * side * 256
        }
    }

    @inline(__always)
    private static func packed(_ codes: SIMD3<Float>) -> UInt64 {
        field(codes.x) | field(codes.y) << 16 | field(codes.z) << 32
    }

    @inline(__always)
    private static func field(_ code: Float) -> UInt64 {
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

/// Converts colours with BT.2020 primaries to BT.709.
///
/// ITU-R BT.2407-0: to linear light with exponent 2.4 (a BT.1886 display), matrix, and back. The caller clips
/// colours outside BT.709.
enum WideGamut {
    /// Rows of the matrix in BT.2407-0, section 2.
    private static let rows: [SIMD3<Float>] = [
        [1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187],
    ]

    static func narrowed(_ colour: SIMD3<Float>) -> SIMD3<Float> {
        let light = SIMD3(power(colour.x, 2.4), power(colour.y, 2.4), power(colour.z, 2.4))
        let mixed = SIMD3((rows[0] * light).sum(), (rows[1] * light).sum(), (rows[2] * light).sum())
        return SIMD3(power(mixed.x, 1 / 2.4), power(mixed.y, 1 / 2.4), power(mixed.z, 1 / 2.4))
    }

    /// Odd around 0, so that table nodes outside the gamut continue smoothly.
    private static func power(_ value: Float, _ exponent: Float) -> Float {
        value < 0 ? -pow(-value, exponent) : pow(value, exponent)
    }
}
