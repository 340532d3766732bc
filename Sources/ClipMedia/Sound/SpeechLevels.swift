internal import SystemLibrary

/// Measures the level of the speech band, 200 Hz to 4 kHz, every 10 ms.
struct SpeechLevels {
    /// Samples at 48 kHz per level.
    static let hop = 480

    /// Mean power of both channels in the band, in dB below a full-scale square wave; -120 at least.
    private(set) var levels: [Double] = []
    private var low = Biquad.highPass(200)
    private var high = Biquad.lowPass(4000)
    private var power = 0.0
    private var count = 0

    mutating func add(_ samples: UnsafeBufferPointer<SIMD2<Float>>) {
        var (low, high) = (low, high)
        for sample in samples {
            // Each channel by itself: in their sum those that cancel each other would be silence.
            let value = high.filter(low.filter(sample))
            power += Double((value * value).sum() / 2)
            count += 1
            if count == Self.hop { close() }
        }
        low.settle()
        high.settle()
        (self.low, self.high) = (low, high)
    }

    private mutating func close() {
        levels.append(10 * log10(max(1e-12, power / Double(count))))
        (power, count) = (0, 0)
    }
}

/// Second-order filter, transposed direct form 2; coefficients from R. Bristow-Johnson's cookbook, Q = 1/√2.
private struct Biquad {
    var (b0, b1, b2, a1, a2): (Float, Float, Float, Float, Float)
    var (z1, z2) = (SIMD2<Float>.zero, SIMD2<Float>.zero)

    static func lowPass(_ frequency: Double) -> Biquad { Biquad(frequency, sign: -1) }
    static func highPass(_ frequency: Double) -> Biquad { Biquad(frequency, sign: 1) }

    private init(_ frequency: Double, sign: Double) {
        let angle = 2 * Double.pi * frequency / 48000
        let alpha = sin(angle) / (2 * 0.5.squareRoot())
        let scale = 1 / (1 + alpha)
        let edge = (1 + sign * cos(angle)) / 2 * scale
        (b0, b1, b2) = (Float(edge), Float(-sign * 2 * edge), Float(edge))
        (a1, a2) = (Float(-2 * cos(angle) * scale), Float((1 - alpha) * scale))
    }

    mutating func filter(_ value: SIMD2<Float>) -> SIMD2<Float> {
        let result = b0 * value + z1
        z1 = b1 * value - a1 * result + z2
        z2 = b2 * value - a2 * result
        return result
    }

    /// Forgets what has faded away: numbers next to nothing take a processor a hundred times as long.
    mutating func settle() {
        z1 = z1.replacing(with: 0, where: z1 .> -1e-20 .& z1 .< 1e-20)
        z2 = z2.replacing(with: 0, where: z2 .> -1e-20 .& z2 .< 1e-20)
    }
}
