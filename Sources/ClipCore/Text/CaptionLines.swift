/// Finds the captions in the lines of a file.
struct CaptionLines {
    private let lines: [Substring]
    /// Number of lines with an arrow but invalid times.
    private(set) var unfit = 0

    init(_ text: String) {
        lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    }

    /// All captions in file order, with times as written.
    mutating func captions() -> [Caption] {
        var (found, open): ([Caption], TimeRange?) = ([], nil)
        var body: [Substring] = []
        for line in lines where !line.isEmpty || open != nil {
            guard line.contains("-->") else {
                body.append(line)
                continue
            }
            // Text below an invalid line of times is dropped.
            let range = Self.range(line)
            if range == nil { unfit += 1 }
            // The number of the next caption is the last line before its times.
            if let last = body.last, last.allSatisfy({ $0.isWholeNumber || $0.isWhitespace }) {
                body.removeLast()
            }
            add(body, open, to: &found)
            (open, body) = (range, [])
        }
        add(body, open, to: &found)
        return found
    }

    private func add(_ body: [Substring], _ range: TimeRange?, to found: inout [Caption]) {
        guard let range else { return }
        let text = body.map { CaptionMarkup.plain(String($0)) }.joined(separator: "\n")
        let lines = text.split(separator: "\n").map(CaptionMarkup.trimmed).filter { !$0.isEmpty }
        if !lines.isEmpty { found.append(Caption(range, lines.joined(separator: "\n"))) }
    }

    private static func range(_ line: Substring) -> TimeRange? {
        guard let arrow = line.firstRange(of: "-->"), let start = time(line[..<arrow.lowerBound]),
            // The end may be followed by a position on the picture.
            let end = time(line[arrow.upperBound...].drop(while: \.isWhitespace).prefix { !$0.isWhitespace })
        else { return nil }
        return TimeRange(start: start, end: end)
    }

    /// Parses `01:02:03,400`; also with a point, without hours, with a sign, or other digit counts; up to 1,000 hours.
    private static func time(_ typed: Substring) -> MediaTime? {
        var text = typed.filter { !$0.isWhitespace && $0 != "\u{FEFF}" }[...]
        let isNegative = text.first == "-" || text.first == "\u{2212}"
        if isNegative { text.removeFirst() }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), let last = parts.last else { return nil }
        let seconds = last.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "." }
        guard (1...2).contains(seconds.count) else { return nil }
        var whole: Int64 = 0
        for part in parts.dropLast() + [seconds[0]] {
            guard let number = digits(part), part.count <= 4 else { return nil }
            whole = whole * 60 + number
        }
        guard whole <= 3_600_000, let ticks = seconds.count == 1 ? 0 : fraction(seconds[1]) else {
            return nil
        }
        let time = MediaTime(ticks: whole * 1_000_000 + ticks, timescale: 1_000_000)
        return isNegative ? -time : time
    }

    private static func digits(_ text: Substring) -> Int64? {
        guard !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return Int64(text)
    }

    /// Parses a fraction into microseconds.
    private static func fraction(_ text: Substring) -> Int64? {
        guard !text.isEmpty else { return 0 }
        let six = text.prefix(6)
        return digits(six).map { number in
            (six.count..<6).reduce(number) { value, _ in value * 10 }
        }
    }
}
