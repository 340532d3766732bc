/// What one frame shows beside its picture: blurred or mirrored sides, or black bars with a logo.
public struct FillerSample: Hashable, Codable, Sendable {
    /// Presentation time, on the file's own clock.
    public var time: MediaTime
    /// Rows or columns of filler, in coded pixels; none where all is picture.
    public var bars: LetterboxDetector.Bars

    /// Creates a sample.
    public init(time: MediaTime, bars: LetterboxDetector.Bars) { (self.time, self.bars) = (time, bars) }

    /// As many samples without filler at the start rule it out.
    public static let ruledOut = 6
    /// The least number of samples, and the share of them that have to agree.
    private static let least = (samples: 3, share: 0.6)

    /// The filler on which the samples agree; a row or column more, as the last one is often mixed with the picture.
    public static func bars(in samples: [FillerSample]) -> LetterboxDetector.Bars {
        let found = samples.map(\.bars).filter { $0 != .none }
        guard samples.count >= least.samples, Double(found.count) >= least.share * Double(samples.count),
            !isRuledOut(by: samples)
        else { return .none }
        let groups = found.map { one in found.filter { $0.isNear(one) } }
        guard let group = groups.max(by: { $0.count < $1.count }),
            Double(group.count) >= least.share * Double(samples.count)
        else { return .none }
        let depth = { (side: (LetterboxDetector.Bars) -> Int) in
            let depth = group.map(side).sorted()[group.count / 2]
            return depth > 0 ? depth + 1 : 0
        }
        return LetterboxDetector.Bars(
            top: depth(\.top), bottom: depth(\.bottom), left: depth(\.left), right: depth(\.right))
    }

    /// The first samples show no filler.
    public static func isRuledOut(by samples: [FillerSample]) -> Bool {
        samples.count >= ruledOut && samples.prefix(ruledOut).allSatisfy { $0.bars == .none }
    }
}

extension LetterboxDetector.Bars {
    /// The same but for what blurred edges vary.
    fileprivate func isNear(_ other: Self) -> Bool {
        let sides = [(top, other.top), (bottom, other.bottom), (left, other.left), (right, other.right)]
        return sides.allSatisfy { abs($0 - $1) <= 3 + max($0, $1) / 100 }
    }
}
