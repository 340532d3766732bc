/// The line of times above a caption, in any of the forms that people, programs and machine translation make of
/// `00:00:01,000 --> 00:00:02,500`.
enum CaptionTimes: Equatable {
    /// Another line.
    case none
    /// Times were meant, and cannot be read.
    case unreadable
    /// Times as they stand there; the end may lie before the start.
    case range(TimeRange)

    init(_ line: Substring) {
        self = .none
        guard line.utf8.count < 400 else { return }
        let line = line.contains("&gt;") ? line.replacing("&gt;", with: ">") : line
        var signs: [UInt8] = []
        for scalar in line.unicodeScalars { Self.add(scalar, to: &signs) }
        guard signs.contains(where: Self.isDigit) else { return }
        if let arrow = Self.arrow(in: signs) {
            let (before, after) = (signs[..<arrow.lowerBound], signs[arrow.upperBound...])
            // Behind the end there may be a place on the picture.
            let end = Self.head(after)
            let isPlain = signs[arrow].count { $0 == UInt8(ascii: "-") } == 2
            let isMeant = Self.head(before).count == before.count && Self.looksLikeTime(before)
            guard isPlain || isMeant || Self.looksLikeTime(end) else { return }
            if let start = Self.time(before), let end = Self.time(end) {
                self = .range(TimeRange(start: start, end: end))
            } else if isMeant || Self.looksLikeTime(end) {
                self = .unreadable
            }
        } else if !line.contains("<") {
            // No arrow: a dash will do; else it is at least known that this is nothing to be read aloud.
            let start = Self.head(signs[...])
            let between = signs[start.endIndex...].prefix { !Self.isDigit($0) }
            let end = Self.head(signs[between.endIndex...])
            let isPair = Self.looksLikeTime(start) && between.count <= 8 && Self.looksLikeTime(end)
            if isPair, between.allSatisfy({ Self.dashes.contains($0) }), let start = Self.time(start),
                let end = Self.time(end)
            {
                self = .range(TimeRange(start: start, end: end))
            } else if isPair || end.isEmpty && start.count(where: { $0 == UInt8(ascii: ":") }) > 3 {
                self = .unreadable
            }
        }
    }

    private static let dashes = Array("- ".utf8)

    private static func isDigit(_ sign: UInt8) -> Bool { (48...57).contains(sign) }

    /// Digits of all scripts become 0 to 9, marks that look or mean alike become one, and everything else x.
    private static func add(_ scalar: Unicode.Scalar, to signs: inout [UInt8]) {
        switch scalar {
        case "0"..."9", ":", ".", ",", "-", ">", " ": signs.append(UInt8(scalar.value))
        case "\t", "\u{A0}", "\u{2000}"..."\u{200A}", "\u{3000}": signs.append(UInt8(ascii: " "))
        case "\u{FEFF}", "\u{200B}"..."\u{200F}", "\u{202A}"..."\u{202E}": break
        case "：", "﹕", "∶": signs.append(UInt8(ascii: ":"))
        case ";", "；", "，", "．", "。", "、", "٫", "٬", "،": signs.append(UInt8(ascii: ","))
        case "=", "~", "\u{2010}"..."\u{2015}", "−", "－", "─", "ー", "～": signs.append(UInt8(ascii: "-"))
        case "＞", "›", "»", "〉": signs.append(UInt8(ascii: ">"))
        case "→", "⇒", "⟶", "➔", "➜", "➡": signs += Array("->".utf8)
        default:
            let isDigit = !scalar.isASCII && scalar.properties.numericType == .decimal
            signs.append(isDigit ? 48 + UInt8(scalar.properties.numericValue ?? 0) : UInt8(ascii: "x"))
        }
    }

    /// Dashes, then points, also with spaces between them.
    private static func arrow(in signs: [UInt8]) -> Range<Int>? {
        for index in signs.indices where signs[index] == UInt8(ascii: ">") {
            let shaft = signs[..<index].lastIndex { !dashes.contains($0) }.map { $0 + 1 } ?? 0
            guard signs[shaft..<index].contains(UInt8(ascii: "-")) else { continue }
            let end = signs[index...].firstIndex { $0 != UInt8(ascii: ">") } ?? signs.endIndex
            return shaft..<end
        }
        return nil
    }

    /// What a line begins with that can belong to a time.
    private static func head(_ signs: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let start = signs.firstIndex { $0 != UInt8(ascii: " ") } ?? signs.endIndex
        let sign = signs[start...].prefix { $0 == UInt8(ascii: "-") }
        let end = signs[sign.endIndex...].firstIndex { !(isDigit($0) || ":., ".utf8.contains($0)) }
        return signs[signs.startIndex..<(end ?? signs.endIndex)]
    }

    /// There is a colon, two digits, and more: `0:01.5`, `0:00:01`; not a score of 3:2 or ten past 10:10.
    private static func looksLikeTime(_ signs: ArraySlice<UInt8>) -> Bool {
        let text = signs.filter { $0 != UInt8(ascii: " ") }
        return text.indices.dropLast(4).contains { index in
            isDigit(text[index]) && text[index + 1] == UInt8(ascii: ":") && isDigit(text[index + 2])
                && isDigit(text[index + 3]) && ":.,".utf8.contains(text[index + 4])
        }
    }

    /// `01:02:03,400`, also with a point or a colon, without hours, with a sign, or with other numbers of digits; up to 1,000
    /// hours.
    private static func time(_ signs: ArraySlice<UInt8>) -> MediaTime? {
        var text = signs.filter { $0 != UInt8(ascii: " ") }[...]
        let isNegative = text.first == UInt8(ascii: "-")
        if isNegative { text.removeFirst() }
        guard text.allSatisfy({ $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "x") }) else { return nil }
        var parts = text.split(omittingEmptySubsequences: false) { !isDigit($0) }
        let marks = text.filter { !isDigit($0) }
        // Three digits behind the last mark are no seconds, whatever the mark is.
        let isFraction = marks.last.map { $0 != UInt8(ascii: ":") || parts.last?.count == 3 } ?? false
        let colons = isFraction ? marks.dropLast()[...] : marks[...]
        guard colons.allSatisfy({ $0 == UInt8(ascii: ":") }) || parts.count == 4 else { return nil }
        let fraction = isFraction ? parts.removeLast() : []
        guard (1...3).contains(parts.count) else { return nil }
        var whole: Int64 = 0
        for part in parts {
            guard (1...4).contains(part.count) else { return nil }
            whole = whole * 60 + number(part)
        }
        guard whole <= 3_600_000 else { return nil }
        // Milliseconds that were rounded up to a whole second.
        let isFull = fraction.elementsEqual("1000".utf8)
        let six = fraction.prefix(6)
        let ticks = isFull ? 1_000_000 : (six.count..<6).reduce(number(six)) { value, _ in value * 10 }
        let time = MediaTime(ticks: whole * 1_000_000 + ticks, timescale: 1_000_000)
        return isNegative ? -time : time
    }

    private static func number(_ digits: some Sequence<UInt8>) -> Int64 {
        digits.reduce(0) { $0 * 10 + Int64($1 - 48) }
    }
}
