public import ArgumentParser
public import ClipCore
internal import SystemPackage

extension Picture.Edge: ExpressibleByArgument {}

/// What is written on the picture; as typed.
struct WordsOptions: ParsableArguments {
    /// What becomes of captions.
    enum CaptionUse: String, CaseIterable, ExpressibleByArgument { case burn, sidecar, both }

    @Option(help: "A text that is written on the picture, clear of the platforms' own buttons.")
    var text: String?

    @Option(
        parsing: .unconditional,
        help: "When it appears, from the output's start, or -3 from its end (default: 0).")
    var textFrom: MediaTime?

    @Option(parsing: .unconditional, help: "When it is gone again (default: at the end).")
    var textTo: MediaTime?

    @Option(help: "Where it stands: top, middle or bottom (default: top).")
    var textPosition: Picture.Edge?

    @Option(help: "Size of its letters in % of the picture's shorter side, 2 to 25 (default: 7).")
    var textSize: Double?

    @Option(help: "The font of text and captions: its name, or a .ttf or .otf file.")
    var textFont: FileArgument?

    @Option(help: "The colour of text and captions, e.g. #ffcc00 (default: #ffffff).")
    var textColour: String?

    @Option(
        help: "The colour of a box behind them, e.g. #000000b0; none for an edge around the letters instead.")
    var textBox: String?

    @Option(
        help:
            "Captions of the clip, an .srt file; auto for the one of the clip's name beside it, none for none."
    )
    var captions: FileArgument?

    @Option(
        help:
            "What becomes of captions: burn (on the picture), sidecar (an .srt file beside it) or both (default: burn)."
    )
    var captionsAs: CaptionUse?

    @Option(help: "Where captions stand: top, middle or bottom (default: bottom).")
    var captionsPosition: Picture.Edge?

    func validate() throws {
        if let textSize, !(2...25).contains(textSize) {
            throw ValidationError("--text-size goes from 2 to 25 % of the picture's shorter side")
        }
        if let textColour, RGBColour(textColour) == nil {
            throw ValidationError("--text-colour is written #ffcc00")
        }
        if let textBox, textBox != "none", RGBColour(textBox) == nil {
            throw ValidationError("--text-box is written #000000, or #000000b0 to be seen through, or 'none'")
        }
        if let text, text.utf8.count > 2000 { throw ValidationError("--text is at most 2000 bytes long") }
    }

    /// What was typed, as settings that lie over a preset.
    var settings: [PresetSetting] {
        [
            text.map { setting(.textWords, .text($0), "--text") },
            textFrom.map { setting(.textFrom, .time($0), "--text-from") },
            textTo.map { setting(.textTo, .time($0), "--text-to") },
            textPosition.map { setting(.textPosition, .text($0.rawValue), "--text-position") },
            textSize.map { setting(.textSize, .number($0), "--text-size") },
            textFont.map { setting(.textFont, Self.font($0), "--text-font") },
            textColour.map { setting(.textColour, .text($0), "--text-colour") },
            textBox.map { setting(.textBox, .text($0), "--text-box") },
            captions.map {
                let isWord = ["auto", "none"].contains(String(decoding: $0.bytes, as: UTF8.self))
                let word = PresetValue.text(String(decoding: $0.bytes, as: UTF8.self))
                return setting(.captionsFile, isWord ? word : .path(PlannedPath($0.path)), "--captions")
            },
            captionsAs.map { setting(.captionsAs, .text($0.rawValue), "--captions-as") },
            captionsPosition.map { setting(.captionsPosition, .text($0.rawValue), "--captions-position") },
        ].compactMap { $0 }
    }

    private func setting(_ field: PresetField, _ value: PresetValue, _ flag: String) -> PresetSetting {
        PresetSetting(field, value, .flag(flag))
    }

    private static func font(_ typed: FileArgument) -> PresetValue {
        let name = String(decoding: typed.bytes, as: UTF8.self)
        return name.contains("/") || FontShelf.isFont(name) ? .path(PlannedPath(typed.path)) : .text(name)
    }
}
