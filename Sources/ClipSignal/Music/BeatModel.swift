internal import SystemLibrary

/// Probabilities of onsets between beats and of tempo changes, for a ``BeatTracker``.
///
/// The state space is that of Krebs, Böck and Widmer (ISMIR 2015): a beat lasts a whole number of frames, its
/// phase advances by one frame at a time, and tempo changes only at beats.
public struct BeatModel: Sendable, Codable {
    /// For each row of onsets, the ascending bounds between its levels.
    let bounds: [[Float]]
    /// For each row, phase and level: the log ratio of the level's probability at this phase to that at any.
    let gains: [[[Float]]]
    /// Weight of one frame's evidence: neighbouring frames and rows are not independent.
    private static let weight: Float = 0.35

    /// Possible beat lengths in frames: 222 to 54 beats per minute.
    static let periods = 27...111
    /// Resistance to tempo change between beats: the log probability falls by this times the relative change.
    private static let steadiness = 80.0
    /// Changes less likely than exp(-10) are ignored.
    private static let reach = 10 / steadiness

    /// Number of places (phases) between two beats.
    var places: Int { gains[0].count }

    /// Evidence of every frame for each phase.
    func evidence(of onsets: [[Float]]) -> [Float] {
        let frames = onsets[0].count
        var evidence = [Float](repeating: 0, count: frames * places)
        for (part, strengths) in onsets.enumerated() {
            for frame in 0..<frames {
                let level = bounds[part].firstIndex { strengths[frame] <= $0 } ?? bounds[part].count
                for place in 0..<places {
                    evidence[frame * places + place] += Self.weight * gains[part][place][level]
                }
            }
        }
        return evidence
    }

    /// Prior log probability of a tempo in beats per minute, per frame.
    static func preference(for tempo: Double) -> Double {
        let octaves = log2(tempo / 118) / 0.6
        return -0.005 * octaves * octaves
    }

    /// ``preference(for:)`` of each period.
    static let preferences = periods.map { preference(for: 60 * Double(Onsets.rate) / Double($0)) }

    /// For each period, as an offset from the shortest: possible previous periods with their log probabilities.
    static let transitions: [(from: Range<Int>, gains: [Double])] = {
        let sums = periods.map { old in
            periods.reduce(0.0) { $0 + exp(-steadiness * abs(Double($1) / Double(old) - 1)) }
        }
        return periods.map { new in
            let from = periods.filter { abs(Double(new) / Double($0) - 1) <= reach }
            let gains = from.map {
                -steadiness * abs(Double(new) / Double($0) - 1) - log(sums[$0 - periods.lowerBound])
            }
            let first = from[0] - periods.lowerBound
            return (first..<(first + from.count), gains)
        }
    }()
}
