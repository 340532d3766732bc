import ClipCore
import Testing

/// `seconds` as an exact time; `time(1, 3)` is a third of a second.
func time(_ ticks: Int64, _ timescale: Int64 = 1) -> MediaTime {
    MediaTime(ticks: ticks, timescale: timescale)
}

/// The span from `start` to `end`, in whole seconds.
func span(_ start: Int64, _ end: Int64) -> TimeRange { TimeRange(start: time(start), end: time(end)) }

/// Packets in decode order, written as a letter and a presentation time each: `K` a keyframe that opens a
/// closed group, `k` one that does not, `p` any other shown picture, `h` a hidden one. Thirty ticks are a
/// second.
func entries(_ text: String) -> [FrameIndex.Entry] {
    text.split(separator: " ").map { word in
        let kind = word.first!
        return FrameIndex.Entry(
            presentation: Int64(word.dropFirst())!, duration: 1, isKey: "Kk".contains(kind),
            isCleanEntry: kind == "K",
            isShown: kind != "h")
    }
}

func index(_ text: String) -> FrameIndex { FrameIndex(timeBase: TimeBase(1, 30), entries: entries(text)) }

/// A source of random numbers that gives the same ones every time (SplitMix64).
struct FixedRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// Decode orders as encoders make them: groups of pictures of random length, in each a keyframe and then
/// mini-groups of up to eight, the last picture first and the rest as a pyramid or one after another.
func randomOrder(groups: Int, using random: inout FixedRandom) -> [(presentation: Int64, isKey: Bool)] {
    var order: [(Int64, Bool)] = []
    var next: Int64 = 0
    func pyramid(_ low: Int64, _ high: Int64) {
        guard low < high else { return }
        let middle = (low + high) / 2
        order.append((middle, false))
        pyramid(low, middle)
        pyramid(middle + 1, high)
    }
    for _ in 0..<groups {
        order.append((next, true))
        next += 1
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let size = Int64.random(in: 1...8, using: &random)
            order.append((next + size - 1, false))
            if Bool.random(using: &random) {
                pyramid(next, next + size - 1)
            } else {
                order += (next..<next + size - 1).map { ($0, false) }
            }
            next += size
        }
    }
    return order.map { (presentation: $0.0, isKey: $0.1) }
}
