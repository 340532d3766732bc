/// Detects dissolves: whether the frames around one are mixtures of the first and the last of them.
///
/// Each frame is projected onto the line between both ends: the share of the second picture rises evenly, the
/// residual is small, and halfway the mixture has less contrast than either picture. Camera motion leaves a
/// large residual and keeps the contrast; a cut rises in one step.
struct DissolveDetector {
    struct Frame {
        let blocks: [Float]
        let luma: [UInt8]
        let mean: Float
        let variance: Float
    }

    /// Seconds before and after the frame.
    let reach: Double
    /// The least distance between both ends.
    var gap: Float = 22
    /// The largest residual of a frame, as a share of the squared distance of the ends.
    let rest: Float
    /// The largest rise of the share between frames.
    var step: Float = 0.35
    /// The largest deviation of the share from an even rise.
    var unevenness: Float = 0.4
    /// The longest change, as a share of the range.
    var most = 0.88
    /// The most doubt: halfway contrast from that of a mixture (0) to that of one picture (1), plus twice the
    /// mean residual.
    var doubt: Float = 0.7

    /// Creates a detector for `reach` seconds on both sides. Within a quarter of a second much resembles a mixture.
    init(reach: Double) {
        self.reach = reach
        rest = reach < 0.3 ? 0.12 : 0.3
    }

    /// The distance of the ends, and the length of the change in seconds; nil without a dissolve.
    ///
    /// - Parameter seconds: presentation time of each frame, ascending.
    func blend(around centre: Int, in seconds: [Double], _ frame: (Int) -> Frame)
        -> (gap: Float, length: Double)?
    {
        guard let first = (0...centre).last(where: { seconds[$0] <= seconds[centre] - reach }),
            let last = (centre..<seconds.count).first(where: { seconds[$0] >= seconds[centre] + reach }),
            last - first >= 4, seconds[last] - seconds[first] < 2 * reach + 0.3
        else { return nil }
        let (from, to) = (frame(first), frame(last))
        let line = zip(to.blocks, from.blocks).map { $0 - $1 }
        let square = line.reduce(0) { $0 + $1 * $1 }
        let distance = (square / Float(line.count)).squareRoot()
        guard distance > gap else { return nil }
        var shares: [Float] = [0]
        var leftOver: Float = 0
        for index in first + 1..<last {
            let offset = zip(frame(index).blocks, from.blocks).map { $0 - $1 }
            let share = zip(offset, line).reduce(0) { $0 + $1.0 * $1.1 } / square
            let left = zip(offset, line).reduce(Float(0)) {
                let error = $1.0 - share * $1.1
                return $0 + error * error
            }
            guard left <= rest * square, share - shares.last! <= step else { return nil }
            shares.append(share)
            leftOver += left / square
        }
        shares.append(1)
        guard 1 - shares[shares.count - 2] <= step else { return nil }
        guard let length = length(shares, Array(seconds[first...last])) else { return nil }
        let half = shares.indices.min { abs(shares[$0] - 0.5) < abs(shares[$1] - 0.5) }!
        let contrast = Self.contrast(of: frame(first + half), from, to, share: shares[half])
        guard contrast + 2 * leftOver / Float(shares.count) <= doubt else { return nil }
        return (distance, length)
    }

    /// 0 for the variance of a mixture of both ends, 1 for the interpolated variance of both.
    private static func contrast(of frame: Frame, _ from: Frame, _ to: Frame, share: Float) -> Float {
        let products = zip(from.luma, to.luma).reduce(Int32(0)) { $0 &+ Int32($1.0) &* Int32($1.1) }
        let covariance = Float(products) / Float(from.luma.count) - from.mean * to.mean
        let rest = 1 - share
        let mixture =
            rest * rest * from.variance + share * share * to.variance + 2 * share * rest * covariance
        let single = rest * from.variance + share * to.variance
        // Two flat pictures are inconclusive.
        let range = single - mixture + 0.05 * single + 1
        return min(1.3, max(-0.3, (frame.variance - mixture) / range))
    }

    /// Extrapolates the time from 10 % to 90 % of the change to all of it; nil if it is uneven.
    private func length(_ shares: [Float], _ seconds: [Double]) -> Double? {
        let span = seconds.last! - seconds[0]
        for (share, time) in zip(shares, seconds)
        where abs(Double(share) - (time - seconds[0]) / span) > Double(unevenness) { return nil }
        guard let start = shares.lastIndex(where: { $0 <= 0.1 }),
            let end = shares.firstIndex(where: { $0 >= 0.9 }), end > start
        else { return nil }
        // Motion continues at both ends of the range; a dissolve starts and ends inside.
        let length = (seconds[end] - seconds[start]) / 0.8
        return length <= most * span ? length : nil
    }
}
