internal import ClipSignal
internal import LibAV
internal import SystemLibrary

/// Splits 48 kHz stereo samples into overlapping frames, 100 per second, and emits the mel bands of each
/// frame's spectrum. A frame's time is its middle.
final class SpectrumReader {
    static let bands = MelBands(count: 36, over: 30...15000, rate: 48000, size: size)
    private static let size = 2048
    private static let hop = 48000 / Onsets.rate
    private static let window = (0..<size).map { Float(0.5 - 0.5 * cos(2 * .pi * Double($0) / Double(size))) }

    private let transform: FourierTransform
    private var mono = [Float](repeating: 0, count: size / 2)
    private var magnitudes = [Float](repeating: 0, count: size / 2 + 1)
    private var means = [Float](repeating: 0, count: bands.count)
    /// Index into ``mono`` where the next frame begins.
    private var next = 0

    init() throws(AVFailure) { transform = try FourierTransform.open(size: Self.size) }

    /// Adds the next samples; calls `body` with the bands of every frame they complete.
    func add(_ samples: UnsafeBufferPointer<SIMD2<Float>>, _ body: (UnsafeBufferPointer<Float>) -> Void) {
        for sample in samples { mono.append((sample.x + sample.y) / 2) }
        emit(body)
    }

    /// Emits the last frames, whose middle still lies in the sound.
    func finish(_ body: (UnsafeBufferPointer<Float>) -> Void) {
        mono += repeatElement(0, count: Self.size / 2)
        emit(body)
    }

    private func emit(_ body: (UnsafeBufferPointer<Float>) -> Void) {
        while next + Self.size <= mono.count {
            mono.withUnsafeBufferPointer { mono in
                Self.window.withUnsafeBufferPointer { window in
                    magnitudes.withUnsafeMutableBufferPointer {
                        transform.magnitudes(
                            of: UnsafeBufferPointer(rebasing: mono[next..<(next + Self.size)]),
                            window: window, into: $0)
                    }
                }
            }
            report(body)
            next += Self.hop
        }
        if next > 1 << 16 {
            mono.removeFirst(next)
            next = 0
        }
    }

    private func report(_ body: (UnsafeBufferPointer<Float>) -> Void) {
        // The window halves the sum of a sine of amplitude 1.
        let scale = 4 / Float(Self.size)
        for index in magnitudes.indices { magnitudes[index] *= scale }
        magnitudes.withUnsafeBufferPointer { magnitudes in
            means.withUnsafeMutableBufferPointer { Self.bands.means(of: magnitudes, into: $0) }
        }
        means.withUnsafeBufferPointer(body)
    }
}
