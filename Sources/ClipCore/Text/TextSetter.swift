/// Breaks text into lines of similar length within a maximum width.
struct TextSetter {
    let font: FontFile
    /// Distance between lines, in pixels.
    let lineHeight: Int
    /// The maximum width of a line, in pixels.
    let width: Double

    /// Breaks a text into lines and keeps its own line breaks. Words that are too long are split.
    func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).flatMap { balanced(LineBreaks.units($0).flatMap(broken)) }
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
