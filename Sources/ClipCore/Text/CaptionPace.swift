/// When each letter of a caption is said: by its marks, else by its length shared out over detected speech.
struct CaptionPace {
    /// Letters before a point, and its time; both never fall.
    private var anchors: [(letters: Double, seconds: Double)]

    /// - Parameter speech: where somebody speaks, on the caption's clock, in order.
    init(_ caption: Caption, speech: [TimeRange] = []) {
        let letters = Double(max(1, caption.text.letterCount))
        let (start, end) = (caption.range.start.seconds, caption.range.end.seconds)
        anchors = [(0, start)]
        if let marks = caption.marks {
            // A part that was cut off ends before its last marks.
            anchors += marks.map { (min(letters, Double($0.letters)), min(end, max(start, $0.time.seconds))) }
        } else {
            let parts = speech.filter { $0.overlaps(caption.range) }
                .map { (max(start, $0.start.seconds), min(end, $0.end.seconds)) }
            let all = parts.reduce(0) { $0 + $1.1 - $1.0 }
            // Of less speech the detector has missed most.
            if all >= max(0.3, (end - start) / 4) {
                var said = 0.0
                for (from, to) in parts {
                    anchors.append((letters * said / all, from))
                    said += to - from
                    anchors.append((letters * said / all, to))
                }
            }
        }
        anchors.append((letters, end))
    }

    /// The time at which the letter at an index is said.
    func time(_ letters: Int) -> MediaTime {
        let letters = Double(letters)
        let last = anchors.lastIndex { $0.letters <= letters } ?? 0
        let from = anchors[last]
        guard last + 1 < anchors.count else { return MediaTime(roundingDown: from.seconds) }
        let to = anchors[last + 1]
        let share = (letters - from.letters) / max(1e-9, to.letters - from.letters)
        return MediaTime(roundingDown: from.seconds + share * (to.seconds - from.seconds))
    }
}

extension Caption {
    /// Reflows the caption and splits it if it has too many lines.
    func paged(_ setter: TextSetter, lines most: Int, _ pace: CaptionPace) -> [Caption] {
        let lines = setter.lines(reflowed)
        let count = (lines.count + most - 1) / most
        let pages = (0..<count).map { lines[$0 * lines.count / count..<($0 + 1) * lines.count / count] }
        var (captions, letters, start): ([Caption], Int, MediaTime) = ([], 0, range.start)
        for (number, page) in pages.enumerated() {
            let text = page.joined(separator: "\n")
            let before = letters
            letters += text.letterCount
            let end = number == count - 1 ? range.end : min(range.end, max(start, pace.time(letters)))
            var caption = Caption(TimeRange(start: start, end: end), text)
            caption.marks = marks?.filter { (before..<letters).contains($0.letters) }
                .map { Mark(letters: $0.letters - before, time: $0.time) }
            if end > start { captions.append(caption) }
            start = end
        }
        return captions
    }

    /// The caption once for each word: the words up to it have been said.
    func sung(_ pace: CaptionPace) -> [Caption] {
        let words = text.split(separator: "\n").flatMap(LineBreaks.units)
        var (letters, said) = (0, [Caption]())
        for word in words {
            var caption = Caption(TimeRange(start: pace.time(letters), end: range.end), text)
            letters += word.letterCount
            caption.said = letters
            said.append(caption)
        }
        var silent = self
        silent.marks = nil
        return ([silent] + said).following
    }

    /// The words of the caption one after the other, each alone, but short ones together.
    func popping(_ setter: TextSetter, lines most: Int, _ pace: CaptionPace) -> [Caption] {
        let words = LineBreaks.units(text.replacing("\n", with: " "))
        var (letters, said) = (0, [Caption]())
        for word in words {
            let time = max(range.start, pace.time(letters))
            letters += word.letterCount
            if let last = said.last, (time - last.range.start).seconds < Self.shortestWord,
                setter.lines(last.text + word).count <= most
            {
                said[said.count - 1].text += word
            } else {
                said.append(Caption(TimeRange(start: time, end: range.end), String(word)))
            }
        }
        return said.map { caption in
            var caption = caption
            caption.said = caption.text.letterCount
            caption.text = setter.lines(caption.text).joined(separator: "\n")
            return caption
        }.following
    }

    /// Seconds in which a word can be read.
    private static let shortestWord = 0.25

    /// Joins lines that were broken for a wide picture, except those that start another speaker's words.
    private var reflowed: String {
        text.split(separator: "\n").reduce("") { result, line in
            let isSpeech = line.first.map { "-–—♪♫>[(".contains($0) } ?? false
            return result.isEmpty ? String(line) : result + (isSpeech ? "\n" : " ") + line
        }
    }
}

extension [Caption] {
    /// Each ends where the next one begins; those that would not be shown are left out.
    fileprivate var following: [Caption] {
        var result: [Caption] = []
        for (index, caption) in enumerated() {
            var caption = caption
            caption.range.start = Swift.max(caption.range.start, result.last?.range.end ?? .zero)
            if index + 1 < count {
                caption.range.end = Swift.min(caption.range.end, self[index + 1].range.start)
            }
            if caption.range.end > caption.range.start { result.append(caption) }
        }
        return result
    }
}
