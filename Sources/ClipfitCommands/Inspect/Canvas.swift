internal import ClipCore
internal import SystemLibrary

/// Redraws a few lines at the bottom of a terminal; earlier output stays above them.
final class Canvas {
    /// Widths of the drawn lines, in columns.
    private var drawn: [Int] = []
    /// Their text, and the terminal's columns at that time.
    private var shown = (text: "", columns: 0)

    /// Whether standard error is a terminal with cursor control.
    static var isPossible: Bool {
        isatty(STDERR_FILENO) == 1 && getenv("TERM").map { String(cString: $0) } != "dumb"
    }

    /// A line: a name, shortened from its beginning if needed, and text after it.
    struct Line {
        var name = ""
        let text: String
    }

    /// Replaces the lines drawn last, unless they are equal. Lines are cut to the terminal's width, and only
    /// as many of the last ones are drawn as fit its height.
    func draw(_ lines: [Line]) {
        let size = Self.size
        let cut = lines.suffix(max(1, size.rows - 1)).map { Self.fitted($0, to: size.columns - 1) }
        let text = cut.map { $0.text + "\n" }.joined()
        guard drawn.isEmpty || shown != (text, size.columns) else { return }
        Console.write(text, erasing: erasing(size.columns))
        (drawn, shown) = (cut.map(\.width), (text, size.columns))
    }

    /// Erases the lines.
    func clear() {
        guard !drawn.isEmpty else { return }
        Console.write("", erasing: erasing(Self.size.columns))
        drawn = []
    }

    /// A narrower terminal has wrapped the lines.
    private func erasing(_ columns: Int) -> String {
        let rows = drawn.reduce(0) { $0 + max(1, ($1 + columns - 1) / columns) }
        return rows == 0 ? "" : "\r\u{1B}[\(rows)A\u{1B}[J"
    }

    private static var size: (rows: Int, columns: Int) {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return (24, 80) }
        return (max(2, Int(size.ws_row)), max(8, Int(size.ws_col)))
    }

    static func fitted(_ line: Line, to columns: Int) -> (text: String, width: Int) {
        let text = cut(line.text.printable, to: columns)
        let room = columns - text.width
        let name = line.name.printable
        let whole = cut(name, to: .max)
        if whole.width <= room { return (name + text.text, whole.width + text.width) }
        guard room > 1 else { return text }
        let end = cut(String(name.reversed()), to: room - 1)
        return ("…" + String(end.text.reversed()) + text.text, 1 + end.width + text.width)
    }

    /// The beginning of the text that fits.
    static func cut(_ text: String, to columns: Int) -> (text: String, width: Int) {
        var (kept, width) = ("", 0)
        for character in text {
            let more = character.columns
            guard width + more <= columns else { break }
            kept.append(character)
            width += more
        }
        return (kept, width)
    }
}

extension Character {
    /// Two for East Asian characters and emoji, by Unicode block.
    fileprivate var columns: Int {
        guard let value = unicodeScalars.first?.value else { return 0 }
        switch value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
