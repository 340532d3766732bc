/// Finds captions among the lines of a SubRip or WebVTT text.
struct CaptionLines {
    private let lines: [Substring]
    private let isWebVTT: Bool
    /// Lines that cannot be read, from 1: nothing of them is shown.
    private(set) var unread: [Int] = []

    init(_ text: String) {
        lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        isWebVTT = lines.first.map { $0.drop { $0 == "\u{FEFF}" }.hasPrefix("WEBVTT") } ?? false
    }

    /// All captions in file order, with times as written.
    mutating func captions() -> [Caption] {
        var (found, open): ([Caption], TimeRange?) = ([], nil)
        var body: [Substring] = []
        for (index, line) in lines.enumerated() {
            switch CaptionTimes(line) {
            case .none where isWebVTT && line.isEmpty:
                // What follows is another block: an identifier, a note, styles.
                add(body, open, to: &found)
                (open, body) = (nil, [])
            case .none: body.append(line)
            case let times:
                dropIdentifier(of: &body, isOpen: open != nil, count: found.count, above: index)
                add(body, open, to: &found)
                (open, body) = (nil, [])
                // What stands below times that cannot be read belongs to nothing.
                if case .range(let range) = times { open = range } else { unread.append(index + 1) }
            }
        }
        // A file that was cut off ends with the next number.
        let words = body.dropLast(body.reversed().prefix { $0.isBlank }.count)
        if words.count > 1, words[words.count - 2].isBlank, words.last!.isNumber {
            body = Array(words.dropLast())
        }
        add(body, open, to: &found)
        return found
    }

    /// The line above times is their number where an empty one parts it from what is said: `2`, `2.`, `二`, `intro`.
    private mutating func dropIdentifier(
        of body: inout [Substring], isOpen: Bool, count: Int, above index: Int
    ) {
        guard let last = body.last, !last.isBlank else { return }
        let isApart = body.count > 1 ? body[body.count - 2].isBlank : !isOpen
        let isNext = last.count < 5 && (count...count + 2).contains(Int(last.prefix { $0.isNumber }) ?? -1)
        guard isApart || isNext || last.isNumber else { return }
        // Words might also be said, if oddly placed: nobody knows.
        if isOpen, !isNext, !isWebVTT, last.contains(where: \.isWhitespace), !last.contains(where: \.isNumber)
        {
            unread.append(index)
        }
        body.removeLast()
    }

    private func add(_ body: [Substring], _ range: TimeRange?, to found: inout [Caption]) {
        guard let range else { return }
        let text = body.map { CaptionMarkup.plain(String($0)) }.joined(separator: "\n")
        if let caption = Caption(range, trimming: text) { found.append(caption) }
    }
}

extension Caption {
    /// The lines of `text` that are not empty, with the times of its words; nil if there is none.
    init?(_ range: TimeRange, trimming text: String) {
        var (marks, plain, letters, rest): ([Mark], String, Int, Substring) = ([], "", 0, text[...])
        while let next = rest.popFirst() {
            guard next == CaptionMarkup.markStart else {
                plain.append(next)
                letters += next.isWhitespace ? 0 : 1
                continue
            }
            let word = rest.prefix { $0 != CaptionMarkup.markEnd }
            rest = rest.dropFirst(word.count + 1)
            guard let milliseconds = Int64(word.drop { $0 == "+" }) else { continue }
            let time = MediaTime(ticks: milliseconds, timescale: 1000)
            marks.append(Mark(letters: letters, time: word.first == "+" ? range.start + time : time))
        }
        let lines = plain.split(whereSeparator: \.isNewline).map(CaptionMarkup.trimmed).filter { !$0.isEmpty }
        guard !lines.isEmpty else { return nil }
        self.init(range, lines.joined(separator: "\n"))
        let isInOrder = zip(marks, marks.dropFirst()).allSatisfy { $0.time <= $1.time }
        if let first = marks.first, isInOrder, first.time >= range.start, marks.last!.time <= range.end {
            self.marks = marks
        }
    }
}

extension Substring {
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
    /// Digits and nothing else.
    fileprivate var isNumber: Bool { !isBlank && allSatisfy { $0.isWholeNumber || $0.isWhitespace } }
}
