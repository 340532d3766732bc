internal import SystemLibrary

/// How a piece sounds from one tenth of a second to the next: its spectrum in mel bands, coarsely.
///
/// Memory grows by about 150 bytes for each step.
public struct Texture: Sendable {
    /// Steps a second.
    public static let rate = 10
    /// Frames of ``Onsets`` in a step.
    static let frames = Onsets.rate / rate

    /// Logarithms of the bands of every step, step after step.
    public private(set) var bands: [Float] = []
    /// The centroid of every step on a scale of octaves, 0 (200 Hz and below) to 1 (6.4 kHz and above), or nil in silence.
    public private(set) var brightness: [Float?] = []
    private let places: [Float]
    private var sums: [Float]
    private var count = 0

    /// - Parameter centres: where the bands that will be given lie, in Hz.
    public init(centres: [Double]) {
        places = centres.map { Float(max(0, min(1, log2($0 / 200) / 5))) }
        sums = Array(repeating: 0, count: centres.count)
    }

    /// Bands of each step.
    public var width: Int { sums.count }
    /// Whole steps so far.
    public var steps: Int { brightness.count }

    /// The mean spectrum between two times in seconds; of the nearest step where they hold none.
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

    /// The mean difference of the bands of two groups of spectra.
    static func distance(_ some: [[Float]], _ others: [[Float]]) -> Double {
        let width = some[0].count
        let differences = (0..<width).map { band -> Float in
            func mean(_ group: [[Float]]) -> Float { group.reduce(0) { $0 + $1[band] } / Float(group.count) }
            return abs(mean(some) - mean(others))
        }
        return Double(differences.reduce(0, +)) / Double(max(1, width))
    }

    /// Takes the next frame: the magnitude of each band, 1 for a sine at full scale.
    public mutating func add(_ frame: UnsafeBufferPointer<Float>) {
        for index in frame.indices { sums[index] += frame[index] }
        count += 1
        if count == Self.frames { close() }
    }

    /// Closes the last step, which may be shorter.
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
