/// Chooses the most interesting windows of a clip.
public struct WindowChooser: Sendable {
    private let scorer: WindowScorer
    private let room: TimeRange
    private let duration: MediaTime
    private let snap: Set<WindowSnap>

    /// - Parameters:
    ///   - duration: of the clip; windows lie inside its pictures and never beyond.
    ///   - snap: what windows may snap to.
    ///   - beats: of the clip's sound, in seconds on its own clock.
    public init(_ analysis: Analysis, duration: MediaTime, snap: Set<WindowSnap>, beats: [Double] = []) {
        scorer = WindowScorer(analysis, snap: snap, beats: beats)
        room = TimeRange(start: max(.zero, analysis.span.start), end: min(duration, analysis.span.end))
        (self.duration, self.snap) = (duration, snap)
    }

    /// The best non-overlapping windows of a length, best first.
    ///
    /// - Parameters:
    ///   - count: number of windows. If taking the best one each time leaves no room for that many, returns the
    ///     windows with the best total.
    ///   - extra: how many runners-up to return.
    ///   - gap: the least time between two windows.
    ///   - keyframes: the keyframes in a range, called only for chosen windows.
    /// - Returns: fewer if there is no room; none if every window is black, or frozen and silent.
    public func best(
        _ count: Int, and extra: Int = 0, length: MediaTime, gap: MediaTime = .zero,
        keyframes: (TimeRange) -> [MediaTime]
    ) -> [RatedWindow] {
        let candidates = candidates(length)
        var places = greedy(count + extra, candidates, length + gap)
        if places.count < count {
            let together = packed(count, candidates, length + gap)
            if together.count > places.count { places = together }
        }
        var starts = places.map { candidates[$0].start }
        var windows: [RatedWindow] = []
        for place in starts.indices {
            let range = TimeRange(start: starts[place], end: starts[place] + length)
            let near = TimeRange(start: range.start - Self.keyReach, end: range.start + Self.keyReach)
            let keys = snap.contains(.keyframe) ? keyframes(near) : []
            let others = starts.indices.filter { $0 != place }.map { starts[$0] }
            let window = snapped(range, keys) { start in
                others.allSatisfy { start >= $0 + length + gap || $0 >= start + length + gap }
            }
            starts[place] = window.range.start
            windows.append(window)
        }
        return windows.sorted { $0.score > $1.score }
    }

    /// How far a start may move to a keyframe: if that costs nothing, the whole picture can be copied.
    private static let keyReach = MediaTime(ticks: 2, timescale: 1)

    // MARK: Candidates

    private struct Candidate {
        let start: MediaTime
        let score: Double
    }

    /// Windows every 100 ms (in long clips up to 500 ms), the last one, and those between words; without empty ones.
    private func candidates(_ length: MediaTime) -> [Candidate] {
        let starts = starts(length, atLeast: 100)
        let between = scorer.starts(betweenWords: length).filter { starts[0] < $0 && $0 < starts.last! }
        return (starts + between).sorted().compactMap { start in
            let range = TimeRange(start: start, end: start + length)
            guard scorer.unexamined(range) == 0, !scorer.isEmpty(range) else { return nil }
            return Candidate(start: start, score: scorer.score(range))
        }
    }

    private func starts(_ length: MediaTime, atLeast least: Int64) -> [MediaTime] {
        let first = max(.zero, min(room.start, duration - length))
        let last = max(first, room.end - length)
        let milliseconds = Int64(((last - first).seconds * 1000).rounded(.down))
        let step = max(least, min(500, milliseconds / 10_000))
        var starts = (0...milliseconds / step).map { first + MediaTime(ticks: $0 * step, timescale: 1000) }
        if starts.last! < last { starts.append(last) }
        return starts
    }

