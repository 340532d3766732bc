import Foundation
import SystemPackage
import Testing

@testable import ClipCore

/// A font of the system; tests that set lines are skipped where it is missing.
enum SomeFont {
    static let path = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"
    static let font = FileManager.default.contents(atPath: path).flatMap { FontFile([UInt8]($0)) }
    static var ink: OutputSettings.Ink {
        var ink = OutputSettings.Ink(PlannedPath(FilePath(path)))
        ink.font = font
        return ink
    }
}

@Suite(.enabled(if: SomeFont.font != nil, "there is no DejaVu Sans Bold")) struct WordsPlannerTests {
    private static let frame = Picture.Size(width: 1080, height: 1920)

    private func finish(_ margins: Platform.Margins? = nil) -> OutputSettings {
        var platform = Platform(id: "a", name: "A")
        platform.safeZone = margins.map { Rule(value: $0, source: "a page", asOf: "2026-11-23") }
        var finish = OutputSettings()
        finish.platforms = [platform]
        return finish
    }

    private func words(
        _ finish: OutputSettings, _ frame: Picture.Size = frame, logo: Picture.Rectangle? = nil
    ) throws
        -> (words: [Picture.Words], notes: [String], warnings: [String])
    {
        var picture = Picture(size: frame, frameRate: Fraction(30, 1)!, frames: 300, reframe: .cover)
        picture.logo = logo.map { Picture.Logo(file: PlannedPath("a.png"), place: $0, opacity: 1) }
        var planner = TextPlanner(picture, finish, Timeline([span(0, 10)]), speech: [span(2, 4)])
        let words = try planner.words(finish)
        return (words, planner.notes, planner.warnings)
    }

    private func captions(_ text: String) throws -> OutputSettings.Captions {
        var captions = OutputSettings.Captions(try CaptionFile(text))
        captions.ink = SomeFont.ink
        return captions
    }

    @Test func `a font tells its names and how wide its letters are`() throws {
        let font = try #require(SomeFont.font)
        #expect(font.name == "DejaVu Sans Bold")
        // fontTools: 2384 units from line to line, 2048 an em, A 1585, space 713.
        #expect(font.emUnits == 2048 && font.lineUnits == 2384 && font.units("A") == 1585)
        #expect(font.width("A A", lineHeight: 2384) == 1585 * 2 + 713)
        #expect(font.units("\u{301}") == 0 && font.units("漢") == 2048)
        var cut = font.bytes
        for length in stride(from: 0, to: cut.count, by: 997) { _ = FontFile(Array(cut.prefix(length))) }
        var random = FixedRandom(state: 3)
        for _ in 0..<300 {
            for _ in 0..<20 {
                cut[Int.random(in: 0..<4000, using: &random)] = .random(in: 0...255, using: &random)
            }
            _ = FontFile(cut).map { $0.width("Ähm, 漢字", lineHeight: 50) }
        }
    }

    @Test func `lines are about as long as each other, and none is wider than it may be`() throws {
        let setter = TextSetter(font: try #require(SomeFont.font), lineHeight: 60, width: 700)
        let lines = setter.lines("The best coffee of the town is made by hand every morning")
        #expect(lines.joined(separator: " ") == "The best coffee of the town is made by hand every morning")
        #expect(lines.count > 1 && lines.allSatisfy { setter.width($0) <= 700 })
        let widths = lines.map { setter.width($0) }
        #expect(widths.min()! > widths.max()! * 0.6)
        #expect(
            setter.lines("Donau\u{AD}dampf" + String(repeating: "schiff", count: 30)).allSatisfy {
                setter.width($0) <= 700
            })
        #expect(setter.lines(String(repeating: "咖啡店", count: 20)).count > 1)
        #expect(setter.lines("one\n\ntwo\n") == ["one", "two"])
        #expect(setter.lines("") == [])
    }

    @Test func `text stands in the clear of all platforms, above or below`() throws {
        var finish = finish(Platform.Margins(top: 288, bottom: 672, left: 60, right: 192))
        finish.texts = [
            OutputSettings.Text("Kopi Senja: open until ten, every evening but Monday", SomeFont.ink)
        ]
        let zone = Picture.Rectangle(x: 60, y: 288, size: Picture.Size(width: 828, height: 960))
        for edge in Picture.Edge.allCases {
            finish.texts[0].edge = edge
            let place = try #require(try words(finish).words.first).place
            #expect(place.x >= zone.x && place.x + place.size.width <= zone.x + zone.size.width)
            #expect(place.y >= zone.y && place.y + place.size.height <= zone.y + zone.size.height)
            #expect(edge != .top || place.y == zone.y)
            #expect(edge != .bottom || place.y + place.size.height == zone.y + zone.size.height)
        }
    }

    @Test func `text becomes smaller to fit, which is told, and is refused where it never would`() throws {
        var finish = finish(Platform.Margins(top: 100, bottom: 1500, left: 60, right: 192))
        finish.texts = [OutputSettings.Text(String(repeating: "words and more ", count: 8), SomeFont.ink)]
        let made = try words(finish)
        #expect(made.words.first?.place.size.height ?? 0 <= 320)
        #expect(made.notes.contains { $0.contains("instead of 7.00 %") })
        finish.texts[0].words = String(repeating: "words and more ", count: 80)
        #expect(throws: PlanningError.self) { try words(finish) }
    }

    @Test func `words lie neither on each other nor on the logo`() throws {
        var finish = finish(Platform.Margins(top: 288, bottom: 672, left: 60, right: 192))
        finish.texts = [
            OutputSettings.Text("A rather long text that needs the whole width of it", SomeFont.ink)
        ]
        finish.disclosure = OutputSettings.Text("#ad", SomeFont.ink)
        finish.captions = try captions("00:00:01,000 --> 00:00:09,000\nWhat is said in it\n")
        let logo = Picture.Rectangle(x: 700, y: 288, size: Picture.Size(width: 180, height: 120))
        for edge in Picture.Edge.allCases {
            finish.texts[0].edge = edge
            let places = try words(finish, logo: logo).words.map(\.place) + [logo]
            #expect(places.count == 4)
            for (index, one) in places.enumerated() {
                for other in places[(index + 1)...] {
                    #expect(
                        one.y + one.size.height <= other.y || other.y + other.size.height <= one.y
                            || one.x + one.size.width <= other.x || other.x + other.size.width <= one.x)
                }
            }
        }
    }

    @Test func `captions of many lines are shown in parts, as long as their letters`() throws {
        var finish = finish()
        let said = (1...60).map { "word\($0)" }.joined(separator: " ")
        finish.captions = try captions("00:00:00,000 --> 00:00:10,000\n\(said)\n")
        let shown = try #require(try words(finish).words.first).captions
        #expect(shown.count > 2 && shown.allSatisfy { $0.text.split(separator: "\n").count <= 2 })
        #expect(shown.map { $0.text.replacing("\n", with: " ") }.joined(separator: " ") == said)
        #expect(shown.first?.range.start == .zero && shown.last?.range.end == time(10))
        #expect(zip(shown, shown.dropFirst()).allSatisfy { $0.range.end == $1.range.start })
    }

    @Test func `letters of captions are at least 64 pixels high, in the middle of what is free`() throws {
        var finish = finish(Platform.Margins(top: 288, bottom: 672, left: 60, right: 192))
        finish.captions = try captions("00:00:01,000 --> 00:00:09,000\nWhat is said in it\n")
        let words = try #require(try words(finish).words.first)
        let font = try #require(SomeFont.font)
        #expect(words.lineHeight * font.emUnits / font.lineUnits >= 64)
        #expect(abs(words.place.x + words.place.size.width / 2 - (60 + 828 / 2)) <= 2)
    }

    @Test func `karaoke shows the same words again and again, and pop each of them alone`() throws {
        var finish = finish()
        finish.captions = try captions("00:00:01,000 --> 00:00:09,000\nAbcd efgh\n")
        finish.captions?.style = .karaoke
        let sung = try #require(try words(finish).words.first)
        #expect(sung.accent != nil && sung.captions.allSatisfy { $0.text == "Abcd efgh" })
        // Silence until 2 s, then half of the letters in each second.
        #expect(sung.captions.map(\.said) == [nil, 4, 8])
        #expect(sung.captions.map(\.range) == [span(1, 2), span(2, 3), span(3, 9)])
        finish.captions?.style = .pop
        let popped = try #require(try words(finish).words.first)
        #expect(popped.captions.map(\.text) == ["Abcd", "efgh"] && popped.captions.map(\.said) == [4, 4])
        #expect(popped.captions.map(\.range) == [span(2, 3), span(3, 9)])
        // Words that come too fast share a picture, but never more than two lines of it.
        let fast = String(repeating: "Kata kata ", count: 40)
        finish.captions = try captions("1\n00:00:01,000 --> 00:00:02,000\n\(fast)\n")
        finish.captions?.style = .pop
        let lines = try #require(try words(finish).words.first).captions.map {
            $0.text.split(separator: "\n").count
        }
        #expect(lines.max() == 2)
        #expect(popped.lineHeight > sung.lineHeight)
    }

    @Test func `emoji are left out with a warning where no font has them in colour`() throws {
        var finish = finish()
        finish.captions = try captions("00:00:01,000 --> 00:00:09,000\nDiskon 🔥🔥 ❤ hari 👨‍👩‍👧 ini 1 ©\n")
        let plain = try words(finish)
        #expect(plain.words.first?.captions.first?.text == "Diskon ❤ hari ini 1 ©")
        #expect(plain.warnings.count == 1 && plain.warnings[0].contains("🔥👨‍👩‍👧"))
        let font = try #require(SomeFont.font)
        for (character, isEmoji) in [
            ("🔥", true), ("❤", false), ("❤️", true), ("1️⃣", true), ("1", false), ("©", false), ("🇮🇩", true),
            ("👍🏽", true), ("☕", true), ("☕\u{FE0E}", false), ("a", false), ("⛷️", true),
        ] as [(Character, Bool)] {
            #expect(font.isEmoji(character) == isEmoji, "\(character)")
        }
    }

    @Test func `a text has its time, and one that would come too late is left out`() throws {
        var finish = finish()
        finish.texts = [OutputSettings.Text("Now", SomeFont.ink)]
        (finish.texts[0].from, finish.texts[0].to) = (time(-3), time(-1))
        #expect(try words(finish).words.first?.captions.map(\.range) == [span(7, 9)])
        (finish.texts[0].from, finish.texts[0].to) = (time(12), nil)
        let late = try words(finish)
        #expect(late.words.isEmpty && late.warnings.count == 1)
    }

    @Test func `what is hard to read, or not in the font, is told`() throws {
        var finish = finish()
        finish.texts = [OutputSettings.Text("Kopi 漢字, e\u{301}", SomeFont.ink)]
        finish.texts[0].ink.box = RGBColour("#ffeeee")
        let notes = try words(finish).notes
        #expect(notes.count == 2)
        #expect(notes.contains { $0.contains("hard to read: #ffffff on #ffeeee") })
        #expect(notes.contains { $0.contains("does not have 漢字,") })
    }

    @Test func `colours are written as on the web`() throws {
        #expect(RGBColour("#FFcc00")?.text == "#ffcc00" && RGBColour("#0102030a")?.cover == 10)
        for wrong in ["ffcc00", "#fff", "#gg0000", "#+1cc00", "", "#ffcc00f"] {
            #expect(RGBColour(wrong) == nil)
        }
        #expect(RGBColour.white.contrast(to: .black) == 21)
        #expect(RGBColour("#ffcc00")!.opposite == .black && RGBColour("#203080")!.opposite == .white)
    }

    @Test func `an edited plan with words off the picture is refused`() throws {
        var words = Picture.Words(
            font: PlannedPath("a.ttf"), lineHeight: 40, colour: .white, box: nil,
            place: Picture.Rectangle(x: 0, y: 0, size: Picture.Size(width: 100, height: 40)), edge: .top,
            captions: [Caption(span(0, 1), "a"), Caption(span(1, 2), "b")])
        #expect(words.problem(on: Self.frame) == nil)
        #expect(words.frames(at: Fraction(30000, 1001)!) == [0..<30, 30..<60])
        words.place.x = 1000
        #expect(words.problem(on: Self.frame) != nil)
        words.place.x = 0
        words.captions.reverse()
        #expect(words.problem(on: Self.frame) != nil)
    }
}
