internal import SystemLibrary

/// How strongly something begins, 100 times a second, in the bass, the middle and the treble: spectral flux on mel
/// bands that is blind to vibrato (SuperFlux, Böck and Widmer 2013).
///
/// Spectra are given one after another; memory grows by 20 bytes for each.
public struct Onsets: Sendable {
    /// Frames a second.
    public static let rate = 100
    /// The upper ends of the bass and of the middle, in Hz.
    static let splits = [200.0, 2000.0]
    /// What magnitudes are multiplied by before their logarithm: quieter than this below full scale is silence.
    private static let gain: Float = 300
    /// Frames that the difference looks back.
    private static let lag = 2

    private let parts: [Range<Int>]
    private var history: [[Float]]
    private var newest = 0
    private var count = 0
    private var change: TextureChange
    /// The flux of the bass, the middle and the treble, as it came.
    public private(set) var flux: [[Float]] = [[], [], []]

    /// - Parameter centres: where the bands that will be given lie, in Hz, rising.
    public init(centres: [Double]) {
        let ends = Self.splits.map { split in centres.firstIndex { $0 >= split } ?? centres.count }
        parts = [0..<ends[0], ends[0]..<ends[1], ends[1]..<centres.count]
        change = TextureChange(bands: centres.count)
        history = Array(repeating: Array(repeating: 0, count: centres.count), count: Self.lag + 1)
    }

    /// Takes the next frame.
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

    /// The mean rise of the bands of a part over the loudest neighbour of an earlier frame.
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

    /// The flux of each part, and then the rows of ``TextureChange``, above their surroundings of 2 s, in units of their
    /// own spread, their logarithm; 0 where nothing begins.
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
