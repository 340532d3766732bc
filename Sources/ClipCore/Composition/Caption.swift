/// A caption with its time: on the clock of the clip or of an output.
public struct Caption: Hashable, Codable, Sendable {
    /// When it is shown; the end is excluded.
    public var range: TimeRange
    /// Its lines, separated by `\n`.
    public var text: String
    /// When its words are said, in order; nil if unknown.
    public var marks: [Mark]?
    /// How many of its letters, from the first, have the colour of what was said; nil for none.
    public var said: Int?

    /// When a word of a caption is said.
    public struct Mark: Hashable, Codable, Sendable {
        /// Letters before the word: all characters but spaces and line breaks.
        public var letters: Int
        /// When it begins, on the caption's clock.
        public var time: MediaTime

        package init(letters: Int, time: MediaTime) { (self.letters, self.time) = (letters, time) }
    }

    package init(_ range: TimeRange, _ text: String) { (self.range, self.text) = (range, text) }

    /// The caption without some characters; nil if no letter remains.
    func removing(_ isUnwanted: (Character) -> Bool) -> Caption? {
        var (result, kept, counts) = (self, "", [0])
        for character in text {
            let isKept = !isUnwanted(character)
            if isKept { kept.append(character) }
            if !character.isWhitespace { counts.append(counts.last! + (isKept ? 1 : 0)) }
        }
        result.text = kept.split(separator: "\n").map { line in
            line.split(separator: " ").joined(separator: " ")
        }.filter { !$0.isEmpty }.joined(separator: "\n")
        result.marks = marks?.map {
            Mark(letters: counts[min(max(0, $0.letters), counts.count - 1)], time: $0.time)
        }
        return counts.last! > 0 ? result : nil
    }
}

extension StringProtocol {
    /// How many letters it has, as captions count them: all characters but spaces and line breaks.
    var letterCount: Int { count { !$0.isWhitespace } }
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
            var caption = Caption(TimeRange(start: start, end: end), lines.joined(separator: "\n"))
            if active.count == 1 { caption.marks = active[0].marks }
            result.append(caption)
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
                let clock = { (time: MediaTime) in start + piece.shown(time - piece.range.start) }
                var shown = Caption(TimeRange(start: clock(from), end: clock(to)), caption.text)
                shown.marks = caption.marks?.map { Caption.Mark(letters: $0.letters, time: clock($0.time)) }
                return shown
            }
        }.joined
    }
}
