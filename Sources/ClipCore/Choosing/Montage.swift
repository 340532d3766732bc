/// Chooses the liveliest segments of 1.5 to 5 s that fill a length, at shot boundaries and in source order.
struct Montage {
    /// A segment with its score.
    struct Choice: Hashable {
        var range: TimeRange
        var terms: [WindowTerm]
        /// Whether it starts, and ends, with a shot.
        var edges: (start: Bool, end: Bool)

        static func == (left: Self, right: Self) -> Bool {
            left.range == right.range && left.terms == right.terms
        }
        func hash(into hasher: inout Hasher) { hasher.combine(range) }

        /// For people: `3.2 s to 6 s: loudness +0.18, motion +0.12; with a shot`.
        var text: String {
            let telling = terms.sorted { $0.effect.magnitude > $1.effect.magnitude }.prefix(3)
            let why = telling.isEmpty ? "as good as others" : telling.map(\.short).joined(separator: ", ")
            let edge = edges.start ? "; it begins with a shot" : edges.end ? "; it ends with a shot" : ""
            return "\(range.start.text) s to \(range.end.text) s: \(why)\(edge)"
        }
    }

    /// A candidate segment, in seconds from the clip's start.
    private struct Candidate {
        /// The exact start, less than 0.1 s after the requested one.
        var start: Double
        var end: Double
        var tenths: Int
        /// Segments before it must end by this time.
        var free: Double
        /// Quality per second.
        var quality: Double
        /// Bonus for ends at shot boundaries.
        var edge: Double
        /// Total value relative to the clip's worst segment.
        var value = 0.0
        var edges: (start: Bool, end: Bool)
    }

    private let scorer: WindowScorer
    /// Shots without the transitions between them, in seconds.
    private let shots: [ClosedRange<Double>]

    init(_ analysis: Analysis, duration: MediaTime) {
        scorer = WindowScorer(analysis, snap: [])
        let clip = (start: analysis.span.start.seconds, end: min(duration, analysis.span.end).seconds)
        let changes = analysis.boundaries.map {
            (start: $0.time.seconds - $0.duration / 2, end: $0.time.seconds + $0.duration / 2)
        }
        shots = zip([clip.start] + changes.map(\.end), changes.map(\.start) + [clip.end]).compactMap {
            $1 - $0 >= 0.2 ? $0...$1 : nil
        }
    }

    /// Segments that fill `length` to a tenth of a second; nil if there are none.
    func pieces(_ length: MediaTime) -> [Choice]? {
        let tenths = Int((length.seconds * 10).rounded(.down))
        let candidates = candidates(most: min(6000, Self.mostValues / (tenths + 1))).sorted {
            $0.end < $1.end
        }
        guard let chosen = best(tenths, among: candidates), chosen.count > 1 else { return nil }
        return exact(chosen.map { candidates[$0] }, length).map { piece in
            let range = Self.range(piece.start, piece.end)
            return Choice(range: range, terms: terms(range), edges: piece.edges)
        }
    }

    /// Rounds to the nearest microsecond, so that segments adjacent in seconds are exactly adjacent.
    private static func range(_ start: Double, _ end: Double) -> TimeRange {
        let half = 0.000_000_5
        return TimeRange(
            start: MediaTime(roundingDown: start + half), end: MediaTime(roundingDown: end + half))
    }

    // MARK: Candidates

    private static let lengths = stride(from: 15, through: 50, by: 5)
    /// Bounds the memory of the choice: 64 MB.
    private static let mostValues = 8_000_000

    private func candidates(most: Int) -> [Candidate] {
        var found: [Candidate] = []
        for (number, shot) in shots.enumerated() {
            found += pieces(of: shot)
            // Shots shorter than a segment are combined.
            for last in shots[number...].dropFirst() where last.upperBound - shot.lowerBound <= 5.05 {
                add(shot.lowerBound, last.upperBound, in: shot, (true, true), &found)
                // Also from a little later: shots of equal length would never fill another length.
                for later in [0.1, 0.2, 0.3, 0.4] where shot.upperBound - shot.lowerBound - later >= 0.4 {
                    add(shot.lowerBound + later, last.upperBound, in: shot, (false, true), &found)
                }
            }
        }
        let worst = found.map(\.quality).min() ?? 0
        for number in found.indices {
            let one = found[number]
            found[number].value = (one.quality - worst) * Double(one.tenths) / 10 + one.edge
        }
        guard found.count > most else { return found }
        let least = found.map { $0.value / Double($0.tenths) }.sorted()[found.count - most]
        return found.filter { $0.value / Double($0.tenths) >= least }
    }

