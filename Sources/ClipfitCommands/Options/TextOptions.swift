public import ArgumentParser
public import ClipCore
internal import ClipEditing

extension Picture.Edge: ExpressibleByArgument {}
extension OutputSettings.CaptionStyle: ExpressibleByArgument {}

/// Overlay text and captions, as typed.
struct TextOptions: ParsableArguments {
    enum CaptionUse: String, CaseIterable, ExpressibleByArgument { case burn, sidecar, both }

    @Option(
        help:
            "A text that is written on the picture, clear of the platforms' own buttons; again for another one. The first --text-from is for the first text, and so on; the last one given holds for the rest."
    )
    var text: [String] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: .more("When it appears, from the output's start, or -3 from its end (default: 0)."))
    var textFrom: [MediaTime] = []

    @Option(parsing: .unconditionalSingleValue, help: .more("When it is gone again (default: at the end)."))
    var textTo: [MediaTime] = []

    @Option(help: .more("Where it stands: top, middle or bottom (default: top)."))
    var textPosition: [Picture.Edge] = []

    @Option(help: .more("Size of its letters in % of the picture's shorter side, 2 to 25 (default: 7)."))
    var textSize: [Double] = []

    @Option(help: .more("The font of text and captions: its name, or a .ttf or .otf file."))
    var textFont: FileArgument?

    @Option(help: .more("The colour of text and captions, e.g. #ffcc00 (default: #ffffff)."))
    var textColour: [String] = []

    @Option(
        help: .more(
            "The colour of a box behind them, e.g. #000000b0; none for an edge around the letters instead."))
    var textBox: [String] = []

    @Option(
        help:
            "Captions of the clip: an .srt, .vtt or .ass file, auto (a file with the clip's name, else a subtitle track), track[:LANG] (a subtitle track), transcribe (with your speech-to-text program), or none."
    )
    var captions: FileArgument?

    @Option(
        help: .more(
            "The encoding of a caption file that is neither UTF-8 nor UTF-16, e.g. CP1252 or GB18030 ('iconv -l' lists all)."
        ))
    var captionsEncoding: String?

    @Option(
        help:
            .more(
                "What becomes of captions: burn (on the picture), sidecar (an .srt file beside it) or both (default: burn)."
            )
    )
    var captionsAs: CaptionUse?

    @Option(help: .more("Where captions stand: top, middle or bottom (default: bottom)."))
    var captionsPosition: Picture.Edge?

    @Option(
        help: .more(
            "How captions look: plain, box, karaoke (words change colour as they are said) or pop (one word at a time)."
        ))
    var captionsStyle: OutputSettings.CaptionStyle?

    func validate() throws {
        if textColour.map(PresetField.textColour.canonical).contains(where: { RGBColour($0) == nil }) {
            throw ValidationError("--text-colour is a colour's name, or written #ffcc00")
        }
        if textBox.map(PresetField.textBox.canonical).contains(where: { $0 != "none" && RGBColour($0) == nil }
        ) {
            throw ValidationError(
                "--text-box is a colour's name, or written #000000, or #000000b0 to be seen through, or 'none'"
            )
        }
        if text.contains(where: { $0.utf8.count > 2000 }) {
            throw ValidationError("--text is at most 2000 bytes long")
        }
        if let typed = captions.map({ String(decoding: $0.bytes, as: UTF8.self) }), typed.hasPrefix("track:"),
            !LanguageCode.isOne(typed.dropFirst("track:".count))
        {
            throw ValidationError(
                "--captions \(typed): write a language, e.g. track:id, or ./\(typed) for a file")
        }
        let most = PresetField.mostTexts
        if text.count > most { throw ValidationError("--text is given \(most) times at most") }
        for (flag, count) in counts where count > max(1, text.isEmpty ? most : text.count) {
            throw ValidationError("\(flag) is given \(count) times, for \(max(1, text.count)) times --text")
        }
    }

    /// How often each per-text option was typed.
    private var counts: [(String, Int)] {
        [
            ("--text-from", textFrom.count), ("--text-to", textTo.count),
            ("--text-position", textPosition.count), ("--text-size", textSize.count),
            ("--text-colour", textColour.count), ("--text-box", textBox.count),
        ]
    }

    /// The typed options, as settings that override a preset.
    var settings: [PresetSetting] {
        [
            each(.textWords, text.map(PresetValue.text), "--text"),
            each(.textFrom, textFrom.map(PresetValue.time), "--text-from"),
            each(.textTo, textTo.map(PresetValue.time), "--text-to"),
            each(.textPosition, textPosition.map { .text($0.rawValue) }, "--text-position"),
            each(.textSize, textSize.map(PresetValue.number), "--text-size"),
            textFont.map { setting(.textFont, Self.font($0), "--text-font") },
            each(.textColour, textColour.map(PresetValue.text), "--text-colour"),
            each(.textBox, textBox.map(PresetValue.text), "--text-box"),
            captions.map {
                let typed = String(decoding: $0.bytes, as: UTF8.self)
                let isWord =
                    ["auto", "none", "track", "transcribe"].contains(typed) || typed.hasPrefix("track:")
                let value: PresetValue = isWord ? .text(typed) : .path(PlannedPath($0.path))
                return setting(.captionsFile, value, "--captions")
            },
            captionsEncoding.map { setting(.captionsEncoding, .text($0), "--captions-encoding") },
            captionsAs.map { setting(.captionsAs, .text($0.rawValue), "--captions-as") },
            captionsPosition.map { setting(.captionsPosition, .text($0.rawValue), "--captions-position") },
            captionsStyle.map { setting(.captionsStyle, .text($0.rawValue), "--captions-style") },
        ].compactMap { $0 }
    }

    /// A single value is not wrapped in a list, as in a preset.
    private func each(_ field: PresetField, _ values: [PresetValue], _ flag: String) -> PresetSetting? {
        guard let first = values.first else { return nil }
        return setting(field, values.count == 1 ? first : .list(values), flag)
    }

    private func setting(_ field: PresetField, _ value: PresetValue, _ flag: String) -> PresetSetting {
        PresetSetting(field, value, .flag(flag))
    }

    private static func font(_ typed: FileArgument) -> PresetValue {
        let name = String(decoding: typed.bytes, as: UTF8.self)
        return name.contains("/") || FontCatalogue.isFont(name) ? .path(PlannedPath(typed.path)) : .text(name)
    }
}
