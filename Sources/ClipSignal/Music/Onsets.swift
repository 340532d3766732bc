internal import SystemLibrary

/// Onset strengths of bass, middle and treble, 100 times per second. Spectral flux on mel bands that ignores
/// vibrato (SuperFlux, Böck and Widmer 2013).
///
/// Takes spectra in sequence; memory grows by 20 bytes for each.
public struct Onsets: Sendable {
    /// Frames per second.
    public static let rate = 100
    /// Upper limits of bass and middle, in Hz.
    static let splits = [200.0, 2000.0]
    /// Factor for magnitudes before the logarithm: anything quieter than this below full scale is silence.
    private static let gain: Float = 300
    /// Distance of compared frames.
    private static let lag = 2

    private let parts: [Range<Int>]
    private var history: [[Float]]
    private var newest = 0
    private var count = 0
    private var change: TextureChange
    /// The raw flux of bass, middle and treble.
    public private(set) var flux: [[Float]] = [[], [], []]

    /// - Parameter centres: centre frequencies of the bands in Hz, ascending.
    public init(centres: [Double]) {
        let ends = Self.splits.map { split in centres.firstIndex { $0 >= split } ?? centres.count }
        parts = [0..<ends[0], ends[0]..<ends[1], ends[1]..<centres.count]
        change = TextureChange(bands: centres.count)
        history = Array(repeating: Array(repeating: 0, count: centres.count), count: Self.lag + 1)
    }

    /// Adds the next frame.
    ///
    /// - Parameter bands: the magnitude of each band, 1 for a sine at full scale.
    public mutating func add(_ bands: UnsafeBufferPointer<Float>) {
        newest = (newest + 1) % history.count
        for index in bands.indices { history[newest][index] = log10(1 + Self.gain * bands[index]) }
        change.add(history[newest])
        let old = (newest + 1) % history.count
        for part in parts.indices {
            flux[part].append(count < Self.lag ? 0 : rise(in: parts[part], since: old))
        }
        count += 1
    }

    /// Mean rise of a part's bands over the loudest neighbour in an earlier frame.
    private func rise(in part: Range<Int>, since old: Int) -> Float {
        guard !part.isEmpty else { return 0 }
        let before = history[old]
        var sum: Float = 0
        for band in part {
            let around = max(before[max(0, band - 1)], before[band], before[min(before.count - 1, band + 1)])
            sum += max(0, history[newest][band] - around)
        }
        return sum / Float(part.count)
    }

    /// Flux of each part, then the rows of ``TextureChange``: above their mean over 2 s, divided by their own
    /// spread, as logarithm; 0 without an onset.
    public func normalised() -> [[Float]] { (flux + change.finished()).map(Self.normalised) }

    private static func normalised(_ flux: [Float]) -> [Float] {
        let sums = flux.reduce(into: [0.0]) { $0.append($0.last! + Double($1)) }
        var rest = flux.indices.map { index -> Double in
            let (start, end) = (max(0, index - rate), min(flux.count, index + rate + 1))
            let mean = (sums[end] - sums[start]) / Double(end - start)
            return max(0, Double(flux[index]) - 0.8 * mean)
        }
        let mean = rest.reduce(0, +) / Double(max(1, rest.count))
        let spread = (rest.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, rest.count)))
            .squareRoot()
        for index in rest.indices { rest[index] = spread > 1e-6 ? log(1 + rest[index] / spread) : 0 }
        return rest.map(Float.init)
    }
}
