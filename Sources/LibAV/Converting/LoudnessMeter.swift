internal import CEBUR128
internal import CFFmpeg
internal import CFFmpegShims

/// Measures loudness and peaks of stereo sound of 48 kHz as EBU R 128 and ITU-R BS.1770 say; owns an
/// `ebur128_state`.
public struct LoudnessMeter: ~Copyable {
    private let pointer: UnsafeMutablePointer<ebur128_state>

    /// What a meter keeps account of: true peaks and the range cost the most.
    public enum Depth: Sendable {
        /// Integrated, momentary loudness.
        case loudness
        /// Also true peaks.
        case loudnessAndPeaks
        /// Also short-term loudness and the loudness range.
        case everything
        /// All but true peaks.
        case loudnessAndRange

        fileprivate var mode: Int32 {
            let modes: [mode] =
                switch self {
                case .loudness: [EBUR128_MODE_I]
                case .loudnessAndPeaks: [EBUR128_MODE_I, EBUR128_MODE_TRUE_PEAK]
                case .everything: [EBUR128_MODE_I, EBUR128_MODE_TRUE_PEAK, EBUR128_MODE_LRA]
                case .loudnessAndRange: [EBUR128_MODE_I, EBUR128_MODE_LRA]
                }
            return modes.reduce(0) { $0 | Int32($1.rawValue) }
        }
    }

    /// A meter that has heard nothing yet; throws only where memory is lacking.
    public init(_ depth: Depth) throws(AVFailure) {
        pointer = try made(ebur128_init(2, 48000, depth.mode), "make a loudness meter")
    }

    deinit {
        var owned: UnsafeMutablePointer<ebur128_state>? = pointer
        ebur128_destroy(&owned)
    }

    /// Hears samples that follow those heard before, left and right; full scale is 1.
    public func add(_ samples: UnsafeBufferPointer<SIMD2<Float>>) throws(AVFailure) {
        guard let base = samples.baseAddress, !samples.isEmpty else { return }
        let floats = UnsafeRawPointer(base).assumingMemoryBound(to: Float.self)
        guard ebur128_add_frames_float(pointer, floats, samples.count) == EBUR128_SUCCESS.rawValue else {
            throw AVFailure.outOfMemory("measure loudness")
        }
    }

    /// Integrated loudness of all that was heard, in LUFS, gated; nil while nothing was above the gate of -70
    /// LUFS or less than 400 ms were heard.
    public var integrated: Double? { value { ebur128_loudness_global(pointer, $0) } }
    /// Loudness of the last 400 ms in LUFS; nil for silence.
    public var momentary: Double? { value { ebur128_loudness_momentary(pointer, $0) } }
    /// Loudness of the last 3 s in LUFS; nil for silence, or where the depth has none.
    public var shortTerm: Double? { value { ebur128_loudness_shortterm(pointer, $0) } }
    /// Loudness range in LU (EBU Tech 3342); nil where the depth has none.
    public var range: Double? { value { ebur128_loudness_range(pointer, $0) } }
    /// The highest true peak of both channels in dBTP, oversampled four times; nil for digital silence, or where
    /// the depth has none.
    public var truePeak: Double? { peak { ebur128_true_peak(pointer, $0, $1) } }
    /// The highest sample of both channels in dBFS; nil for digital silence, or where the depth has none.
    public var samplePeak: Double? { peak { ebur128_sample_peak(pointer, $0, $1) } }

    private func value(_ read: (UnsafeMutablePointer<Double>) -> Int32) -> Double? {
        var value = 0.0
        return read(&value) == EBUR128_SUCCESS.rawValue && value.isFinite ? value : nil
    }

    private func peak(_ read: (UInt32, UnsafeMutablePointer<Double>) -> Int32) -> Double? {
        let peaks = (0..<UInt32(2)).compactMap { channel in value { read(channel, $0) } }
        return peaks.max().flatMap { $0 > 0 ? 20 * log10($0) : nil }
    }
}
