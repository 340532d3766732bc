public import ClipCore
internal import SystemLibrary

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

    /// The light of red, green and blue.
    public enum Primaries: Hashable, Sendable, CaseIterable {
        /// Those of BT.709; BT.601's are taken for the same.
        case bt709
        /// SMPTE EG 432-1 with white D65, as cameras and screens of Apple have.
        case displayP3
        /// ITU-R BT.2020-2, table 3.
        case bt2020

        /// Rows that convert linear light to BT.709; nil for BT.709 itself. ITU-R BT.2407-0, section 2, and from the
        /// chromaticities alike.
        private var rows: (SIMD3<Float>, SIMD3<Float>, SIMD3<Float>)? {
            switch self {
            case .bt709: nil
            case .displayP3:
                (SIMD3(1.2249, -0.2249, 0), SIMD3(-0.0421, 1.0421, 0), SIMD3(-0.0196, -0.0786, 1.0983))
            case .bt2020:
                (
                    SIMD3(1.6605, -0.5876, -0.0728), SIMD3(-0.1246, 1.1329, -0.0083),
                    SIMD3(-0.0182, -0.1006, 1.1187)
                )
            }
        }

        /// Linear light as that of BT.709; colours outside are negative in a channel.
        @inline(__always) func narrowed(_ light: SIMD3<Float>) -> SIMD3<Float> {
            guard let rows else { return light }
            return SIMD3((rows.0 * light).sum(), (rows.1 * light).sum(), (rows.2 * light).sum())
        }
    }

    /// The luma weights.
    public var matrix: Matrix
    /// Luma and chroma use 0 to 255; otherwise luma 16 to 235 and chroma 16 to 240.
    public var isFullRange: Bool
    /// Those other than BT.709's need conversion for its screens.
    public var primaries: Primaries
    /// What makes HDR fit for BT.709 screens; nil for SDR.
    public var toneMapping: ToneMapping?

    /// Creates a colour model.
    public init(
        _ matrix: Matrix, isFullRange: Bool = false, primaries: Primaries = .bt709,
        toneMapping: ToneMapping? = nil
    ) {
        (self.matrix, self.isFullRange) = (matrix, isFullRange)
        (self.primaries, self.toneMapping) = (primaries, toneMapping)
    }

    /// Creates the model of a stream. An undeclared matrix is BT.709 from 720 rows on and BT.601 below, of HDR BT.2020; an
    /// undeclared range is limited, as players assume.
    public init(_ colour: MediaInfo.Colour, height: Int, _ toneMapping: ToneMapping? = nil) {
        switch colour.matrix {
        case "bt709": matrix = .bt709
        case "bt2020nc", "bt2020c": matrix = .bt2020
        case "smpte170m", "bt470bg", "fcc": matrix = .bt601
        default: matrix = toneMapping != nil ? .bt2020 : height >= 720 ? .bt709 : .bt601
        }
        isFullRange = colour.range == "pc"
        switch colour.primaries {
        case "bt2020": primaries = .bt2020
        case "smpte432": primaries = .displayP3
        case nil where toneMapping != nil: primaries = .bt2020
        default: primaries = .bt709
        }
        self.toneMapping = toneMapping
    }

    /// The model of clipfit's output: BT.709, limited range.
    public static let delivery = ColourModel(.bt709)

    private var luma: (black: Float, span: Float) { isFullRange ? (0, 255) : (16, 219) }
    private var chromaSpan: Float { isFullRange ? 255 : 224 }

    /// Converts a sample to a colour; values are 0 to 255, chroma around 128.
    @inline(__always) func colour(y: Float, u: Float, v: Float) -> SIMD3<Float> {
        let (kr, kb) = matrix.weights
        let kg = 1 - kr - kb
        let luma = (y - self.luma.black) / self.luma.span
        let (cb, cr) = ((u - 128) / chromaSpan, (v - 128) / chromaSpan)
        let red = luma + 2 * (1 - kr) * cr
        let blue = luma + 2 * (1 - kb) * cb
        return SIMD3(red, (luma - kr * red - kb * blue) / kg, blue)
    }

    /// Converts a colour to y, u and v, neither rounded nor clamped to 0 to 255.
    @inline(__always) func codes(_ colour: SIMD3<Float>) -> SIMD3<Float> {
        let (kr, kb) = matrix.weights
        let luma = kr * colour.x + (1 - kr - kb) * colour.y + kb * colour.z
        let (cb, cr) = ((colour.z - luma) / (2 - 2 * kb), (colour.x - luma) / (2 - 2 * kr))
        return SIMD3(self.luma.black + self.luma.span * luma, 128 + chromaSpan * cb, 128 + chromaSpan * cr)
    }

    /// A coded SDR colour as BT.709 screens show it. ITU-R BT.2407-0: to light with exponent 2.4 (a BT.1886 display),
    /// matrix, and back.
    func narrowed(_ colour: SIMD3<Float>) -> SIMD3<Float> {
        primaries == .bt709 ? colour : primaries.narrowed(colour.oddPower(2.4)).oddPower(1 / 2.4)
    }
}

extension SIMD3<Float> {
    /// A power, odd around 0, so that table nodes outside the gamut continue smoothly.
    func oddPower(_ exponent: Float) -> SIMD3<Float> {
        func power(_ value: Float) -> Float { value < 0 ? -pow(-value, exponent) : pow(value, exponent) }
        return SIMD3(power(x), power(y), power(z))
    }
}
