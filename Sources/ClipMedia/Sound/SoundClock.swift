internal import LibAV

/// Positions decoded samples by packet times that are rounded, or a packet early or late as some muxers stamp
/// Vorbis. Samples follow without gaps unless the times insist.
struct SoundClock {
    private var next: Int64?
    /// End of the previous frame by its own timestamp.
    private var stamped: Int64 = 0
    private var deviations: [Int64] = []
    private var isSettled = false
    /// Divisor n: a jump of more than 1/n of a second is real at once.
    private let jumpsASecond: Int64
    /// So many frames that agree on a deviation are right.
    private let majority: Int

    /// - Parameter isExact: timestamps count samples: jumps over 25 ms are real, otherwise over 50 ms.
    init(isExact: Bool = false) { (jumpsASecond, majority) = isExact ? (40, 4) : (20, 32) }

    /// Clock for a sound stream: MP4-like containers count samples; Vorbis is always stamped unevenly.
    init(_ stream: StreamFacts) {
        self.init(
            isExact: stream.codec != "vorbis" && stream.audio?.sampleRate == stream.timeBase.denominator
                && stream.timeBase.numerator == 1)
    }

    /// Accepts the next timestamp as exact: the sound begins there.
    mutating func settle() { isSettled = true }

    /// Position of a frame's first sample, on a clock that reads 0 at the window's start.
    ///
    /// Before the window the clock settles on the middle of the timestamps. Later only a jump (see
    /// ``init(isExact:)``), or a deviation over 25 ms in which 32 frames agree (4 of exact ones), is a real gap or overlap. A
    /// deviation that grows from frame to frame is not a jump: after a rate change FFmpeg stamps the frames
    /// of a PES packet by the old rate.
    ///
    /// - Parameters:
    ///   - stamp: position by the frame's own time, in samples.
    ///   - count: samples in the frame.
    ///   - rate: samples per second.
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
        } else if isSettled, deviations.count >= majority {
            place += agreed(Int64(rate / 40))
        }
        next = place + Int64(count)
        return place
    }

    /// The middle deviation of the last frames if all lie on one side and exceed `bound`.
    private mutating func agreed(_ bound: Int64) -> Int64 {
        deviations = deviations.suffix(majority)
        let sorted = deviations.sorted()
        guard sorted[0] > bound || sorted[majority - 1] < -bound else { return 0 }
        deviations = []
        return sorted[majority / 2]
    }
}
