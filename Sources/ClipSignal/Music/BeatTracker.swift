/// Finds the most likely beats of a track (Viterbi) with a ``BeatModel``.
///
/// Nothing is decided between two beats, so the work is per beat: the best score of a beat that ends at a
/// frame is its own evidence, a difference of prefix sums, plus the best score up to its start.
struct BeatTracker {
    private let frames: Int
    private let places: Int
    private let transitions: [(from: Range<Int>, gains: [Double])]
    /// The prior of each period, per frame.
    private let preferences: [Double]
    /// Prefix sums of the evidence per phase, before each frame.
    private var sums: [Double]
    /// For each period, the bounds of its phases in frames.
    private let bounds: [[Int]]
    /// For each frame and period, the best score of a beat that starts there, and the period before it.
    private var entering: [Double]
    private var previous: [UInt8]

    private static let periods = BeatModel.periods
    private static let count = BeatModel.periods.count
    /// Number of frames whose scores are still needed.
    private static let memory = BeatModel.periods.upperBound + 1

    /// Frames before the track in which a beat still counts: the first onset seems to start earlier.
    private static let early = 2

    /// - Parameters:
    ///   - onsets: strengths from ``Onsets/normalised()``.
    ///   - hint: a tempo that it should have; nil for none.
    init(_ onsets: [[Float]], _ model: BeatModel, _ reading: BeatModel.Reading, hint: Double?) {
        (frames, places, transitions) = (onsets[0].count, model.places, reading.transitions)
        preferences = Self.periods.map {
            BeatModel.preference(for: 60 * Double(Onsets.rate) / Double($0), hint: hint)
        }
        let places = places
        bounds = Self.periods.map { period in (0...places).map { ($0 * period + places - 1) / places } }
        let evidence = model.evidence(of: onsets, reading)
        sums = Array(repeating: 0, count: (frames + 1) * places)
        for index in evidence.indices { sums[index + places] = sums[index] + Double(evidence[index]) }
        entering = Array(repeating: 0, count: Self.memory * Self.count)
        previous = Array(repeating: 0, count: frames * Self.count)
    }

    /// The beats as ascending frames, and the score per frame: the log ratio of the onsets' probability with
    /// these beats to that without any.
    mutating func track() -> (beats: [Int], score: Double) {
        guard frames > 0 else { return ([], 0) }
        var ending = [Double](repeating: 0, count: Self.count)
        for frame in 0..<frames {
            for index in 0..<Self.count { ending[index] = score(endingAt: frame, index) }
            enter(frame, ending)
        }
        return last()
    }

    /// Resistance to tempo change where two readings are compared: between theirs.
    private static let steadiness = 200.0

    /// The score per frame of given beats, from ``track()`` with any reading.
    func score(of beats: [Int]) -> Double {
        let lengths = zip(beats, beats.dropFirst()).map { $1 - $0 }
        guard let first = lengths.first, let last = lengths.last else { return 0 }
        let index = { (length: Int) in max(0, min(Self.count - 1, length - Self.periods.lowerBound)) }
        var total = evidence(from: beats[0] - first, to: beats[0], index(first))
        total += evidence(from: beats[beats.count - 1], to: frames, index(last))
        for (number, length) in lengths.enumerated() {
            total += evidence(from: beats[number], to: beats[number + 1], index(length))
            if number > 0 { total -= Self.steadiness * abs(Double(length) / Double(lengths[number - 1]) - 1) }
        }
        return total / Double(frames)
    }

    /// The best score of a beat that ends before `frame`; a beat that started before the track is cut off.
    private func score(endingAt frame: Int, _ index: Int) -> Double {
        let period = index + Self.periods.lowerBound
        let start = frame - period
        let own = evidence(from: start, to: frame, index)
        let before = start >= 0 ? entering[start % Self.memory * Self.count + index] : 0
        return own + before
    }

    /// Evidence for a beat from `start`, inside the track and before `end`.
    private func evidence(from start: Int, to end: Int, _ index: Int) -> Double {
        let edges = bounds[index]
        var total = 0.0
        sums.withUnsafeBufferPointer { sums in
            for place in 0..<places {
                let first = max(0, min(end, start + edges[place]))
                let last = max(0, min(end, start + edges[place + 1]))
                total += sums[last * places + place] - sums[first * places + place]
            }
        }
        let length = min(end, start + index + Self.periods.lowerBound) - max(0, start)
        return total + Double(length) * preferences[index]
    }

    /// Chooses the previous period for each period of a beat that starts at `frame`.
    private mutating func enter(_ frame: Int, _ ending: [Double]) {
        for (index, transition) in transitions.enumerated() {
            var (best, choice) = (-Double.infinity, 0)
            for (gain, old) in zip(transition.gains, transition.from) where ending[old] + gain > best {
                (best, choice) = (ending[old] + gain, old)
            }
            entering[frame % Self.memory * Self.count + index] = best
            previous[frame * Self.count + index] = UInt8(choice)
        }
    }

    /// Finds the best beat across the end of the track, and all beats before it.
    private func last() -> (beats: [Int], score: Double) {
        var best = (score: -Double.infinity, start: 0, index: 0)
        for index in 0..<Self.count {
            let period = index + Self.periods.lowerBound
            for start in (frames - period)..<frames {
                let before = start >= 0 ? entering[start % Self.memory * Self.count + index] : 0
                let score = evidence(from: start, to: frames, index) + before
                if score > best.score { best = (score, start, index) }
            }
        }
        var (start, index) = (best.start, best.index)
        var beats: [Int] = []
        while start >= -Self.early {
            beats.append(max(0, start))
            guard start >= 0 else { break }
            index = Int(previous[start * Self.count + index])
            start -= index + Self.periods.lowerBound
        }
        return (beats.reversed(), best.score / Double(frames))
    }
}
