internal import ArgumentParser
internal import ClipCore

/// `--about`, as typed.
struct AboutOption: ParsableArguments {
    @Option(
        help:
            "What the clip is about, for hashtags and the caption (default: the text in NAME.txt beside it, its title or its name)."
    )
    var about: String?

    func validate() throws {
        guard let about else { return }
        if plain(about).isEmpty { throw ValidationError("--about is empty: say what the clip shows") }
        if about.unicodeScalars.count > PresetField.mostAbout {
            throw ValidationError(
                "--about has \(about.unicodeScalars.count) characters, at most \(PresetField.mostAbout): write longer texts into NAME.txt beside the clip"
            )
        }
    }

    var settings: [PresetSetting] {
        about.map { [PresetSetting(.about, .text(plain($0)), .flag("--about"))] } ?? []
    }

    /// In one line, without control characters.
    private func plain(_ text: String) -> String {
        let lines = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return String(String.UnicodeScalarView(lines.unicodeScalars.filter { !$0.isSteering }))
    }
}
