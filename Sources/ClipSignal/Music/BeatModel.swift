internal import SystemLibrary

/// What onsets look like at each place between two beats, and how tempo moves: what a ``BeatTracker`` knows of music.
///
/// The state space is that of Krebs, Böck and Widmer (ISMIR 2015): a beat lasts a whole number of frames, the place in
/// it moves on by a frame at a time, and the tempo changes only at beats.
public struct BeatModel: Sendable, Codable {
    /// For each part of ``Onsets``, the rising bounds between its levels.
    let bounds: [[Float]]
    /// For each part, place between two beats and level: the logarithm of how much likelier the level is there than
    /// anywhere.
    let gains: [[[Float]]]
    /// How much one frame's evidence counts: those of neighbours and of parts are not independent.
    private static let weight: Float = 0.35

    /// Frames that a beat can last: 222 to 54 beats a minute.
    static let periods = 27...111
    /// How little tempo changes from beat to beat: the logarithm falls by that times the relative change.
    private static let steadiness = 80.0
    /// Changes that are less likely than exp(-10) are not looked at.
    private static let reach = 10 / steadiness

    /// Places between two beats that are told apart.
    var places: Int { gains[0].count }

    /// The evidence of every frame for each place between two beats, place after place.
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

    /// How likely that many beats a minute are without having heard anything: a logarithm for every frame.
    static func preference(for tempo: Double) -> Double {
        let octaves = log2(tempo / 118) / 0.6
        return -0.005 * octaves * octaves
    }

    /// ``preference(for:)`` of each period.
    static let preferences = periods.map { preference(for: 60 * Double(Onsets.rate) / Double($0)) }

    /// For each period, as an offset from the shortest: those that it can follow, and the logarithm of how likely.
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
