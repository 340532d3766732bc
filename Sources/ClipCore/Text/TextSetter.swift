/// Breaks text into lines of similar length within a maximum width.
struct TextSetter {
    let font: FontFile
    /// Distance between lines, in pixels.
    let lineHeight: Int
    /// The maximum width of a line, in pixels.
    let width: Double

    /// Breaks a text into lines and keeps its own line breaks. Words that are too long are split.
    func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).flatMap { balanced(Self.units($0).flatMap(broken)) }
    }

    func width(_ line: some StringProtocol) -> Double { font.width(line, lineHeight: lineHeight) }

    /// Uses as few lines as possible, then narrows them as far as that count allows.
    private func balanced(_ units: [Substring]) -> [String] {
        let lines = filled(units, width)
        guard lines.count > 1 else { return lines }
        var (low, high) = (width / 4, width)
        while high - low > 1 {
            let middle = (low + high) / 2
            let tried = filled(units, middle)
            if tried.count <= lines.count, tried.allSatisfy({ width($0) <= width }) {
                high = middle
            } else {
                low = middle
            }
        }
        return filled(units, high)
    }

    private func filled(_ units: [Substring], _ measure: Double) -> [String] {
        var (lines, line, used): ([String], String, Double) = ([], "", 0)
        for unit in units {
            let size = width(unit)
            let visible = width(unit.trimmedEnd)
            if !line.isEmpty, used + visible > measure {
                lines.append(String(line.trimmedEnd))
                (line, used) = ("", 0)
            }
            line += unit
            used += size
        }
        let last = line.trimmedEnd
        return last.isEmpty ? lines : lines + [String(last)]
    }

    /// Words with trailing spaces, and single characters of scripts without spaces.
    private static func units(_ line: Substring) -> [Substring] {
        var (units, start) = ([Substring](), line.startIndex)
        var index = line.startIndex
        while index < line.endIndex {
            let next = line.index(after: index)
            let isEnd = next == line.endIndex
            let breaks =
                isEnd || line[index].isWhitespace && !line[next].isWhitespace && line[index] != "\u{A0}"
                || line[index].isUnspaced && !line[next].isPunctuation && !line[next].isWhitespace
            if breaks {
                units.append(line[start..<next])
                start = next
            }
            index = next
        }
        return units
    }

    private func broken(_ unit: Substring) -> [Substring] {
        guard width(unit.trimmedEnd) > width else { return [unit] }
        var (parts, start, used) = ([Substring](), unit.startIndex, 0.0)
        for index in unit.indices {
            let size = width(unit[index...index])
            if used + size > width, start < index {
                parts.append(unit[start..<index])
                (start, used) = (index, 0)
            }
            used += size
        }
        return parts + [unit[start...]]
    }
}

extension Substring {
    fileprivate var trimmedEnd: Substring { lastIndex { !$0.isWhitespace }.map { self[...$0] } ?? "" }
}

extension String {
    fileprivate var trimmedEnd: Substring { self[...].trimmedEnd }
}

extension Character {
    /// A character of Chinese, Japanese or Thai, which have no spaces between words.
    fileprivate var isUnspaced: Bool {
        guard let value = unicodeScalars.first?.value else { return false }
        return (0x0E00...0x0E7F).contains(value) || (0x2E80...0x9FFF).contains(value)
            || (0xF900...0xFAFF).contains(value) || (0xFF00...0xFFEF).contains(value)
            || (0x20000...0x3FFFF).contains(value)
    }
}
