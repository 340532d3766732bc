public import ClipCore

/// Converts between luma and chroma of an 8-bit picture and colours.
///
/// Colours are gamma-coded R'G'B' from 0 (black) to 1 (white); values outside are kept.
public struct ColourModel: Hashable, Sendable {
    /// The luma weights of red, green and blue.
    public enum Matrix: Hashable, Sendable, CaseIterable {
        /// ITU-R BT.601-7, section 2.5.1.
        case bt601
        /// ITU-R BT.709-6, item 3.2.
        case bt709
        /// ITU-R BT.2020-2, table 4, with non-constant luminance.
        case bt2020

        var weights: (red: Float, blue: Float) {
            switch self {
            case .bt601: (0.299, 0.114)
            case .bt709: (0.2126, 0.0722)
            case .bt2020: (0.2627, 0.0593)
            }
        }
    }

    /// The luma weights.
    public var matrix: Matrix
    /// Luma and chroma use 0 to 255; otherwise luma 16 to 235 and chroma 16 to 240.
    public var isFullRange: Bool
    /// It has BT.2020 primaries, which need conversion for BT.709 screens.
    public var isWide: Bool

    /// Creates a colour model.
    public init(_ matrix: Matrix, isFullRange: Bool = false, isWide: Bool = false) {
        (self.matrix, self.isFullRange, self.isWide) = (matrix, isFullRange, isWide)
    }

    /// Creates the model of a stream. An undeclared matrix is BT.709 from 720 rows on and BT.601 below; an
    /// undeclared range is limited, as players assume.
    public init(_ colour: MediaInfo.Colour, height: Int) {
        switch colour.matrix {
        case "bt709": matrix = .bt709
        case "bt2020nc", "bt2020c": matrix = .bt2020
        case "smpte170m", "bt470bg", "fcc": matrix = .bt601
        default: matrix = height >= 720 ? .bt709 : .bt601
        }
        isFullRange = colour.range == "pc"
        isWide = colour.primaries == "bt2020"
    }

    /// The model of clipfit's output: BT.709, limited range.
    public static let delivery = ColourModel(.bt709)

    private var luma: (black: Float, span: Float) { isFullRange ? (0, 255) : (16, 219) }
    private var chromaSpan: Float { isFullRange ? 255 : 224 }

    /// Converts a sample to a colour; values are 0 to 255, chroma around 128.
    @inline(__always)
    func colour(y: Float, u: Float, v: Float) -> SIMD3<Float> {
        let (kr, kb) = matrix.weights
        let kg = 1 - kr - kb
        let luma = (y - self.luma.black) / self.luma.span
        let (cb, cr) = ((u - 128) / chromaSpan, (v - 128) / chromaSpan)
        let red = luma + 2 * (1 - kr) * cr
        let blue = luma + 2 * (1 - kb) * cb
        return SIMD3(red, (luma - kr * red - kb * blue) / kg, blue)
    }

    /// Converts a colour to y, u and v, neither rounded nor clamped to 0 to 255.
    @inline(__always)
    func codes(_ colour: SIMD3<Float>) -> SIMD3<Float> {
        let (kr, kb) = matrix.weights
        let luma = kr * colour.x + (1 - kr - kb) * colour.y + kb * colour.z
        let (cb, cr) = ((colour.z - luma) / (2 - 2 * kb), (colour.x - luma) / (2 - 2 * kr))
        return SIMD3(
            self.luma.black + self.luma.span * luma, 128 + chromaSpan * cb, 128 + chromaSpan * cr)
    }
}
