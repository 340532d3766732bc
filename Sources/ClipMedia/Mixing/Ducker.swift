internal import SystemLibrary

/// Lowers music while somebody speaks: a gain every 10 ms.
struct Ducker {
    /// Samples of 48 kHz per gain.
    static let hop: Int64 = 480
    /// How long music takes to go down, in seconds; it is down when speech begins.
    private static let attack = 0.2
    /// How long it takes to come up again.
    private static let release = 0.6
    /// The longest pause in speech in which music stays down.
    private static let pause = 1.0

    /// - Parameters:
    ///   - speech: where somebody speaks, in samples of 48 kHz, in order.
    ///   - depth: how far music goes down, in dB.
    ///   - count: the samples of the mix.
    /// - Returns: a factor per ``hop``, from 1 (up) to 10^(-depth/20) (down); empty for no speech.
    static func gains(_ speech: [Range<Int64>], depth: Double, count: Int64) -> [Float] {
        guard !speech.isEmpty, depth > 0 else { return [] }
        var depths = [Double](repeating: 0, count: Int(count / hop) + 1)
        for range in joined(speech) {
            let (start, end) = (Double(range.lowerBound) / 48000, Double(range.upperBound) / 48000)
            let first = max(0, Int((start - attack) * 100))
            let last = min(depths.count - 1, Int((end + release) * 100) + 1)
            guard first <= last else { continue }
            for index in first...last {
                let time = Double(index) / 100
                let share =
                    time < start ? 1 - (start - time) / attack : time > end ? 1 - (time - end) / release : 1
                depths[index] = max(depths[index], min(1, max(0, share)))
            }
        }
        return depths.map { Float(pow(10, -depth * (1 - cos(.pi * $0)) / 2 / 20)) }
    }

    /// Speech without the pauses in which music stays down.
    static func joined(_ speech: [Range<Int64>]) -> [Range<Int64>] {
        speech.reduce(into: []) { joined, range in
            if let last = joined.last, Double(range.lowerBound - last.upperBound) / 48000 <= pause {
                joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
    }
}
