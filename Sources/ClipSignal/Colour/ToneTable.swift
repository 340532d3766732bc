/// A function of one value, sampled: 2049 samples from -0.5 to 1.5, straight between them and beyond.
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

    @inline(__always)
    func value(at x: Float) -> Float {
        let place = (x - Self.span.low) * (Float(Self.steps) / Self.span.width)
        let cell = min(max(Int(place), 0), Self.steps - 1)
        let below = samples[cell]
        return below + (samples[cell + 1] - below) * (place - Float(cell))
    }
}
