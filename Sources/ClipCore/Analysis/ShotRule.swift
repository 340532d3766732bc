/// Detects shot boundaries from frame scores.
///
/// A cut stands out from the changes around it in layout and even more in colour, and does not return as a
/// flash does. A dissolve is a stretch whose frames are mixtures of its two ends. A fade passes through a
/// frame without contrast; out and in again is one boundary unless the picture stays blank in between.
public struct ShotRule: Hashable, Sendable {
    /// The least ``PictureScore/change`` of a cut.
    public var change: Float = 8
    /// A change above this may follow a larger one closely.
    public var largeChange: Float = 25
    /// The least ratio of a cut's ``PictureScore/change`` to that of the frames around it.
    public var prominence: Float = 2.2
    /// The same ratio of its ``PictureScore/spread``: lively shots change layout all the time, but not colours.
    public var colourProminence: Float = 5
    /// The ratio of change that suffices alone: two shots can have the same colours in other places.
    public var aloneProminence: Float = 7
    /// The neighbourhood that a frame is compared with, in seconds before and after.
    public var neighbourhood = 0.35
    /// The least ``PictureScore/gap`` of a cut.
    public var gap: Float = 12
    /// The least ``PictureScore/reversal`` of a cut.
    public var reversal: Float = 0.6
    /// The most ``PictureScore/contrast`` of a blank frame in a fade.
    public var blankContrast: Float = 6
    /// The most luma of a black frame.
    public var black: Float = 40
    /// The least luma of a white frame.
    public var white: Float = 210
    /// Seconds after which a blank picture is a shot of its own.
    public var blankShot = 0.8

    /// Creates a rule with the thresholds that measured best.
    public init() {}

    /// The boundaries, in order of time.
    ///
    /// - Parameter scores: in presentation order.
    public func boundaries(in scores: [PictureScore]) -> [ShotBoundary] {
        guard scores.count > 2 else { return [] }
        let fades = fades(in: scores)
        let dissolves = dissolves(in: scores).filter { one in
            !fades.contains { $0.covers(one.time, reach: one.duration / 2 + 0.1) }
                && !touchesBlank(one, scores)
        }
        let cuts = cuts(in: scores).filter { cut in
            !fades.contains { $0.covers(cut.time, reach: 0.1) }
                && !dissolves.contains { abs(($0.time - cut.time).seconds) < $0.duration / 2 + 0.1 }
        }
        return (fades.map(\.boundary) + dissolves + cuts).sorted { $0.time < $1.time }
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
        let standsInColour = score.spread / (usual(others.map(\.spread)) + 0.3)
        guard stands > prominence && standsInColour > colourProminence || stands > aloneProminence
        else { return false }
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

    /// A dissolve to or from black at the clip's ends.
    private func touchesBlank(_ dissolve: ShotBoundary, _ scores: [PictureScore]) -> Bool {
        scores.contains {
            isBlank($0) && abs(($0.time - dissolve.time).seconds) < dissolve.duration / 2 + 0.4
        }
    }

    private struct Fade {
        let boundary: ShotBoundary
        let range: ClosedRange<MediaTime>

        /// Part of it lies within `reach` seconds of `time`.
        func covers(_ time: MediaTime, reach: Double) -> Bool {
            (range.lowerBound - time).seconds < reach && (time - range.upperBound).seconds < reach
        }
    }

    private func fades(in scores: [PictureScore]) -> [Fade] {
        runs(of: scores.map(isBlank), joining: 1).flatMap { run -> [Fade] in
            let (first, last) = (run.lowerBound, run.upperBound)
            guard first > 0, last < scores.count - 1 else { return [] }
            let (start, end) = (slope(from: first, by: -1, scores), slope(from: last, by: 1, scores))
            let times = (scores[start].time, scores[first].time, scores[last].time, scores[end].time)
            switch (start < first, last < end) {
            // Both sides are jumps: those are cuts, or a flash.
            case (false, false): return []
            case (let out, let into) where (times.2 - times.1).seconds > blankShot:
                return (out ? [fade(times.0, times.1)] : []) + (into ? [fade(times.2, times.3)] : [])
            case (true, true): return [fade(times.0, times.3)]
            case (true, false): return [fade(times.0, scores[last + 1].time, at: scores[last + 1].time)]
            case (false, true): return [fade(times.1, times.3, at: times.1)]
            }
        }
    }

    /// - Parameter jump: the time of an abrupt change on one side of the fade.
    private func fade(_ start: MediaTime, _ end: MediaTime, at jump: MediaTime? = nil) -> Fade {
        let boundary = ShotBoundary(
            time: jump ?? (start + end).half, transition: .fade, duration: (end - start).seconds)
        return Fade(boundary: boundary, range: start...end)
    }

    /// Follows the contrast as it rises from a blank frame, for 1.5 s at most; returns `index` if it jumps.
    private func slope(from index: Int, by step: Int, _ scores: [PictureScore]) -> Int {
        var place = index
        while scores.indices.contains(place + step),
            scores[place + step].contrast > scores[place].contrast + 0.3,
            abs((scores[place + step].time - scores[index].time).seconds) < 1.5
        {
            place += step
        }
        guard abs(place - index) > 1 else { return index }
        let jump = scores[index + step].contrast - scores[index].contrast
        return jump < 0.4 * (scores[place].contrast - scores[index].contrast) ? place : index
    }

    /// Runs of `true`; runs at most `joining` elements apart are merged.
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
