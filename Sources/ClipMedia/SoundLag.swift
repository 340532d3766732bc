/// Tells real gaps and overlaps of a sound track from the jitter of its packets' times.
///
/// Containers round times, and some codecs' packets are stamped a packet early or late. Only a jump of more than
/// 100 ms, or a deviation of more than 5 ms that all of the last 16 frames agree on, is one.
struct SoundLag {
    private var recent: [Int64] = []

    /// How many samples to leave out (negative) or to fill in, where a frame lies `deviation` samples behind the
    /// place where the last one ended.
    mutating func correction(of deviation: Int64, rate: Int) -> Int64 {
        if abs(deviation) > Int64(rate / 10) {
            recent = []
            return deviation
        }
        recent = recent.suffix(15) + [deviation]
        guard recent.count == 16, let least = recent.min(), let most = recent.max() else { return 0 }
        let agreed = least > 0 ? least : most < 0 ? most : 0
        guard abs(agreed) > Int64(rate / 200) else { return 0 }
        recent = []
        return agreed
    }
}
