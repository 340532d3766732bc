internal import ClipCore
internal import SystemLibrary

/// The effect of a look on a gamma-coded BT.709 colour.
///
/// Nothing is clipped between the steps, so a curve at the end can recover what an earlier step drove beyond
/// white.
struct LookFunction: Sendable {
    /// Temperature, tint and contrast of each channel.
    private let before: (red: ToneTable, green: ToneTable, blue: ToneTable)
    private let saturation: Float
    /// The curves of each channel.
    private let after: (red: ToneTable, green: ToneTable, blue: ToneTable)

    init(_ look: Look) {
        let before = Self.gains(look).map { gain in ToneTable { Self.contrast(gain * $0, look.contrast) } }
        self.before = (before[0], before[1], before[2])
        saturation = Float(look.saturation)
        let curves = look.curves.mapValues(ToneCurve.init)
        let after = ["red", "green", "blue"].map { channel in
            ToneTable { value in
                let common = curves["master"]?.value(at: value) ?? value
                return curves[channel]?.value(at: common) ?? common
            }
        }
        self.after = (after[0], after[1], after[2])
    }

    /// A gain of a gamma-coded channel is a gain of its light (to the power of gamma), like a camera's white
    /// balance. At 1, temperature moves red and blue by a quarter of an octave each way, and tint green by a
    /// fifth; the luma of white is kept.
    private static func gains(_ look: Look) -> [Double] {
        let gains = [exp2(look.temperature / 4), exp2(-look.tint / 5), exp2(-look.temperature / 4)]
        let luma = 0.2126 * gains[0] + 0.7152 * gains[1] + 0.0722 * gains[2]
        return gains.map { $0 / luma }
    }

    /// `amount` is the slope at middle grey. Below 1 a straight line; above 1 an S of two powers that keeps
    /// black and white instead of clipping.
    private static func contrast(_ x: Double, _ amount: Double) -> Double {
        guard amount > 1, x > 0, x < 1 else { return amount > 1 ? x : 0.5 + (x - 0.5) * amount }
        return x < 0.5 ? pow(2 * x, amount) / 2 : 1 - pow(2 - 2 * x, amount) / 2
    }

    @inline(__always) func callAsFunction(_ colour: SIMD3<Float>) -> SIMD3<Float> {
        let toned = SIMD3(
            before.red.value(at: colour.x), before.green.value(at: colour.y), before.blue.value(at: colour.z))
        let grey = (toned * SIMD3(0.2126, 0.7152, 0.0722)).sum()
        let mixed = SIMD3(repeating: grey) + (toned - grey) * saturation
        return SIMD3(
            after.red.value(at: mixed.x), after.green.value(at: mixed.y), after.blue.value(at: mixed.z))
    }
}

/// A sampled function of one value: 2049 samples from -0.5 to 1.5, linear between and beyond them.
struct ToneTable: Sendable {
    private static let steps = 2048
    private static let span: (low: Float, width: Float) = (-0.5, 2)
    private let samples: [Float]

    init(_ function: (Double) -> Double) {
        samples = (0...Self.steps).map { step in
            Float(
                function(Double(Self.span.low) + Double(Self.span.width) * Double(step) / Double(Self.steps)))
        }
    }

    @inline(__always) func value(at x: Float) -> Float {
        let place = (x - Self.span.low) * (Float(Self.steps) / Self.span.width)
        let cell = min(max(Int(place), 0), Self.steps - 1)
        let below = samples[cell]
        return below + (samples[cell + 1] - below) * (place - Float(cell))
    }
}
