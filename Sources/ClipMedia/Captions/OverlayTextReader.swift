internal import ClipCore
internal import LibAV
public import SystemPackage

/// The fonts of this machine.
public protocol InstalledFonts: Sendable {
    /// Fonts of colour emoji, best first.
    var emoji: [FilePath] { get }
    /// The font that has most of `characters`; nil for none.
    func font(for characters: [Character]) -> FilePath?
    /// Those of `characters` that no font has.
    func missing(_ characters: [Character]) -> [Character]
}

/// Reads what overlay text needs, once for all outputs of a clip: fonts, captions and emoji.
final class OverlayTextReader {
    private let installed: (any InstalledFonts)?
    private var fonts: [PlannedPath: FontFile] = [:]
    private var files: [FilePath: CaptionFile] = [:]
    private var emoji: OutputSettings.Emoji??

    /// - Parameter installed: nil for no fonts but those that are named.
    init(_ installed: (any InstalledFonts)?) { self.installed = installed }

    func takeFonts(for settings: inout OutputSettings) throws(Failure) {
        try settings.takeFonts { file throws(Failure) in try font(file) }
        if let ink = settings.captions?.ink, ink.isDefault {
            let text = settings.captions?.file?.captions.map(\.text).joined() ?? ""
            if let better = suited(text, to: ink) { settings.captions?.ink = better }
        }
        settings.takeEmoji { emojiFont() }
    }

    func captions(_ file: FilePath, _ encoding: String?) throws(Failure) -> CaptionFile {
        if let known = files[file] { return known }
        let captions = try CaptionReader.captions(file, encoding: encoding)
        files[file] = captions
        return captions
    }

    /// Warnings about characters of a plan that no font has.
    func warnings(about plan: Plan) throws(Failure) -> [String] {
        guard let installed else { return [] }
        var missing: [Character] = []
        for words in plan.picture?.words ?? [] {
            let text = Set(words.captions.map(\.text)).sorted().joined()
            missing += try font(words.font).missing(in: text).filter { !missing.contains($0) }
        }
        missing = missing.isEmpty ? [] : installed.missing(missing)
        guard !missing.isEmpty else { return [] }
        let codes = missing.prefix(6).flatMap(\.unicodeScalars).map {
            "U+" + String($0.value, radix: 16, uppercase: true)
        }
        return [
            "no installed font has \(String(missing.prefix(12))) (\(codes.joined(separator: " "))): viewers see boxes; install a font, such as one of fonts-noto"
        ]
    }

    private func font(_ file: PlannedPath) throws(Failure) -> FontFile {
        if let known = fonts[file] { return known }
        let font = try FontReader.font(file.path)
        fonts[file] = font
        return font
    }

    /// A font for captions that the default one mostly lacks: with its sizes and widths, lines are as long as planned. Nil if
    /// there is none that is small enough to hand to libass.
    private func suited(_ text: String, to ink: OutputSettings.Ink) -> OutputSettings.Ink? {
        let missing = ink.font?.missing(in: text) ?? []
        guard text.count(where: missing.contains) * 2 > text.count, let path = installed?.font(for: missing),
            let size = try? SourceFile.open(path).sizeBytes, size < 4 << 20,
            let font = try? font(PlannedPath(path))
        else { return nil }
        var better = ink
        (better.file, better.font) = (PlannedPath(path), font)
        return better
    }

    /// The first font that can be drawn: FreeType does not draw all kinds of colours.
    private func emojiFont() -> OutputSettings.Emoji? {
        if let emoji { return emoji }
        let fonts = (installed?.emoji ?? []).lazy.compactMap { path -> OutputSettings.Emoji? in
            guard let font = try? FontReader.font(path),
                let picture = try? EmojiFont(font.bytes).picture(of: "😀"), picture.width > 0
            else { return nil }
            return OutputSettings.Emoji(PlannedPath(path), font)
        }
        emoji = .some(fonts.first)
        return fonts.first
    }
}
