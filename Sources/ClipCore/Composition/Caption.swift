/// A caption with its time: on the clock of the clip or of an output.
public struct Caption: Hashable, Codable, Sendable {
    /// When it is shown; the end is excluded.
    public var range: TimeRange
    /// Its lines, separated by `\n`.
    public var text: String

    /// Creates a caption.
    public init(_ range: TimeRange, _ text: String) { (self.range, self.text) = (range, text) }
}

extension [Caption] {
    /// More lines at once are unreadable; the latest are kept.
    private static var mostAtOnce: Int { 6 }

    /// Merges simultaneous captions into one at a time: their lines are stacked, the earliest on top.
    var untangled: [Caption] {
        let events = flatMap { [$0.range.start, $0.range.end] }.sorted()
        var active: [Caption] = []
        var waiting = sorted { $0.range.start < $1.range.start }[...]
        var result: [Caption] = []
        for (start, end) in zip(events, events.dropFirst()) where start < end {
            active.removeAll { $0.range.end <= start }
            while let next = waiting.first, next.range.start <= start {
                active.append(next)
                waiting.removeFirst()
            }
            active = active.suffix(Self.mostAtOnce)
            guard !active.isEmpty else { continue }
            var lines: [String] = []
            for text in active.map(\.text) where !lines.contains(text) { lines.append(text) }
            result.append(Caption(TimeRange(start: start, end: end), lines.joined(separator: "\n")))
        }
        return result.joined
    }

    /// Merges adjacent captions with equal text.
    var joined: [Caption] {
        reduce(into: []) { result, next in
            if let last = result.last, last.text == next.text, last.range.end == next.range.start {
                result[result.count - 1].range.end = next.range.end
            } else {
                result.append(next)
            }
        }
    }

    /// Maps captions to an output's clock: clipped to its segments, moved and stretched with them. A held
    /// picture has no captions.
    public func shown(on timeline: Timeline) -> [Caption] {
        let parts = zip(timeline.pieces, timeline.starts).filter { !$0.0.isHeld }
        return parts.flatMap { piece, start in
            compactMap { caption -> Caption? in
                let from = Swift.max(caption.range.start, piece.range.start)
                let to = Swift.min(caption.range.end, piece.range.end)
                guard from < to else { return nil }
                return Caption(
                    TimeRange(
                        start: start + piece.shown(from - piece.range.start),
                        end: start + piece.shown(to - piece.range.start)), caption.text)
            }
        }.joined
    }
}
