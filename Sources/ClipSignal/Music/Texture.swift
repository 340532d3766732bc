internal import SystemLibrary

/// The coarse spectrum of a track in mel bands, ten times per second.
///
/// Memory grows by about 150 bytes for each step.
public struct Texture: Sendable {
    /// Steps per second.
    public static let rate = 10
    /// Number of ``Onsets`` frames per step.
    static let frames = Onsets.rate / rate

    /// Logarithms of the bands, step by step.
    public private(set) var bands: [Float] = []
    /// Spectral centroid of every step in octaves, 0 (at most 200 Hz) to 1 (at least 6.4 kHz); nil for silence.
    public private(set) var brightness: [Float?] = []
    private let places: [Float]
    private var sums: [Float]
    private var count = 0

    /// - Parameter centres: centre frequencies of the bands in Hz.
    public init(centres: [Double]) {
        places = centres.map { Float(max(0, min(1, log2($0 / 200) / 5))) }
        sums = Array(repeating: 0, count: centres.count)
    }

    /// Number of bands per step.
    public var width: Int { sums.count }
    /// Number of complete steps.
    public var steps: Int { brightness.count }

    /// Mean spectrum between two times in seconds; that of the nearest step if there is none between.
    func mean(from start: Double, to end: Double) -> [Float] {
        guard steps > 0 else { return sums }
        let first = max(0, min(steps - 1, Int((start * Double(Self.rate)).rounded())))
        let last = max(first + 1, min(steps, Int((end * Double(Self.rate)).rounded())))
        var mean = [Float](repeating: 0, count: width)
        for step in first..<last {
            for band in 0..<width { mean[band] += bands[step * width + band] / Float(last - first) }
        }
        return mean
    }

    /// Mean difference between two groups of spectra.
    static func distance(_ some: [[Float]], _ others: [[Float]]) -> Double {
        let width = some[0].count
        let differences = (0..<width).map { band -> Float in
            func mean(_ group: [[Float]]) -> Float { group.reduce(0) { $0 + $1[band] } / Float(group.count) }
            return abs(mean(some) - mean(others))
        }
        return Double(differences.reduce(0, +)) / Double(max(1, width))
    }

    /// Adds the next frame: the magnitude of each band, 1 for a sine at full scale.
    public mutating func add(_ frame: UnsafeBufferPointer<Float>) {
        for index in frame.indices { sums[index] += frame[index] }
        count += 1
        if count == Self.frames { close() }
    }

    /// Completes the last step, which may be shorter.
    public mutating func finish() {
        if count > 0 { close() }
    }

    private mutating func close() {
        let (total, weighted) = zip(sums, places).reduce((Float(0), Float(0))) {
            ($0.0 + $1.0, $0.1 + $1.0 * $1.1)
        }
        brightness.append(total / Float(count) > 1e-4 ? weighted / total : nil)
        bands += sums.map { log10(1 + 1000 * $0 / Float(count)) }
        for index in sums.indices { sums[index] = 0 }
        count = 0
    }
}
