internal import ClipCore

/// Overlay text as an Advanced SubStation Alpha script for libass: caption N in second N, font embedded. The
/// matrix line is needed: without it FFmpeg 8 and later assume television colours.
///
/// libass interprets braces and line breaks in text; ``escaped(_:)`` neutralises them.
struct TextTimeline {
    let bytes: [UInt8]

    init(_ words: Picture.Words, _ font: FontFile) {
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
            let (start, end) = (Self.time(number), Self.time(number + 1))
            text += "Dialogue: 0,\(start),\(end),words,,0,0,0,,\(Self.escaped(caption.text))\n"
        }
        text += "\n[Fonts]\nfontname: words_0.\(font.isPostScript ? "otf" : "ttf")\n"
        bytes = Array(text.utf8) + Self.encoded(font.bytes)
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
    private static func colour(_ colour: RGBColour) -> String {
        let parts = [255 - colour.cover, colour.blue, colour.green, colour.red]
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
