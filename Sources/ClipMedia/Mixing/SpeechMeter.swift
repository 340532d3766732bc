internal import ClipCore
internal import LibAV

/// Measures a clip's own audio before music is mixed with it: how loud it is, where somebody speaks, and how loud speech is.
struct SpeechMeter: ~Copyable {
    /// Samples of 48 kHz per level.
    private static let hop = 4800

    private let meter: LoudnessMeter
    private var listener = SpeechListener()
    /// Loudness of the 400 ms up to the end of each ``hop``, in LUFS.
    private var levels: [Double] = []
    private var count = 0

    init() throws(AVFailure) { meter = try LoudnessMeter(.loudness) }

    /// Adds stereo samples of 48 kHz that follow those before.
    mutating func add(_ samples: UnsafeBufferPointer<SIMD2<Float>>) throws(AVFailure) {
        listener.add(samples)
        var rest = samples[...]
        while !rest.isEmpty {
            let part = rest.prefix(Self.hop - count % Self.hop)
            try meter.add(UnsafeBufferPointer(rebasing: part))
            rest = rest.dropFirst(part.count)
            count += part.count
            if count % Self.hop == 0 { levels.append(meter.momentary ?? -70) }
        }
    }

    /// The levels of the clip's own audio; those of music are not known.
    consuming func finish() -> MixBalance.Levels {
        let ranges = listener.finish()
        // A level of 400 ms is that of its middle.
        let spoken = levels.indices.filter { index in
            let middle = Int64((index + 1) * Self.hop - 2 * Self.hop)
            return ranges.contains { $0.contains(middle) }
        }.map { levels[$0] }
        var result = MixBalance.Levels(own: meter.integrated)
        // Speech that is too short for a level of its own is as loud as all of it.
        if !ranges.isEmpty { result.speech = Analysis.gatedLoudness(spoken) ?? result.own }
        if result.speech != nil { result.ranges = ranges }
        return result
    }
}
