/// Breaks text into lines that are about as long as each other and not wider than they may be.
struct TextSetter {
    let font: FontFile
    /// Pixels from one line to the next.
    let lineHeight: Int
    /// The most pixels of a line.
    let width: Double

    /// The lines of a text; its own line ends stay. A word that is too long is broken.
    func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).flatMap { balanced(Self.units($0).flatMap(broken)) }
    }

    func width(_ line: some StringProtocol) -> Double { font.width(line, lineHeight: lineHeight) }

    /// As many lines as it takes, in the narrowest measure that does not take more.
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

    /// Words with the spaces behind them, and single characters of scripts that are written without spaces.
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
    /// Of Chinese, Japanese or Thai, whose words have no spaces between them.
    fileprivate var isUnspaced: Bool {
        guard let value = unicodeScalars.first?.value else { return false }
        return (0x0E00...0x0E7F).contains(value) || (0x2E80...0x9FFF).contains(value)
            || (0xF900...0xFAFF).contains(value) || (0xFF00...0xFFEF).contains(value)
            || (0x20000...0x3FFFF).contains(value)
    }
}
