import ClipCore
import Foundation
import SystemPackage
import Testing

@testable import ClipMedia

private enum FontFiles {
    static let letters = FilePath("/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf")
    static let emoji = FilePath("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf")
    static var areThere: Bool {
        [letters, emoji].allSatisfy { FileManager.default.fileExists(atPath: $0.string) }
    }
}

@Suite(.enabled(if: FontFiles.areThere, "there is no DejaVu Sans Bold or Noto Color Emoji"))
struct OverlayTextReaderTests {
    private struct Fonts: InstalledFonts {
        var emoji: [FilePath] { [FontFiles.letters, FontFiles.emoji] }
        func font(for characters: [Character]) -> FilePath? { FontFiles.letters }
        func missing(_ characters: [Character]) -> [Character] { [] }
    }

    private func taken(_ text: String, _ font: FilePath, isDefault: Bool) throws -> OutputSettings.Ink {
        var ink = OutputSettings.Ink(PlannedPath(font))
        ink.isDefault = isDefault
        var settings = OutputSettings()
        settings.captions = OutputSettings.Captions(
            try CaptionFile("1\n00:00:00,000 --> 00:00:01,000\n\(text)\n"))
        settings.captions?.ink = ink
        try OverlayTextReader(Fonts()).takeFonts(for: &settings)
        return try #require(settings.captions?.ink)
    }

    @Test func `captions take a font that has them, unless the user named one`() throws {
        #expect(try taken("letters", FontFiles.emoji, isDefault: true).file.path == FontFiles.letters)
        #expect(try taken("letters", FontFiles.emoji, isDefault: false).file.path == FontFiles.emoji)
        #expect(try taken("漢 and so on", FontFiles.letters, isDefault: true).file.path == FontFiles.letters)
    }

    @Test func `the font of emoji is the first that draws them, and is read where there are any`() throws {
        #expect(try taken("Kopi 🔥", FontFiles.letters, isDefault: true).emoji?.file.path == FontFiles.emoji)
        #expect(try taken("Kopi ❤", FontFiles.letters, isDefault: true).emoji == nil)
    }
}
