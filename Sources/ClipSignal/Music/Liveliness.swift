/// Energy and brightness of a track, second by second.
///
/// Energy is loudness, onset density and brightness, in this order of weight, each on a scale from the
/// calmest to the liveliest usual music, so that tracks are comparable.
public struct Liveliness: Sendable {
    /// Energy of every second: 0 (calm) to 1.
    public let curve: [Double]
    /// Mean energy of the seconds that are not silent, 0 to 1.
    public let energy: Double
    /// The spectral centroid: 0 (200 Hz) to 1 (6.4 kHz).
    public let brightness: Double

    /// - Parameters:
    ///   - levels: the level of every second in dBFS; nil for silence.
    ///   - onsets: raw strengths of every frame, from ``Onsets/flux``.
    ///   - texture: of the same sound.
    public init(levels: [Double?], onsets: [[Float]], texture: Texture) {
        var curve: [Double] = []
        var heard: [Double] = []
        for (second, level) in levels.enumerated() {
            guard let level else {
                curve.append(0)
                continue
            }
            let busy = Self.mean(onsets.map { Self.part($0, second, Onsets.rate) }.joined().map(Double.init))
            let bright = Self.mean(
                Self.part(texture.brightness, second, Texture.rate).compactMap { $0 }.map(Double.init))
            curve.append(
                0.5 * Self.share(level, of: -40 ... -8) + 0.35 * Self.share(busy, of: 0...0.06)
                    + 0.15 * Self.share(bright, of: 0...0.8))
            heard.append(curve.last!)
        }
        self.curve = curve
        energy = Self.mean(heard)
        brightness = Self.mean(texture.brightness.compactMap { $0 }.map(Double.init))
    }

    private static func part<T>(_ values: [T], _ second: Int, _ rate: Int) -> ArraySlice<T> {
        values[min(values.count, second * rate)..<min(values.count, (second + 1) * rate)]
    }

    private static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }

    private static func share(_ value: Double, of range: ClosedRange<Double>) -> Double {
        max(0, min(1, (value - range.lowerBound) / (range.upperBound - range.lowerBound)))
    }
}
