/// Words that are said, and when: on the clock of the clip, or of an output.
public struct Caption: Hashable, Codable, Sendable {
    /// When it is shown; the end is not included.
    public var range: TimeRange
    /// Its lines, parted by `\n`.
    public var text: String

    /// A caption of these words.
    public init(_ range: TimeRange, _ text: String) { (self.range, self.text) = (range, text) }
}

extension [Caption] {
    /// Nobody reads more at once; the latest stay.
    private static var mostAtOnce: Int { 6 }

    /// One caption at a time, in order: where several are shown at once, their lines stand above each other, the one
    /// that began first on top.
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

    /// Neighbours that say the same become one.
    var joined: [Caption] {
        reduce(into: []) { result, next in
            if let last = result.last, last.text == next.text, last.range.end == next.range.start {
                result[result.count - 1].range.end = next.range.end
            } else {
                result.append(next)
            }
        }
    }

    /// What an output shows of them, on its own clock: cut at the ends of its pieces, moved and stretched as these are.
    /// A picture that is held says nothing.
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
