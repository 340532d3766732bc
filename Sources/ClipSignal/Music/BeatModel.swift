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

    /// The file `beat-model.json` of `Benchmarks/run train_beats`: five rows, 16 phases, 8 levels. Trained on 73 excerpts of
    /// 30 s: rendered scores, real recordings, loops, synthesizers.
    public static let trained: BeatModel = {
        guard let model = try? JSONDecoder().decode(Self.self, from: Data(PackageResources.beat_model_json))
        else { preconditionFailure("the table of beats is not of this version") }
        return model
    }()

    /// Possible beat lengths in frames: 222 to 54 beats per minute.
    static let periods = 27...111

    /// Number of places (phases) between two beats.
    var places: Int { gains[0].count }

    /// A way to read the tables. Each finds its own beats; those with the highest score count.
    struct Reading {
        /// How many rows of onsets count, from the first.
        let rows: Int
        /// Weight of one frame's evidence: neighbouring frames and rows are not independent.
        let weight: Float
        /// Resistance to tempo change between beats: the log probability falls by this times the relative change.
        let steadiness: Double
        /// Where the parts of a beat stand in the tables, which know halves and quarters; empty for these.
        var thirds: [Double] = []

        /// With changes of chords and instruments; and more steady without, in halves, in swung and in even thirds.
        static let all = [
            Reading(rows: 5, weight: 0.35, steadiness: 80), Reading(rows: 3, weight: 0.5, steadiness: 350),
            Reading(rows: 3, weight: 0.5, steadiness: 350, thirds: [0, 0.25, 0.5]),
            Reading(rows: 3, weight: 0.5, steadiness: 350, thirds: [0, 0.25, 0.25]),
        ]

        /// The place in the tables of each of `count` places.
        func columns(_ count: Int) -> [Int] {
            guard !thirds.isEmpty else { return Array(0..<count) }
            return (0..<count).map { place in
                let part = 3 * (Double(place) + 0.5) / Double(count)
                let nearest = part.rounded()
                let column = thirds[Int(nearest) % 3] + (part - nearest) / 4
                return Int((column - column.rounded(.down)) * Double(count))
            }
        }

        /// For each period, as an offset from the shortest: possible previous periods with their log probabilities.
        var transitions: [(from: Range<Int>, gains: [Double])] {
            let periods = BeatModel.periods
            let change = { (new: Int, old: Int) in abs(Double(new) / Double(old) - 1) }
            let sums = periods.map { old in periods.reduce(0.0) { $0 + exp(-steadiness * change($1, old)) } }
            return periods.map { new in
                // Changes less likely than exp(-10) are ignored.
                let from = periods.filter { change(new, $0) * steadiness <= 10 }
                let gains = from.map { -steadiness * change(new, $0) - log(sums[$0 - periods.lowerBound]) }
                let first = from[0] - periods.lowerBound
                return (first..<(first + from.count), gains)
            }
        }
    }

    /// Evidence of every frame for each phase.
    func evidence(of onsets: [[Float]], _ reading: Reading) -> [Float] {
        let frames = onsets[0].count
        let columns = reading.columns(places)
        var evidence = [Float](repeating: 0, count: frames * places)
        for (part, strengths) in onsets.prefix(reading.rows).enumerated() {
            for frame in 0..<frames {
                let level = bounds[part].firstIndex { strengths[frame] <= $0 } ?? bounds[part].count
                for place in 0..<places {
                    evidence[frame * places + place] += reading.weight * gains[part][columns[place]][level]
                }
            }
        }
        return evidence
    }

    /// Prior log probability of a tempo in beats per minute, per frame.
    ///
    /// - Parameter hint: the tempo according to a tag or a name; nil for none.
    static func preference(for tempo: Double, hint: Double? = nil) -> Double {
        let octaves = log2(tempo / (hint ?? 118)) / (hint == nil ? 0.6 : 0.05)
        return -0.005 * octaves * octaves
    }
}
