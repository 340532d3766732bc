extension [Caption] {
    /// Captions that roll up, as YouTube's own and those of television do: each repeats the last lines of the one before. Here
    /// each line is shown once; others are unchanged.
    var unrolled: [Caption] {
        let repeated = zip(self, dropFirst()).map { $1.linesRepeated(of: $0) }
        let count = repeated.count { $0 > 0 }
        guard count >= 3, count * 2 > repeated.count, var last = first else { return self }
        var result: [Caption] = []
        for (caption, number) in zip(dropFirst(), repeated) {
            if let new = caption.dropping(lines: number) {
                result.append(last)
                last = new
            } else {
                last.range.end = Swift.max(last.range.end, caption.range.end)
            }
        }
        return result + [last]
    }
}

extension Caption {
    private var lines: [Substring] { text.split(separator: "\n") }

    /// How many of its first lines are the last ones of the caption that ends where this one begins.
    fileprivate func linesRepeated(of other: Caption) -> Int {
        guard (-0.1...0.1).contains((range.start - other.range.end).seconds) else { return 0 }
        let (mine, others) = (lines, other.lines)
        return (1...Swift.max(1, Swift.min(mine.count, others.count))).last {
            others.suffix($0) == mine.prefix($0)
        } ?? 0
    }

    /// The caption without its first lines; nil if none remains.
    fileprivate func dropping(lines count: Int) -> Caption? {
        guard count > 0 else { return self }
        let (gone, kept) = (lines.prefix(count), lines.dropFirst(count))
        guard !kept.isEmpty else { return nil }
        let letters = gone.joined().count { !$0.isWhitespace }
        var caption = Caption(range, kept.joined(separator: "\n"))
        caption.marks = marks?.filter { $0.letters >= letters }.map {
            Mark(letters: $0.letters - letters, time: $0.time)
        }
        return caption
    }
}
