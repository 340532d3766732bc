/// Scores windows of one clip by fixed weights, relative to the rest of the clip.
struct WindowScorer: Sendable {
    private let seconds: ClipSeconds
    private let pauses: SoundPauses
    private let speech: [TimeRange]
    private let changes: [Change]
    private let clip: ClosedRange<Double>
    private let snap: Set<WindowSnap>
    private let beats: [Double]

    /// A shot boundary in seconds on the file's clock: the range in which both shots are visible.
    private struct Change {
        let start: Double
        let end: Double
    }

    /// - Parameter beats: seconds on the file's own clock, ascending.
    init(_ analysis: Analysis, snap: Set<WindowSnap>, beats: [Double] = []) {
        let boundaries = analysis.boundaries
        seconds = ClipSeconds(analysis, boundaries)
        pauses = SoundPauses(analysis.sound)
        speech = analysis.speech
        changes = boundaries.map {
            Change(start: $0.time.seconds - $0.duration / 2, end: $0.time.seconds + $0.duration / 2)
        }
        clip = analysis.span.start.seconds...max(analysis.span.start.seconds, analysis.span.end.seconds)
        self.snap = snap
        self.beats = snap.contains(.beat) ? beats : []
    }

    /// The non-zero score terms of a window.
    ///
    /// - Parameter keyframe: 1 if the window starts with a keyframe, less if it moved far for it; otherwise 0.
    func terms(_ range: TimeRange, keyframe: Double = 0) -> [WindowTerm] {
        let (start, end) = (range.start.seconds, range.end.seconds)
        let (from, to) = (start - clip.lowerBound, end - clip.lowerBound)
        let hook = min(from + 3, to)
        let liveliest =
            0.6 * seconds.loudness.mean(from: from, to: hook)
            + 0.4 * seconds.motion.mean(from: from, to: hook)
        let peaks = seconds.loudness.inside(from: from, to: to).sorted().suffix(3)
        let loud = seconds.loudness.mean(from: from, to: to)
        let peak = peaks.isEmpty ? loud : peaks.reduce(0, +) / Double(peaks.count)
        let cuts = seconds.cuts.mean(from: from, to: to)
        let dead = max(seconds.black.mean(from: from, to: to), seconds.frozen.mean(from: from, to: to))
        return [
            WindowTerm(.hook, weight: 0.22, measure: liveliest),
            WindowTerm(.loudness, weight: 0.2, measure: 0.7 * loud + 0.3 * peak),
            WindowTerm(
                .rise, weight: 0.08, measure: seconds.rises.inside(from: from + 1, to: to - 1).max() ?? 0),
            WindowTerm(.motion, weight: 0.2, measure: seconds.motion.mean(from: from, to: to)),
            WindowTerm(.rhythm, weight: 0.08, measure: 3 * cuts),
            WindowTerm(.sharpness, weight: 0.08, measure: seconds.sharpness.mean(from: from, to: to)),
            WindowTerm(.colour, weight: 0.04, measure: seconds.colour.mean(from: from, to: to)),
            WindowTerm(.pause, weight: 0.08, measure: snap.contains(.silence) && endsQuietly(end) ? 1 : 0),
            WindowTerm(.scene, weight: 0.08, measure: snap.contains(.scene) ? edge(start, end) : 0),
            WindowTerm(.keyframe, weight: 0.05, measure: keyframe),
            WindowTerm(.beat, weight: 0.06, measure: isOnBeat(start) ? 1 : 0),
            WindowTerm(.midSound, weight: -0.1, measure: isMidSound(start) ? 1 : 0),
            WindowTerm(.word, weight: -1.2, measure: Double(cutWords(range)) / 2),
            WindowTerm(.stub, weight: -0.1, measure: hasStub(start, end) ? 1 : 0),
            WindowTerm(.dead, weight: -0.5, measure: dead),
        ].filter { $0.effect != 0 }
    }

    func score(_ range: TimeRange) -> Double { terms(range).map(\.effect).reduce(0, +) }

    /// The share of a window that was not examined, from 0 to 1: its score is an estimate.
    func unexamined(_ range: TimeRange) -> Double {
        let (from, to) = (range.start.seconds - clip.lowerBound, range.end.seconds - clip.lowerBound)
        let share = seconds.unexamined.mean(from: from, to: to)
        return share > 0.001 ? min(1, share) : 0
    }

    /// The window is almost empty: black, or frozen and silent.
    func isEmpty(_ range: TimeRange) -> Bool {
        guard unexamined(range) == 0 else { return false }
        let (from, to) = (range.start.seconds - clip.lowerBound, range.end.seconds - clip.lowerBound)
        if seconds.black.mean(from: from, to: to) > 0.9 { return true }
        return seconds.frozen.mean(from: from, to: to) > 0.9 && seconds.silent.mean(from: from, to: to) > 0.9
    }

