/// Tells whether the frames around one are mixtures of the first and the last of them, as in a dissolve.
///
/// Each frame is projected onto the line between both ends: the share of the second picture in it rises evenly, and
/// little is left over that neither end explains. Camera movements leave much over; a cut rises in one step.
struct BlendTest {
    /// Seconds on each side.
    let reach: Double
    /// The least distance of both ends.
    var gap: Float = 22
    /// The most that is left over of a frame, as a share of the squared distance of the ends.
    let rest: Float
    /// The most by which the share rises from one frame to the next.
    var step: Float = 0.35
    /// The most by which the share is off an even rise.
    var unevenness: Float = 0.4
    /// The longest change, as a share of the stretch.
    var most = 0.88

    /// A test over `reach` seconds on both sides. Over a quarter of a second much looks like a mixture.
    init(reach: Double) {
        self.reach = reach
        rest = reach < 0.3 ? 0.12 : 0.3
    }

    /// How far apart the ends are, and how many seconds the change takes; nil for no dissolve.
    ///
    /// - Parameters:
    ///   - seconds: when each frame is shown, rising.
    ///   - blocks: the picture of a frame.
    func blend(around centre: Int, in seconds: [Double], _ blocks: (Int) -> [Float])
        -> (gap: Float, length: Double)?
    {
        guard let first = (0...centre).last(where: { seconds[$0] <= seconds[centre] - reach }),
            let last = (centre..<seconds.count).first(where: { seconds[$0] >= seconds[centre] + reach }),
            last - first >= 4, seconds[last] - seconds[first] < 2 * reach + 0.3
        else { return nil }
        let (from, to) = (blocks(first), blocks(last))
        let line = zip(to, from).map { $0 - $1 }
        let square = line.reduce(0) { $0 + $1 * $1 }
        let distance = (square / Float(line.count)).squareRoot()
        guard distance > gap else { return nil }
        var shares: [Float] = [0]
        for index in first + 1..<last {
            let offset = zip(blocks(index), from).map { $0 - $1 }
            let share = zip(offset, line).reduce(0) { $0 + $1.0 * $1.1 } / square
            let left = zip(offset, line).reduce(Float(0)) {
                let error = $1.0 - share * $1.1
                return $0 + error * error
            }
            guard left <= rest * square, share - shares.last! <= step else { return nil }
            shares.append(share)
        }
        shares.append(1)
        guard 1 - shares[shares.count - 2] <= step else { return nil }
        return length(shares, Array(seconds[first...last])).map { (distance, $0) }
    }

    /// Seconds from the first to the last tenth of the change, carried on to all of it; nil where it is uneven.
    private func length(_ shares: [Float], _ seconds: [Double]) -> Double? {
        let span = seconds.last! - seconds[0]
        for (share, time) in zip(shares, seconds)
        where abs(Double(share) - (time - seconds[0]) / span) > Double(unevenness) { return nil }
        guard let start = shares.lastIndex(where: { $0 <= 0.1 }),
            let end = shares.firstIndex(where: { $0 >= 0.9 }), end > start
        else { return nil }
        // A movement goes on at both ends of the stretch; a dissolve begins and ends within it.
        let length = (seconds[end] - seconds[start]) / 0.8
        return length <= most * span ? length : nil
    }
}
