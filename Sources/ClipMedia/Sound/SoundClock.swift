internal import LibAV

/// Where decoded samples belong, from packets' times that are rounded, or a packet early or late as some muxers
/// stamp Vorbis: the samples themselves follow one another without a gap unless the times insist.
struct SoundClock {
    private var next: Int64?
    /// The end of the frame before, as its own stamp tells it.
    private var stamped: Int64 = 0
    private var deviations: [Int64] = []
    private var isSettled = false
    /// A jump of more than one part of a second in so many is real at once.
    private let jumpsASecond: Int64

    /// - Parameter isExact: the stamps count samples, so that a jump of more than 25 ms is real, else of more than 50 ms.
    init(isExact: Bool = false) { jumpsASecond = isExact ? 40 : 20 }

    /// A clock for a stream of sound: containers of the MP4 kind count samples; Vorbis is stamped unevenly everywhere.
    init(_ stream: StreamFacts) {
        self.init(
            isExact: stream.codec != "vorbis" && stream.audio?.sampleRate == stream.timeBase.denominator
                && stream.timeBase.numerator == 1)
    }

    /// Takes the next stamp for the truth: the sound begins there.
    mutating func settle() { isSettled = true }

    /// The place of a frame's first sample, on a clock that reads 0 at the window's start.
    ///
    /// Up to the window the clock settles on the middle of what the stamps say. From there on only a jump
    /// (see ``init(isExact:)``), or a deviation of more than 25 ms that 32 frames agree on, is a real gap or overlap. A
    /// deviation that grows from frame to frame is no jump: behind a change of the rate, FFmpeg stamps the frames of a PES packet by the
    /// old one.
    ///
    /// - Parameters:
    ///   - stamp: where the frame's own time puts it, in samples.
    ///   - count: samples in the frame.
    ///   - rate: samples a second.
    mutating func position(of stamp: Int64, count: Int, rate: Int) -> Int64 {
        guard var place = next else {
            isSettled = isSettled || stamp >= 0
            (next, stamped) = (stamp + Int64(count), stamp + Int64(count))
            return stamp
        }
        deviations.append(stamp - place)
        let jump = min(abs(stamp - place), abs(stamp - stamped))
        stamped = stamp + Int64(count)
        if jump > Int64(rate) / jumpsASecond {
            place = stamp
            deviations = []
        } else if !isSettled, place + Int64(count) > 0 {
            place += deviations.sorted()[(deviations.count - 1) / 2]
            isSettled = true
            deviations = []
        } else if isSettled, deviations.count >= 32 {
            place += agreed(Int64(rate / 40))
        }
        next = place + Int64(count)
        return place
    }

    /// The least deviation of the last frames when all lie on one side, and by more than `bound`.
    private mutating func agreed(_ bound: Int64) -> Int64 {
        deviations = deviations.suffix(32)
        let (least, most) = (deviations.min()!, deviations.max()!)
        let correction = least > bound ? least : most < -bound ? most : 0
        if correction != 0 { deviations = [] }
        return correction
    }
}