    private func endsQuietly(_ end: Double) -> Bool {
        pauses.contains(end) || pauses.isTold && end >= clip.upperBound - 0.05
    }

    private func isOnBeat(_ start: Double) -> Bool {
        let place = beats.partitioningIndex { $0 > start - 0.001 }
        return place < beats.count && beats[place] < start + 0.001
    }

    /// Shot boundaries within half a second of a time, or across it.
    private func changes(near time: Double) -> ArraySlice<Change> {
        let first = changes.partitioningIndex { $0.end > time - 0.5 }
        return changes[first...].prefix { $0.start < time + 0.5 }
    }

    private func isMidSound(_ start: Double) -> Bool {
        pauses.isTold && !isOnBeat(start) && start > clip.lowerBound + 0.05 && !pauses.contains(start)
            && !pauses.contains(start - 0.1) && !pauses.contains(start + 0.1)
    }

    /// How many of the two ends lie inside speech. Where a clip itself begins or ends, nothing is cut.
    private func cutWords(_ range: TimeRange) -> Int {
        let isCut = { (time: MediaTime) in
            guard clip.lowerBound + 0.05 < time.seconds, time.seconds < clip.upperBound - 0.05 else {
                return false
            }
            let place = speech.partitioningIndex { $0.end > time }
            return place < speech.count && speech[place].start < time
        }
        return (isCut(range.start) ? 1 : 0) + (isCut(range.end) ? 1 : 0)
    }

    /// The places within two seconds at which a window would begin before speech, or end behind it.
    func speechStarts(near range: TimeRange) -> [MediaTime] {
        guard cutWords(range) > 0 else { return [] }
        let length = range.duration
        return speech.flatMap { [$0.start, $0.end, $0.start - length, $0.end - length] }
            .filter { abs(($0 - range.start).seconds) <= 2 }
    }

    /// The places at which a window of a length begins or ends with speech, and cuts none.
    func starts(betweenWords length: MediaTime) -> [MediaTime] {
        speech.flatMap { [$0.start, $0.end, $0.start - length, $0.end - length] }
            .filter { cutWords(TimeRange(start: $0, end: $0 + length)) == 0 }
    }

    /// 1 where a shot begins with the window, 0.5 where one ends with it.
    private func edge(_ start: Double, _ end: Double) -> Double {
        if changes(near: start).contains(where: { abs($0.end - start) < 0.001 }) { return 1 }
        return changes(near: end).contains { abs($0.start - end) < 0.001 } ? 0.5 : 0
    }

    private func hasStub(_ start: Double, _ end: Double) -> Bool {
        changes(near: start).contains { $0.start - 0.4 < start && start < $0.end - 0.001 }
            || changes(near: end).contains { $0.start + 0.001 < end && end < $0.end + 0.4 }
    }

    /// Beats within half a second of a window's start.
    func beatStarts(near range: TimeRange) -> [MediaTime] {
        let start = range.start.seconds
        return beats.filter { abs($0 - start) <= 0.5 }.map { MediaTime(roundingDown: $0) }
    }

    /// Starts within half a second at which the window would start, or end, with a shot.
    func sceneStarts(near range: TimeRange) -> [MediaTime] {
        guard snap.contains(.scene) else { return [] }
        let length = range.duration
        return changes.flatMap { change -> [MediaTime] in
            // A time rounded up to milliseconds could lie after the frame.
            [MediaTime(roundingDown: change.end), MediaTime(roundingDown: change.start) - length]
        }.filter { abs(($0 - range.start).seconds) <= 0.5 }
    }
}

/// Pauses in a clip's sound: below the midpoint of its quiet and its loud level.
struct SoundPauses: Hashable, Sendable {
    /// Pauses of at least 150 ms, in seconds on the file's clock.
    private(set) var pauses: [ClosedRange<Double>] = []
    private(set) var isTold = false

    /// - Parameter scores: every 100 ms, in order of time.
    init(_ scores: [SoundScore]) {
        let levels = scores.map(\.speech).filter(\.isFinite).sorted()
        guard levels.count >= 20 else { return }
        let (quiet, loud) = (levels[levels.count / 10], levels[levels.count * 9 / 10])
        // Evenly loud sound has no detectable pauses.
        guard loud - quiet >= 10 else { return }
        isTold = true
        var first: Double?
        for score in scores {
            let time = score.time.seconds
            if score.speech < (quiet + loud) / 2 {
                first = first ?? time
            } else {
                add(first, time)
                first = nil
            }
        }
        add(first, (scores.last?.time.seconds ?? 0) + 0.1)
    }

    private mutating func add(_ first: Double?, _ end: Double) {
        if let first, end - first >= 0.149 { pauses.append(first...end) }
    }

    /// A time lies in a pause.
    func contains(_ time: Double) -> Bool {
        let place = pauses.partitioningIndex { $0.upperBound >= time }
        return place < pauses.count && pauses[place].contains(time)
    }
}
