package import ClipCore
internal import ClipMedia
internal import Recommendation
internal import SystemPackage

/// Makes of settings what is written on the picture.
package struct WordsMaker {
    private let settings: Preset

    package init(_ settings: Preset) { self.settings = settings }

    /// - Throws: where a font or a file of captions is missing or wrong.
    package func add(to finish: inout Finish) throws {
        let texts = (0..<(settings.count(.textWords))).filter {
            settings.text(.textWords, of: $0)?.isEmpty == false
        }
        let mark = Brand(settings, platforms: []).paidMarks.first
        let captions = try captions()
        let burns = captions != nil && settings.text(.captionsAs) != "sidecar"
        guard !texts.isEmpty || mark != nil || captions != nil else { return }
        let ink = !texts.isEmpty || mark != nil || burns ? try ink() : nil
        finish.captions = captions
        if burns { finish.captions?.ink = ink }
        if let ink { finish.texts = texts.map { text($0, ink) } }
        if let mark, let ink {
            var disclosure = Finish.Text(settings.text(.disclosureWords) ?? "#\(mark)", Self.plain(ink))
            disclosure.percent = 4.2
            finish.disclosure = disclosure
        }
    }

    private func text(_ number: Int, _ ink: Finish.Ink) -> Finish.Text {
        var text = Finish.Text(settings.text(.textWords, of: number) ?? "", coloured(ink, number))
        text.percent = settings.number(.textSize, of: number) ?? text.percent
        text.from = settings.time(.textFrom, of: number) ?? text.from
        text.to = settings.time(.textTo, of: number)
        text.edge = settings.text(.textPosition, of: number).flatMap(Picture.Edge.init) ?? text.edge
        return text
    }

    private func coloured(_ ink: Finish.Ink, _ number: Int) -> Finish.Ink {
        var ink = ink
        ink.colour = settings.text(.textColour, of: number).flatMap(RGBColour.init) ?? ink.colour
        ink.box = settings.text(.textBox, of: number).flatMap(RGBColour.init)
        return ink
    }

    private func captions() throws -> Finish.Captions? {
        var captions: Finish.Captions
        if let path = settings.path(.captionsFile) {
            captions = Finish.Captions(try CaptionReader.captions(path.path))
            captions.source = path
        } else if settings.text(.captionsFile) == "auto" {
            captions = Finish.Captions(nil)
        } else {
            return nil
        }
        captions.isKept = ["sidecar", "both"].contains(settings.text(.captionsAs))
        captions.percent = settings.number(.captionsSize) ?? captions.percent
        captions.edge = settings.text(.captionsPosition).flatMap(Picture.Edge.init) ?? captions.edge
        return captions
    }

    private func ink() throws -> Finish.Ink {
        let path = try settings.path(.textFont)?.path ?? FontShelf.find(settings.text(.textFont))
        _ = try FontReader.font(path)
        return coloured(Finish.Ink(PlannedPath(path)), 0)
    }

    /// A disclosure is read whatever the brand's colours are.
    private static func plain(_ ink: Finish.Ink) -> Finish.Ink {
        var plain = Finish.Ink(ink.file)
        plain.box = RGBColour(red: 0, green: 0, blue: 0, cover: 176)
        return plain
    }
}