    private func pieces(of shot: ClosedRange<Double>) -> [Candidate] {
        var found: [Candidate] = []
        let room = shot.upperBound - shot.lowerBound
        if room <= 5.05 { add(shot.lowerBound, shot.upperBound, in: shot, (true, true), &found) }
        for tenths in Self.lengths where Double(tenths) / 10 < room - 0.1 {
            let length = Double(tenths) / 10
            add(shot.lowerBound, shot.lowerBound + length, in: shot, (true, false), &found)
            add(shot.upperBound - length, shot.upperBound, in: shot, (false, true), &found)
            // In the middle of a shot only if both ends are far.
            for start in stride(from: shot.lowerBound + 1, to: shot.upperBound - length - 1, by: 0.5) {
                add(start, start + length, in: shot, (false, false), &found)
            }
        }
        return found
    }

    private func add(
        _ start: Double, _ end: Double, in shot: ClosedRange<Double>, _ edges: (start: Bool, end: Bool),
        _ found: inout [Candidate]
    ) {
        // A shot whose length is not whole tenths starts slightly later.
        let tenths = Int(((end - start) * 10 + 1e-6).rounded(.down))
        guard tenths >= 15, tenths <= 50 else { return }
        let from = end - Double(tenths) / 10
        let range = Self.range(from, end)
        guard !scorer.isEmpty(range) else { return }
        // The clip's own ends are not shot boundaries.
        let edges = (
            start: edges.start && start > shots[0].lowerBound + 0.001,
            end: edges.end && end < shots[shots.count - 1].upperBound - 0.001
        )
        let quality = terms(range).map(\.effect).reduce(0, +)
        let edge = (edges.start ? 0.15 : 0) + (edges.end ? 0.1 : 0)
        found.append(
            Candidate(
                start: from, end: end, tenths: tenths,
                free: max(from - Self.gap, min(from, shot.lowerBound)) + 1e-6,
                quality: quality, edge: edge, edges: edges))
    }

    /// Minimum gap in seconds between two segments of one shot: less looks like a fault.
    private static let gap = 1.5

    /// Score terms of a segment, without those that apply only to whole windows.
    private func terms(_ range: TimeRange) -> [WindowTerm] {
        scorer.terms(range).filter { ![.hook, .pause, .scene, .keyframe, .stub, .rhythm].contains($0.kind) }
    }

    // MARK: Choosing

    /// Indices of the most valuable candidates that fill `total` tenths (knapsack).
    private func best(_ total: Int, among candidates: [Candidate]) -> [Int]? {
        guard total > 0 else { return nil }
        let ends = candidates.map(\.end)
        let width = total + 1
        // values[n][t]: the highest value of t tenths filled from the first n candidates.
        var values = [Double](repeating: -.infinity, count: (candidates.count + 1) * width)
        values[0] = 0
        let before = candidates.map { candidate in ends.partitioningIndex { $0 > candidate.free } }
        for (number, candidate) in candidates.enumerated() {
            let (row, last) = ((number + 1) * width, number * width)
            let from = before[number] * width
            for tenths in 0...total {
                var value = values[last + tenths]
                if tenths >= candidate.tenths {
                    value = max(value, values[from + tenths - candidate.tenths] + candidate.value)
                }
                values[row + tenths] = value
            }
        }
        guard values[candidates.count * width + total] > -.infinity else { return nil }
        var (chosen, number, left): ([Int], Int, Int) = ([], candidates.count, total)
        while left > 0 {
            while values[number * width + left] == values[(number - 1) * width + left] { number -= 1 }
            chosen.append(number - 1)
            left -= candidates[number - 1].tenths
            number = before[number - 1]
        }
        return chosen.reversed()
    }

    /// Adds the fraction beyond whole tenths. Extends a segment that does not end with its shot, else starts
    /// the first one earlier.
    private func exact(_ chosen: [Candidate], _ length: MediaTime) -> [Candidate] {
        var exact = chosen
        let rest = length.seconds - chosen.reduce(0) { $0 + Double($1.tenths) / 10 }
        guard rest > 1e-9 else { return exact }
        if let place = exact.firstIndex(where: { !$0.edges.end }) {
            exact[place].end += rest
        } else {
            exact[0].start = max(0, exact[0].start - rest)
        }
        return exact
    }
}
