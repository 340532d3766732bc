internal import CFFmpeg
internal import CFFmpegShims

/// Fourier transform of real numbers; owns an `AVTXContext` and two work arrays.
///
/// The real transform (`AV_TX_FLOAT_RDFT`) exists since FFmpeg 5.1.
public struct FourierTransform: ~Copyable {
    /// Number of samples per transform.
    public let size: Int
    private let context: OpaquePointer
    private let transform: av_tx_fn
    private let input: UnsafeMutableRawBufferPointer
    private let output: UnsafeMutableRawBufferPointer

    private init(
        owning context: OpaquePointer, _ transform: @escaping av_tx_fn, size: Int,
        _ input: UnsafeMutableRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
    ) {
        (self.context, self.transform, self.size) = (context, transform, size)
        (self.input, self.output) = (input, output)
    }

    deinit {
        var owned: OpaquePointer? = context
        av_tx_uninit(&owned)
        input.deallocate()
        output.deallocate()
    }

    /// Sets up a transform.
    ///
    /// - Parameter size: a power of two, 4 to 131072.
    public static func open(size: Int) throws(AVFailure) -> FourierTransform {
        let operation = "set up a Fourier transform"
        var made: OpaquePointer?
        var transform: av_tx_fn?
        var scale: Float = 1
        try check(av_tx_init(&made, &transform, AV_TX_FLOAT_RDFT, 0, Int32(size), &scale, 0), operation)
        guard let made, let transform else { throw AVFailure.outOfMemory(operation) }
        // The widest vectors of any CPU need 64-byte alignment.
        return FourierTransform(
            owning: made, transform, size: size, .allocate(byteCount: size * 4, alignment: 64),
            .allocate(byteCount: (size / 2 + 1) * 8, alignment: 64))
    }

    /// Magnitudes of the transform of `samples` times `window`, unscaled: a sine of amplitude 1 without a
    /// window gives `size` / 2.
    ///
    /// - Parameters:
    ///   - samples: ``size`` samples.
    ///   - window: ``size`` factors.
    ///   - magnitudes: receives `size` / 2 + 1 values, from 0 Hz to half the sample rate.
    public func magnitudes(
        of samples: UnsafeBufferPointer<Float>, window: UnsafeBufferPointer<Float>,
        into magnitudes: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(samples.count == size && window.count == size && magnitudes.count == size / 2 + 1)
        let real = input.assumingMemoryBound(to: Float.self)
        for index in 0..<size { real[index] = samples[index] * window[index] }
        transform(context, output.baseAddress!, input.baseAddress!, MemoryLayout<Float>.stride)
        let complex = output.assumingMemoryBound(to: SIMD2<Float>.self)
        // Both ends are real for real input, but FFmpeg 5.1 leaves old imaginary parts there.
        (complex[0].y, complex[size / 2].y) = (0, 0)
        for index in 0...(size / 2) {
            let value = complex[index] * complex[index]
            magnitudes[index] = (value.x + value.y).squareRoot()
        }
    }
}
