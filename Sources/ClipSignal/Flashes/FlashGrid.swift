internal import SystemLibrary

/// Relative luminance and redness of a picture in 32x32 cells, as the definition of flashes needs them.
public struct FlashGrid: Sendable {
    /// Number of cells per row, and of rows.
    public static let side = 32
    static let cells = side * side

    /// Relative luminance of each cell, 0 (black) to 1 (white), by WCAG 2.2.
    var luminance: [Float]
    /// (R - G - B) · 320 of linear components, at least 0.
    var redness: [Float]
    /// R / (R + G + B) is at least 0.8.
    var isSaturatedRed: [Bool]

    /// Creates a grid from the cells' mean values, row by row, as 8-bit codes.
    public init(luma: [Float], blue: [Float], red: [Float], _ model: ColourModel) {
        luminance = []
        redness = []
        isSaturatedRed = []
        for cell in 0..<Self.cells {
            let colour = model.colour(y: luma[cell], u: blue[cell], v: red[cell])
            let (r, g, b) = (Self.linear(colour.x), Self.linear(colour.y), Self.linear(colour.z))
            luminance.append(0.2126 * r + 0.7152 * g + 0.0722 * b)
            redness.append(max(0, (r - g - b) * 320))
            isSaturatedRed.append(r > 0 && r >= 0.8 * (r + g + b))
        }
    }

    /// The inverse of the sRGB transfer function (IEC 61966-2-1) for 0 to 1, in steps of 1/4095.
    private static let curve: [Float] = (0...4095).map { step in
        let value = Float(step) / 4095
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }

    private static func linear(_ value: Float) -> Float {
        curve[Int((min(1, max(0, value)) * 4095).rounded())]
    }
}
