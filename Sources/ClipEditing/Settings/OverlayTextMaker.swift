package import ClipCore
internal import ClipMedia
internal import Recommendation

/// Converts a preset's settings to overlay text and captions.
package struct OverlayTextMaker {
    private let settings: Preset

    package init(_ settings: Preset) { self.settings = settings }

    /// - Throws: if a font or caption file is missing or invalid.
    package func add(to finish: inout OutputSettings) throws {
        let mark = Brand(settings, platforms: []).paidMarks.first
        let captions = try captions()
        let burns = captions != nil && settings.burnsCaptions
        let writes = settings.hasTexts || settings.coverTitle != nil || mark != nil || burns
        guard writes || captions != nil else { return }
        let ink = writes ? try ink() : nil
        finish.captions = captions
        if burns { finish.captions?.ink = ink }
        guard let ink else { return }
        finish.texts = settings.texts(ink)
        finish.coverText = settings.coverText(ink)
        if let mark {
            var disclosure = OutputSettings.Text(settings.disclosureText ?? "#\(mark)", Self.plain(ink))
            disclosure.percent = 4.2
            finish.disclosure = disclosure
        }
    }

    private func captions() throws -> OutputSettings.Captions? {
        if let encoding = settings.captionsEncoding, !TextDecoder.knows(encoding) {
            throw UsageError(
                "unknown encoding '\(encoding)' of captions: common ones are \(TextDecoder.common.joined(separator: ", "))"
            )
        }
        guard let path = settings.captionsFile else {
            guard let search = settings.captionSearch else { return nil }
            if search.source == .speech { _ = try UserSettings.transcriber() }
            var captions = settings.captions(nil)
            captions.search = search
            return captions
        }
        var captions = settings.captions(
            try CaptionReader.captions(path.path, encoding: settings.captionsEncoding))
        captions.source = path
        return captions
    }

    private func ink() throws -> OutputSettings.Ink {
        let path = try settings.fontFile?.path ?? FontCatalogue.find(settings.fontName)
        _ = try FontReader.font(path)
        var ink = settings.coloured(OutputSettings.Ink(PlannedPath(path)))
        ink.isDefault = settings.fontFile == nil && settings.fontName == nil
        return ink
    }

    /// A disclosure must be legible whatever the brand's colours are.
    private static func plain(_ ink: OutputSettings.Ink) -> OutputSettings.Ink {
        var plain = OutputSettings.Ink(ink.file)
        plain.box = RGBColour(red: 0, green: 0, blue: 0, cover: 176)
        return plain
    }
}
