/// Finds the gain before the limiter and the limiter's ceiling that bring a mix to its loudness and keep its peaks:
/// decides from what each pass measured. All in dB, LUFS and dBTP.
struct LoudnessSearch: Equatable {
    /// The most that anything is amplified: what needs more is a recording of nothing.
    static let mostGain = 40.0
    /// From here on the noise of a recording is heard as well, which has to be told.
    static let noisyGain = 20.0
    /// How far the codec may miss the loudness without another try.
    static let tolerance = 0.3
    /// The codec adds about 1 dB to the peaks: the limiter's ceiling lies that much lower.
    private static let headroom = 1.0
    /// Meters differ by as much in the peaks of the same sound.
    private static let margin = 0.1

    /// The loudness to reach; nil where it is to stay what it is.
    let target: Double?
    /// The highest true peak of the result.
    let truePeak: Double
    /// What the mix is amplified by.
    private(set) var gain = 0.0
    /// What the limiter keeps it below.
    private(set) var ceiling: Double
    private var last: (gain: Double, loudness: Double)?
    private var isStuck = false

    /// What became of a pass.
    enum Verdict: Equatable { case good, again, unreachable }

    /// - Parameter measured: the loudness of the mix as it came; nil for silence.
    init(target: Double?, truePeak: Double, measured: Double?) {
        self.truePeak = truePeak
        self.target = measured == nil ? nil : target
        ceiling = truePeak - Self.headroom
        if let target, let measured { gain = min(Self.mostGain, target - measured) }
    }

    /// Judges a pass at ``gain`` and ``ceiling``, and where it is to be done again, changes them.
    ///
    /// - Parameters:
    ///   - peak: the true peak of the result; nil where it was not measured.
    ///   - tolerance: how far the loudness may be off.
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
