internal import CEBUR128
internal import CFFmpeg
internal import CFFmpegShims

/// Measures loudness and peaks of 48 kHz stereo sound (EBU R 128, ITU-R BS.1770); owns an `ebur128_state`
/// if more than loudness is measured.
public struct LoudnessMeter: ~Copyable {
    private let pointer: UnsafeMutablePointer<ebur128_state>?
    private let loudness = MomentaryLoudness()

    /// What a meter measures: true peaks and the loudness range cost most.
    public enum Depth: Sendable {
        /// Integrated and momentary loudness.
        case loudness
        /// Also true peak.
        case loudnessAndPeaks
        /// Also short-term loudness and loudness range.
        case everything
        /// Everything except true peak.
        case loudnessAndRange

        fileprivate var mode: Int32 {
            let modes: [mode] =
                switch self {
                case .loudness: []
                case .loudnessAndPeaks: [EBUR128_MODE_I, EBUR128_MODE_TRUE_PEAK]
                case .everything: [EBUR128_MODE_I, EBUR128_MODE_TRUE_PEAK, EBUR128_MODE_LRA]
                case .loudnessAndRange: [EBUR128_MODE_I, EBUR128_MODE_LRA]
                }
            return modes.reduce(0) { $0 | Int32($1.rawValue) }
        }
    }

    /// Creates a meter; throws only if memory is exhausted.
    public init(_ depth: Depth) throws(AVFailure) {
        pointer =
            depth.mode == 0 ? nil : try made(ebur128_init(2, 48000, depth.mode), "make a loudness meter")
    }

    deinit {
        var owned = pointer
        if owned != nil { ebur128_destroy(&owned) }
    }

    /// Adds the next samples, left and right; full scale is 1.
    public func add(_ samples: UnsafeBufferPointer<SIMD2<Float>>) throws(AVFailure) {
        guard let pointer else { return loudness.add(samples) }
        guard let base = samples.baseAddress, !samples.isEmpty else { return }
        let floats = UnsafeRawPointer(base).assumingMemoryBound(to: Float.self)
        guard ebur128_add_frames_float(pointer, floats, samples.count) == EBUR128_SUCCESS.rawValue else {
            throw AVFailure.outOfMemory("measure loudness")
        }
    }

    /// Integrated loudness so far in LUFS, gated; nil if less than 400 ms were added or all was below the -70
    /// LUFS gate.
    public var integrated: Double? {
        pointer == nil ? loudness.integrated : value { ebur128_loudness_global($0, $1) }
    }
    /// Loudness of the last 400 ms in LUFS; nil for silence.
    public var momentary: Double? {
        guard pointer == nil else { return value { ebur128_loudness_momentary($0, $1) } }
        return loudness.momentary.isFinite ? loudness.momentary : nil
    }
    /// Loudness range in LU (EBU Tech 3342); nil if not measured.
    public var range: Double? { value { ebur128_loudness_range($0, $1) } }
    /// The highest true peak of both channels in dBTP, oversampled four times; nil for digital silence or if
    /// not measured.
    public var truePeak: Double? {
        let peaks = (0..<UInt32(2)).compactMap { channel in value { ebur128_true_peak($0, channel, $1) } }
        return peaks.max().flatMap { $0 > 0 ? 20 * log10($0) : nil }
    }

    private func value(
        _ read: (UnsafeMutablePointer<ebur128_state>, UnsafeMutablePointer<Double>) -> Int32
    ) -> Double? {
        guard let pointer else { return nil }
        var value = 0.0
        return read(pointer, &value) == EBUR128_SUCCESS.rawValue && value.isFinite ? value : nil
    }
}
