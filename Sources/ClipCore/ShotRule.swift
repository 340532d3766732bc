/// Turns the scores of frames into changes of shots.
///
/// A cut stands out from the changes around it in the picture's layout and in its colours, and does not come back as a
/// flash does. A dissolve is a stretch whose frames are mixtures of its two ends. A fade goes through a frame without
/// contrast; out and in again is one boundary.
public struct ShotRule: Hashable, Sendable {
    /// The least ``PictureScore/change`` of a cut.
    public var change: Float = 8
    /// A change above this may follow a larger one closely.
    public var largeChange: Float = 25
    /// How many times a cut's change is that of the frames around it.
    public var prominence: Float = 3.5
    /// Seconds around a frame that it is compared with.
    public var neighbourhood = 0.35
    /// The least ``PictureScore/gap`` of a cut.
    public var gap: Float = 18
    /// The least ``PictureScore/spread`` of a cut, unless it stands out twice as much.
    public var spread: Float = 3.8
    /// The least ``PictureScore/reversal`` of a cut.
    public var reversal: Float = 0.5
    /// The most ``PictureScore/contrast`` of a frame that a fade goes through.
    public var blankContrast: Float = 6
    /// The most luma of a frame that is black.
    public var black: Float = 40
    /// The least luma of a frame that is white.
    public var white: Float = 210

    /// The rule with the thresholds that were measured best.
    public init() {}

    /// The boundaries in the order of time.
    ///
    /// - Parameter scores: in the order in which the frames are shown.
    public func boundaries(in scores: [PictureScore]) -> [ShotBoundary] {
        guard scores.count > 2 else { return [] }
        let fades = fades(in: scores)
        let dissolves = dissolves(in: scores).filter { one in !fades.contains { overlaps($0, one) } }
            .filter { !touchesBlank($0, scores) }
        let gradual = fades + dissolves
        let cuts = cuts(in: scores).filter { cut in
            !gradual.contains { abs(($0.time - cut.time).seconds) < $0.duration / 2 + 0.1 }
        }
        return (gradual + cuts).sorted { $0.time < $1.time }
    }

    private func overlaps(_ one: ShotBoundary, _ other: ShotBoundary) -> Bool {
        abs((one.time - other.time).seconds) < (one.duration + other.duration) / 2 + 0.1
    }

    // MARK: Cuts

    private func cuts(in scores: [PictureScore]) -> [ShotBoundary] {
        let steps = zip(scores.dropFirst(), scores).map { ($0.time - $1.time).seconds }.sorted()
        let step = max(0.001, steps[steps.count / 2])
        let reach = max(3, Int((neighbourhood / step).rounded()))
        var cuts: [(time: MediaTime, change: Float)] = []
        for index in 1..<scores.count where isCut(scores, index, reach) {
            let score = scores[index]
            // Two jumps within 100 ms are one cut with a stray frame in it.
            if let last = cuts.last, (score.time - last.time).seconds < 0.1 {
                if score.change > last.change * 0.9 { cuts[cuts.count - 1] = (score.time, score.change) }
            } else {
                cuts.append((score.time, score.change))
            }
        }
        return cuts.map { ShotBoundary(time: $0.time, transition: .cut) }
    }

    private func isCut(_ scores: [PictureScore], _ index: Int, _ reach: Int) -> Bool {
        let score = scores[index]
        guard score.change > change, score.gap > gap, score.reversal >= reversal else { return false }
        let around = max(1, index - reach)...min(scores.count - 1, index + reach)
        let others = around.filter { $0 != index }.map { scores[$0] }
        let stands = score.change / (usual(others.map(\.change)) + 1)
        // In a lively shot the layout changes all the time, the colours do not.
        let standsInColour = score.spread / (usual(others.map(\.spread)) + 0.3)
        guard stands > prominence || stands > prominence / 2 && standsInColour > 2 * prominence else {
            return false
        }
        // Two pictures can have the same colours in other places.
        guard score.spread > spread || stands > 2 * prominence else { return false }
        return score.change > largeChange || others.allSatisfy { score.change >= $0.change }
    }

    /// The mean of all but the largest fifth.
    private func usual(_ values: [Float]) -> Float {
        let calm = values.sorted().prefix(max(1, values.count * 4 / 5))
        return calm.reduce(0, +) / Float(max(1, calm.count))
    }

    // MARK: Gradual transitions

    private func dissolves(in scores: [PictureScore]) -> [ShotBoundary] {
        runs(of: scores.map { $0.blend > 0 }, joining: 3).map { run in
            let best = run.max { scores[$0].blend < scores[$1].blend }!
            let middle = (scores[run.lowerBound].time + scores[run.upperBound].time).half
            return ShotBoundary(
                time: middle, transition: .dissolve, duration: Double(scores[best].blendLength))
        }
    }

    private func isBlank(_ score: PictureScore) -> Bool {
        score.contrast <= blankContrast && (score.luma <= black || score.luma >= white)
    }

    /// To or from black at the clip's ends.
    private func touchesBlank(_ dissolve: ShotBoundary, _ scores: [PictureScore]) -> Bool {
        scores.contains {
            isBlank($0) && abs(($0.time - dissolve.time).seconds) < dissolve.duration / 2 + 0.4
        }
    }

    private func fades(in scores: [PictureScore]) -> [ShotBoundary] {
        runs(of: scores.map(isBlank), joining: 1).compactMap { run in
            guard run.lowerBound > 0, run.upperBound < scores.count - 1 else { return nil }
            let start = slope(from: run.lowerBound, by: -1, scores)
            let end = slope(from: run.upperBound, by: 1, scores)
            // Both sides are jumps: those are cuts.
            guard run.lowerBound - start > 1 || end - run.upperBound > 1 else { return nil }
            return ShotBoundary(
                time: (scores[start].time + scores[end].time).half, transition: .fade,
                duration: (scores[end].time - scores[start].time).seconds)
        }
    }

    /// How far the contrast rises frame by frame from a blank one, for a second and a half at most.
    private func slope(from index: Int, by step: Int, _ scores: [PictureScore]) -> Int {
        var place = index
        while scores.indices.contains(place + step),
            scores[place + step].contrast > scores[place].contrast + 0.3,
            abs((scores[place + step].time - scores[index].time).seconds) < 1.5
        {
            place += step
        }
        return place
    }

    /// Runs of true; those that are not more than `joining` elements apart are one.
    private func runs(of flags: [Bool], joining: Int) -> [ClosedRange<Int>] {
        flags.indices.filter { flags[$0] }.reduce(into: []) { runs, index in
            if let last = runs.last, index - last.upperBound <= joining {
                runs[runs.count - 1] = last.lowerBound...index
            } else {
                runs.append(index...index)
            }
        }
    }
}
