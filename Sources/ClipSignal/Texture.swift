#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

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
