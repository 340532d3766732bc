/// Searches for the gain and limiter ceiling that reach the target loudness and true peak, from the
/// measurement of each pass. Units: dB, LUFS, dBTP.
struct LoudnessSearch: Equatable {
    /// Highest amplification: beyond it a recording is noise.
    static let mostGain = 40.0
    /// From here on a recording's noise becomes audible, which is reported.
    static let noisyGain = 20.0
    /// Loudness error of the codec that needs no retry.
    static let tolerance = 0.3
    /// Limiter headroom: the codec adds about 1 dB to the peaks.
    private static let headroom = 1.0
    /// Meters differ by this much on the same sound's peaks.
    private static let margin = 0.1

    /// Target loudness; nil to keep the loudness.
    let target: Double?
    /// Highest true peak of the result.
    let truePeak: Double
    /// Gain before the limiter.
    private(set) var gain = 0.0
    /// Ceiling of the limiter.
    private(set) var ceiling: Double
    private var last: (gain: Double, loudness: Double)?
    private var isStuck = false

    /// Outcome of a pass.
    enum Verdict: Equatable { case good, again, unreachable }

    /// - Parameter measured: loudness of the unchanged mix; nil for silence.
    init(target: Double?, truePeak: Double, measured: Double?) {
        self.truePeak = truePeak
        self.target = measured == nil ? nil : target
        ceiling = truePeak - Self.headroom
        if let target, let measured { gain = min(Self.mostGain, target - measured) }
    }

    /// Judges a pass at ``gain`` and ``ceiling``; adjusts them if another pass is needed.
    ///
    /// - Parameters:
    ///   - peak: the true peak of the result; nil if not measured.
    ///   - tolerance: allowed loudness error.
    mutating func judge(loudness: Double?, peak: Double?, tolerance: Double = tolerance) -> Verdict {
        let isTooHigh = lowerCeiling(peak)
        guard let target, let loudness else { return isTooHigh ? .again : .good }
        let miss = target - loudness
        guard abs(miss) > tolerance || isTooHigh else { return .good }
        let slope = last.map { ($0.loudness - loudness) / ($0.gain - gain) } ?? 1
        let isFlat = slope.isFinite && slope < 0.2 && abs(gain - (last?.gain ?? gain)) > 0.2
        if miss > tolerance && (gain >= Self.mostGain || isFlat) {
            isStuck = true
            return isTooHigh ? .again : .unreachable
        }
        last = (gain, loudness)
        if !isStuck { gain = min(Self.mostGain, gain + miss / min(1, max(0.3, slope.isFinite ? slope : 1))) }
        return .again
    }

    private mutating func lowerCeiling(_ peak: Double?) -> Bool {
        guard let peak, peak > truePeak - Self.margin else { return false }
        ceiling -= peak - truePeak + 2 * Self.margin
        return true
    }

    static func == (left: LoudnessSearch, right: LoudnessSearch) -> Bool {
        left.gain == right.gain && left.ceiling == right.ceiling && left.target == right.target
    }
}
