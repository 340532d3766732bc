public import ClipCore
internal import SystemLibrary

/// Makes colours of HDR fit for BT.709 screens.
///
/// BT.2100 light (HLG on a 1000 cd/m² display, PQ as it is) is relative to diffuse white of 203 cd/m² (ITU-R
/// BT.2408-7, section 2.2) and converted to BT.709 primaries. A Möbius curve on the largest of red, green and blue
/// keeps hues: below 0.3 of white nothing changes, the peak becomes white. Colours outside BT.709 are clipped.
public struct ToneMapping: Hashable, Sendable {
    let transfer: Picture.HDR
    /// cd/m² that becomes white, above 203.
    let peak: Double

    /// - Parameter peak: cd/m² that becomes white, above 203.
    public init(_ transfer: Picture.HDR, peak: Double) { (self.transfer, self.peak) = (transfer, peak) }

    /// The tone mapping of a stream's colours; nil for SDR.
    public init?(_ colour: MediaInfo.Colour) {
        guard let transfer = colour.transfer.flatMap(Picture.HDR.init) else { return nil }
        self.init(transfer, peak: transfer.peak(of: colour))
    }
}

/// ``ToneMapping`` of colours.
struct ToneMappingFunction {
    /// cd/m² of diffuse white.
    private static let white = 203.0
    /// Share of white where the curve begins.
    private static let knee: Float = 0.3

    private let isHLG: Bool
    private let primaries: ColourModel.Primaries
    /// The curve above the knee is scale · (x + a) / (x + b).
    private let scale, a, b: Float
    /// Light of a coded channel: of PQ shares of white, of HLG that of the scene.
    private let light: ToneTable
    /// The coded channel of the root of a share of white: evenly spaced samples are dense where it is steep.
    private let coded = ToneTable { pow(max(0, $0), 2 / 2.4) }

    init(_ mapping: ToneMapping, _ primaries: ColourModel.Primaries) {
        (isHLG, self.primaries) = (mapping.transfer == .hlg, primaries)
        light = ToneTable { value in
            let light = mapping.transfer == .hlg ? Self.lightOfHLG(abs(value)) : Self.lightOfPQ(abs(value))
            return value < 0 ? -light : light
        }
        // A Möbius function that meets the straight line at the knee in value and slope, and 1 at the peak.
        let (knee, peak) = (Self.knee, Float(mapping.peak / Self.white))
        a = -knee * knee * (peak - 1) / (knee * knee - 2 * knee + peak)
        b = (knee * knee - 2 * knee * peak + peak) / (peak - 1)
        scale = (b + knee) * (b + knee) / (b - a)
    }

    /// A gamma-coded BT.709 colour from 0 to 1 of a coded colour of HDR.
    @inline(__always) func callAsFunction(_ colour: SIMD3<Float>) -> SIMD3<Float> {
        var light = SIMD3(light.value(at: colour.x), light.value(at: colour.y), light.value(at: colour.z))
        if isHLG {
            // ITU-R BT.2100-2, table 5: a system gamma of 1.2 on a display of 1000 cd/m².
            let luminance = max(0, (light * SIMD3(0.2627, 0.678, 0.0593)).sum())
            light *= pow(luminance, 0.2) * Float(1000 / Self.white)
        }
        light = primaries.narrowed(light)
        let most = light.max()
        if most > Self.knee { light *= scale * (most + a) / (most + b) / most }
        let root = light.clamped(lowerBound: .zero, upperBound: .one).squareRoot()
        return SIMD3(coded.value(at: root.x), coded.value(at: root.y), coded.value(at: root.z))
    }

    /// Shares of white; ITU-R BT.2100-2, table 4.
    private static func lightOfPQ(_ code: Double) -> Double {
        let (m1, m2) = (2610.0 / 16384, 2523.0 / 4096 * 128)
        let (c1, c2, c3) = (3424.0 / 4096, 2413.0 / 4096 * 32, 2392.0 / 4096 * 32)
        let power = pow(min(1, code), 1 / m2)
        return 10_000 / white * pow(max(0, power - c1) / (c2 - c3 * power), 1 / m1)
    }

    /// Light of the scene; ITU-R BT.2100-2, table 5.
    private static func lightOfHLG(_ code: Double) -> Double {
        let (a, b, c) = (0.17883277, 0.28466892, 0.55991073)
        return code <= 0.5 ? code * code / 3 : (exp((code - c) / a) + b) / 12
    }
}