    /// The range to examine next, for the best windows of a length to be known; nil once no other window can
    /// be one of them (branch and bound).
    ///
    /// An estimated score may be too low by the square root of the share that was not examined, times a
    /// constant. With 0.15, and 0.1 for longer clips, which have more windows alike, a prototype found a window
    /// with at least 95 % of the best score in joins of real clips.
    func doubtful(_ count: Int, length: MediaTime, gap: MediaTime) -> WindowDoubt? {
        let slack = duration.seconds > 900 ? 0.1 : 0.15
        let second = MediaTime(ticks: 1, timescale: 1)
        var known: [Candidate] = []
        let candidates = starts(length, atLeast: 1000).compactMap { start -> Candidate? in
            let range = TimeRange(start: start, end: start + length)
            guard !scorer.isEmpty(range) else { return nil }
            let doubt = scorer.unexamined(range).squareRoot()
            let candidate = Candidate(start: start, score: scorer.score(range) + slack * doubt)
            if doubt == 0 { known.append(candidate) }
            return candidate
        }
        let best = greedy(count, candidates, length + gap).map { candidates[$0].start }
        guard
            let next = best.map({ TimeRange(start: $0, end: $0 + length) }).first(where: {
                scorer.unexamined($0) > 0
            })
        else { return nil }
        let reached = greedy(count, known, length + gap)
        let better = reached.count < count ? 0 : candidates.count { $0.score > known[reached.last!].score }
        return WindowDoubt(
            range: TimeRange(
                start: max(room.start, next.start - second), end: min(room.end, next.end + second)),
            share: Double(better) / Double(candidates.count))
    }

    /// The best, then the best that does not overlap it, and so on.
    private func greedy(_ count: Int, _ candidates: [Candidate], _ distance: MediaTime) -> [Int] {
        var chosen: [Int] = []
        for place in candidates.indices.sorted(by: { Self.isBetter(candidates, $0, $1) }) {
            guard chosen.count < count else { break }
            let start = candidates[place].start
            if chosen.allSatisfy({ magnitude(candidates[$0].start - start) >= distance }) {
                chosen.append(place)
            }
        }
        return chosen
    }

    private static func isBetter(_ candidates: [Candidate], _ one: Int, _ other: Int) -> Bool {
        let (left, right) = (candidates[one].score, candidates[other].score)
        return left != right ? left > right : one < other
    }

    private func magnitude(_ time: MediaTime) -> MediaTime { time < .zero ? -time : time }

    /// Finds up to `count` windows with the highest total score (dynamic programming). The best `n` up to an
    /// index either include the candidate there or equal those up to the index before.
    private func packed(_ count: Int, _ candidates: [Candidate], _ distance: MediaTime) -> [Int] {
        guard !candidates.isEmpty else { return [] }
        var before = 0
        // For each candidate, how many others end early enough before it.
        let free = candidates.indices.map { place in
            while candidates[before].start + distance <= candidates[place].start { before += 1 }
            return before
        }
        var sums: [[Double?]] = [[Double?](repeating: 0, count: candidates.count + 1)]
        while sums.count <= count {
            var row: [Double?] = [nil]
            for place in candidates.indices {
                let with = sums.last![free[place]].map { $0 + candidates[place].score }
                row.append([row[place], with].compactMap { $0 }.max())
            }
            guard row.last! != nil else { break }
            sums.append(row)
        }
        var chosen: [Int] = []
        var end = candidates.count
        for row in sums.indices.dropFirst().reversed() {
            while end > 1, sums[row][end - 1] == sums[row][end] { end -= 1 }
            chosen.append(end - 1)
            end = free[end - 1]
        }
        return chosen
    }

    // MARK: Snapping

    /// The best start within half a second, or at a keyframe within two.
    private func snapped(
        _ range: TimeRange, _ keyframes: [MediaTime], _ isFree: (MediaTime) -> Bool
    ) -> RatedWindow {
        var starts: [(MediaTime, keyframe: Double)] = [(range.start, 0)]
        starts +=
            (scorer.sceneStarts(near: range) + scorer.beatStarts(near: range)
            + scorer.speechStarts(near: range)).map { ($0, 0) }
        if snap.contains(.silence) {
            starts += (-10...10).map { (range.start + MediaTime(ticks: $0, timescale: 20), 0) }
        }
        starts += keyframes.map { ($0, 1 - 0.4 * magnitude($0 - range.start).seconds) }
        let length = range.duration
        let rated = starts.filter { start, _ in
            start == range.start
                || start >= room.start && start + length <= room.end && isFree(start)
                    && scorer.unexamined(TimeRange(start: start, end: start + length)) == 0
        }.map { start, keyframe in
            let moved = TimeRange(start: start, end: start + length)
            return RatedWindow(range: moved, terms: scorer.terms(moved, keyframe: keyframe))
        }
        // The first among equals: prefer not to move.
        return rated.dropFirst().reduce(rated[0]) { $1.score > $0.score + 1e-9 ? $1 : $0 }
    }
}

/// What is still to be examined to choose windows.
public struct WindowDoubt: Hashable, Sendable {
    /// The range to examine next.
    public let range: TimeRange
    /// The share of all windows that may be better than the best of those that were examined; 0 for unknown.
    public let share: Double
}
