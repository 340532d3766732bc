internal import ClipCore

/// Overlay text as an Advanced SubStation Alpha script for libass: caption N in second 2 N, font embedded. The
/// matrix line is needed: without it FFmpeg 8 and later assume television colours.
///
/// libass draws no emoji in colour: it leaves squares free for them, which are visible alone in second 2 N + 1, each in its
/// own colour (``emoji(of:)``). It interprets braces and line breaks in text; ``escaped(_:)`` neutralises them.
struct TextTimeline {
    private(set) var bytes: [UInt8] = []
    /// Side of the square for an emoji, in pixels.
    let emojiSide: Int
    private let words: Picture.Words
    private let font: FontFile

    init(_ words: Picture.Words, _ font: FontFile) {
        (self.words, self.font) = (words, font)
        let em = Double(words.lineHeight) * Double(font.emUnits) / Double(font.lineUnits)
        emojiSide = max(1, Int((em * FontFile.emojiEms).rounded()))
        let size = words.place.size
        let alignment = words.edge == .top ? 8 : words.edge == .middle ? 5 : 2
        let edge = words.colour.opposite
        let style: [String] = [
            "words", font.name, "\(words.lineHeight)", Self.colour(words.colour), Self.colour(words.colour),
            Self.colour(edge), Self.colour(words.box ?? edge), "0,0,0,0,100,100,0,0",
            // A box extends beyond the text by the shadow's distance.
            words.box == nil ? "1,\(words.outline),0" : "4,0,\(words.padding)", "\(alignment)",
            "0,0,\(words.padding)",
            // Each text has its own direction.
            "-1",
        ]
        var text = """
            [Script Info]
            ScriptType: v4.00+
            PlayResX: \(size.width)
            PlayResY: \(size.height)
            WrapStyle: 2
            ScaledBorderAndShadow: yes
            YCbCr Matrix: None

            [V4+ Styles]
            Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, \
            Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, \
            MarginR, MarginV, Encoding
            Style: \(style.joined(separator: ","))

            [Events]
            Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text

            """
        for (number, caption) in words.captions.enumerated() {
            text += dialogue(2 * number, line(caption, showsPlaces: false))
            if !emoji(in: caption).isEmpty {
                text += dialogue(2 * number + 1, line(caption, showsPlaces: true))
            }
        }
        text += "\n[Fonts]\nfontname: words_0.\(font.isPostScript ? "otf" : "ttf")\n"
        bytes = Array(text.utf8) + Self.encoded(font.bytes)
    }

    /// Microseconds at which a caption is drawn, or the squares of its emoji.
    static func time(of caption: Int, showsPlaces: Bool = false) -> Int64 {
        Int64(2 * caption + (showsPlaces ? 1 : 0)) * 1_000_000
    }

    /// The emoji of a caption, in the order of their numbers.
    func emoji(in caption: Caption) -> [Character] {
        words.emoji == nil ? [] : caption.text.filter { font.isEmoji($0) }
    }

    /// Colour of the square of emoji `number`: green, with the number in red and blue, four levels apart.
    static func colour(ofEmoji number: Int) -> RGBColour {
        RGBColour(red: UInt8(number % 64 * 4), green: 255, blue: UInt8(number / 64 % 64 * 4))
    }

    /// The emoji whose square a pixel belongs to; nil for none, and where an edge is mixed.
    static func emoji(of red: UInt8, _ green: UInt8, _ blue: UInt8) -> Int? {
        green < 252 ? nil : (Int(red) + 2) / 4 + (Int(blue) + 2) / 4 * 64
    }

    private func dialogue(_ second: Int, _ text: String) -> String {
        "Dialogue: 0,\(Self.time(second)),\(Self.time(second + 1)),words,,0,0,0,,\(text)\n"
    }

    /// A caption with squares for its emoji, which alone are visible or alone are not.
    private func line(_ caption: Caption, showsPlaces: Bool) -> String {
        let accent = words.accent.map { "{\\1c\(Self.colour($0, hasCover: false))&}" } ?? ""
        var (line, run, letters, number) = (showsPlaces ? "{\\alpha&HFF&}" : "", "", 0, 0)
        func flush() {
            line += Self.escaped(run)
            run = ""
        }
        if !showsPlaces, caption.said ?? 0 > 0 { line += accent }
        for character in caption.text {
            if words.emoji != nil, font.isEmoji(character) {
                flush()
                let visible = "\\1a&H00&\\1c\(Self.colour(Self.colour(ofEmoji: number), hasCover: false))&"
                // A fifth below the line, as letters reach down.
                let square =
                    "\\pbo\(emojiSide / 5)\\p1}m 0 0 l \(emojiSide) 0 \(emojiSide) \(emojiSide) 0 \(emojiSide)"
                line +=
                    "{\(showsPlaces ? visible : "\\alpha&HFF&")\(square){\\p0\\alpha\(showsPlaces ? "&HFF&" : "")}"
                number += 1
            } else {
                run.append(character)
            }
            letters += character.isWhitespace ? 0 : 1
            if !showsPlaces, letters == caption.said, !character.isWhitespace {
                flush()
                line += "{\\1c}"
            }
        }
        flush()
        return line
    }

    /// Escapes text for libass. Line ends become `\N`, braces `\{` and `\}`; a backslash gets a word joiner
    /// after it, so that it escapes nothing.
    static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": escaped += "\\N".unicodeScalars
            case "{", "}": escaped += ["\\", scalar]
            case "\\": escaped += ["\\", "\u{2060}"]
            case "\t": escaped.append(" ")
            default: if scalar.properties.generalCategory != .control { escaped.append(scalar) }
            }
        }
        return String(escaped)
    }

    /// ASS writes blue first, and transparency instead of opacity.
    private static func colour(_ colour: RGBColour, hasCover: Bool = true) -> String {
        let parts = (hasCover ? [255 - colour.cover] : []) + [colour.blue, colour.green, colour.red]
        return "&H" + parts.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }

    private static func time(_ seconds: Int) -> String {
        let two = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
        return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60)).00"
    }

    /// Encodes a file as SubStation Alpha does: six bits per character from `!` on, 80 characters per line.
    private static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count / 3 * 4 + bytes.count / 60 + 8)
        var column = 0
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(bytes.count, start + 3)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0...group.count { text.append(UInt8(33 + (bits >> (18 - 6 * place)) & 63)) }
            column += 1
            if column % 20 == 0 { text.append(UInt8(ascii: "\n")) }
        }
        return text + [UInt8(ascii: "\n")]
    }
}
