internal import SystemLibrary

/// Colours of BT.2020's primaries on a screen of BT.709's.
///
/// ITU-R BT.2407-0: to light by a power of 2.4 (the display of BT.1886), mixed, and back. What BT.709 cannot show is cut
/// off by the caller.
enum WideGamut {
    /// The rows of the matrix of BT.2407-0, section 2.
    private static let rows: [SIMD3<Float>] = [
        [1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187],
    ]

    static func narrowed(_ colour: SIMD3<Float>) -> SIMD3<Float> {
        let light = SIMD3(power(colour.x, 2.4), power(colour.y, 2.4), power(colour.z, 2.4))
        let mixed = SIMD3((rows[0] * light).sum(), (rows[1] * light).sum(), (rows[2] * light).sum())
        return SIMD3(power(mixed.x, 1 / 2.4), power(mixed.y, 1 / 2.4), power(mixed.z, 1 / 2.4))
    }

    /// Odd around 0: a table's nodes outside the gamut must go on smoothly.
    private static func power(_ value: Float, _ exponent: Float) -> Float {
        value < 0 ? -pow(-value, exponent) : pow(value, exponent)
    }
}
