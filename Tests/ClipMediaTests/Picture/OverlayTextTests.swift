import ClipCore
import Foundation
import Recommendation
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

@Suite struct OverlayTextTests {
    /// What libass makes of a text: breaks, braces and backslashes by the rules of its parser, joiners not seen; nil where
    /// it would take something for an override.
    private static func parsed(_ script: String) -> String? {
        var (result, rest) = (String.UnicodeScalarView(), script.unicodeScalars[...])
        while let next = rest.popFirst() {
            switch next {
            case "{": return nil
            case "\\":
                switch rest.first {
                case "N", "n": result.append("\n")
                case "h": result.append("\u{A0}")
                case "{", "}": result.append(rest.first!)
                default:
                    result.append("\\")
                    if rest.first == "\u{2060}" { rest.removeFirst() }
                    continue
                }
                rest.removeFirst()
            default: result.append(next)
            }
        }
        return String(result)
    }

    @Test
    func `10,000 texts of any characters come back from the script as they are, each on one line of it`() {
        var random = SeededGenerator(seed: 1)
        let pieces = [
            "\\", "{", "}", "\\N", "\\n", "\\h", "{\\b1}", "\\{", "\\\\", "\n", ":", ",", "'", "\"", "%",
            "%{pts}",
            "a", "Ä", "漢", "😀", "👨‍👩‍👧", "مرحبا", "שלום", "\u{202E}", "e\u{301}", " ", "Dialogue: 0,", "[Events]",
            ";",
            "=", "[in]", "\u{2028}",
        ]
        for _ in 0..<10_000 {
            let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? pieces.randomElement(using: &random)!
                    : String(Character(Unicode.Scalar(UInt32.random(in: 0x20...0xD7FF, using: &random))!))
            }.joined()
            let printing = String(
                String.UnicodeScalarView(
                    text.unicodeScalars.filter { $0 == "\n" || $0.properties.generalCategory != .control }))
            let script = TextTimeline.escaped(text)
            #expect(Self.parsed(script) == printing, "\(text.debugDescription)")
            #expect(!script.utf8.contains(10) && !script.utf8.contains(13))
        }
    }

    // MARK: Drawn

    private static let font = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"
    private static var hasFont: Bool { FileManager.default.fileExists(atPath: font) }

    private func words(_ texts: [String], colour: RGBColour = .white, box: RGBColour? = nil) -> Picture.Words
    {
        let captions = texts.enumerated().map { number, text in
            Caption(
                TimeRange(
                    start: MediaTime(ticks: Int64(number), timescale: 1),
                    end: MediaTime(ticks: Int64(number) + 1, timescale: 1)), text)
        }
        return Picture.Words(
            font: PlannedPath(FilePath(Self.font)), lineHeight: 40, colour: colour, box: box,
            place: Picture.Rectangle(x: 40, y: 20, size: Picture.Size(width: 560, height: 120)),
            edge: .middle,
            captions: captions)
    }

    private func grey() throws -> Frame {
        let graph = try FilterGraph.open(
            [
                FilterStep("color", [("color", "#808080"), ("size", "640x160")], from: [], to: ["grey"]),
                FilterStep("format", [("pix_fmts", "yuv420p")], from: ["grey"], to: ["out"]),
            ], from: [])
        let frame = try Frame()
        guard try graph.receive(into: frame) else { throw ProofFailure("no grey") }
        frame.presentation = 0
        return frame
    }

    /// Luma of a picture of 640x160.
    private func luma(_ frame: borrowing Frame) throws -> [[UInt8]] {
        let found = frame.plane(0)
        let plane = try #require(found)
        return (0..<160).map { row in
            Array(UnsafeBufferPointer(start: plane.base + row * plane.stride, count: 640))
        }
    }

    /// Columns that letters reach, and how many pixels they change.
    private func ink(_ texts: [String]) throws -> [(columns: ClosedRange<Int>?, pixels: Int)] {
        let layer = try TextLayer(words(texts), rate: Fraction(1, 1)!)
        let base = try grey()
        let plain = try luma(base)
        return try texts.indices.map { number in
            let drawn = try luma(try layer.laid(number, on: base))
            let changed = (0..<160).flatMap { row in (0..<640).filter { drawn[row][$0] != plain[row][$0] } }
            return (changed.min().map { $0...changed.max()! }, changed.count)
        }
    }

    @Test(.enabled(if: hasFont, "there is no DejaVu Sans Bold"))
    func `what would be an override is drawn as text, as wide as the font says`() throws {
        let texts = [
            "{\\b0}{\\fs5}x", "a\\Nb", "\\{ok\\}", "50% 'off': \"now\", [in]=;", "\\", "{", "}", "\\\\n",
            "%{pts} :x=1",
            "{\\pos(0,0)}far", "Dialogue: 0,a,b", "Ä ß é ñ ő ž", "\\h\\h", "{\\1a&HFF&}seen",
            "{\\p1}m 0 0 l 9 9{\\p0}",
            "[Events]", "#comment", ";semi", "a,b,,c", "x{y}z{", "}{", "\\}\\{", "{\\k20}ka{\\k20}ra", "{}",
            "{\\", "\\N",
        ]
        let font = try FontReader.font(FilePath(Self.font))
        for (text, drawn) in zip(texts, try ink(texts)) {
            let columns = try #require(drawn.columns, "\(text) is not drawn")
            let width = font.width(text, lineHeight: 40)
            // The edge adds 2 pixels on each side, and the first and last letters have bearings.
            #expect(abs(Double(columns.count) - width - 4) < 12, "\(text)")
            #expect(abs(columns.lowerBound + columns.upperBound - 640) < 16, "\(text) is not in the middle")
        }
    }

    @Test(.enabled(if: hasFont, "there is no DejaVu Sans Bold"))
    func `other scripts, emoji and lines are drawn, and nothing is drawn beside the place`() throws {
        let texts = [
            "مرحبا بالعالم", "שלום עולם", "Привет", "Ελληνικά", "one\ntwo", "e\u{301}\u{327}",
            "\u{202E}turned",
        ]
        for (text, drawn) in zip(texts, try ink(texts)) {
            #expect(drawn.pixels > 100, "\(text)")
            #expect(drawn.columns.map { $0.lowerBound >= 40 && $0.upperBound < 600 } == true, "\(text)")
        }
    }

    @Test(.enabled(if: hasFont, "there is no DejaVu Sans Bold"))
    func `colours are those that were asked for, in BT.709`() throws {
        // Full blocks fill their place; red in BT.709 of limited range is (63, 102, 240).
        let layer = try TextLayer(
            words(
                ["\u{2588}\u{2588}\u{2588}\u{2588}"], colour: RGBColour("#ff0000")!,
                box: RGBColour("#0000ff")!),
            rate: Fraction(1, 1)!)
        let frame = try layer.laid(0, on: try grey())
        func at(_ x: Int, _ y: Int) -> [Int] {
            (0..<3).map { index in
                let plane = frame.plane(index)!
                return index == 0
                    ? Int(plane.base[y * plane.stride + x]) : Int(plane.base[y / 2 * plane.stride + x / 2])
            }
        }
        #expect(zip(at(320, 80), [63, 102, 240]).allSatisfy { abs($0 - $1) <= 4 }, "\(at(320, 80))")
        // Blue is (32, 240, 118).
        let left = (40..<320).first { at($0, 80)[1] > 200 }
        #expect(left != nil, "there is no box")
        #expect(zip(at(10, 10), [126, 128, 128]).allSatisfy { abs($0 - $1) <= 2 })
    }

    @Test(.enabled(if: hasFont, "there is no DejaVu Sans Bold"))
    func `half of the picture is seen through a box of half opacity`() throws {
        let layer = try TextLayer(
            words(["\u{2588}\u{2588}\u{2588}\u{2588}"], box: RGBColour("#0000ff80")!),
            rate: Fraction(1, 1)!)
        let base = try grey()
        let frame = try layer.laid(0, on: base)
        // Blue is (32, 240, 118) and the picture (126, 128, 128).
        let found = frame.plane(1)
        let chroma = try #require(found)
        let row = chroma.base + 40 * chroma.stride
        let box = (20..<300).filter { row[$0] > 150 && row[$0] < 220 }
        #expect(box.count > 4, "there is no box")
        let middle = box.map { Int(row[$0]) }.sorted()[box.count / 2]
        #expect(abs(middle - 184) <= 3)
        let column = try #require(box.first { abs(Int(row[$0]) - middle) <= 1 })
        let luma = try luma(frame)[80][column * 2]
        #expect(abs(Int(luma) - 79) <= 3)
    }

    @Test(.enabled(if: hasFont, "there is no DejaVu Sans Bold"))
    func `words are seen from their first frame to their last, also on a picture that is held`() throws {
        var picture = Picture(
            size: Picture.Size(width: 640, height: 160), frameRate: Fraction(10, 1)!, frames: 40,
            reframe: .cover)
        var words = words(["one", "two"])
        words.captions[0].range.start = MediaTime(ticks: 1, timescale: 2)
        words.captions[1].range = TimeRange(
            start: MediaTime(ticks: 21, timescale: 10), end: MediaTime(ticks: 301, timescale: 100))
        picture.words = [words]
        let layers = try TextLayers(picture)
        let plain = try luma(try grey())
        var isWritten: [Bool] = []
        for repeats in [3, 1, 30, 6] {
            for shown in try layers.written(on: try grey(), repeats: repeats) {
                let changed = try luma(try shown.picture.value.share()) != plain
                isWritten += [Bool](repeating: changed, count: shown.repeats)
            }
        }
        let expected = (0..<40).map { (5..<10).contains($0) || (21..<31).contains($0) }
        #expect(isWritten == expected)
    }

    private static let emojiFont = "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"
    private static var hasEmoji: Bool { hasFont && FileManager.default.fileExists(atPath: emojiFont) }

    @Test(.enabled(if: hasEmoji, "there is no Noto Color Emoji"))
    func `emoji are drawn in colour, in their place among the letters`() throws {
        for box in [nil, RGBColour("#000000b0")] {
            var words = words(["Kopi 🔥 dan 👨‍👩‍👧🇮🇩", "Kopi dan"], box: box)
            words.emoji = PlannedPath(FilePath(Self.emojiFont))
            words.captions[0].said = 4
            words.accent = RGBColour("#00ff00")
            let layer = try TextLayer(words, rate: Fraction(1, 1)!)
            // Columns with red, in which fire is, and with green.
            func columns(_ caption: Int, _ plane: Int, _ test: (UInt8) -> Bool) throws -> [Int] {
                let frame = try layer.laid(caption, on: try grey())
                let found = frame.plane(plane)
                let values = try #require(found)
                return (0..<320).filter { column in
                    (0..<80).contains { test(values.base[$0 * values.stride + column]) }
                }
            }
            let fire = try columns(0, 2) { $0 > 180 }
            let green = try columns(0, 2) { $0 < 70 }
            #expect(fire.count > 12 && green.count > 12)
            #expect(green.max()! < fire.min()!, "the accent is that of the first word")
            #expect(try columns(1, 2) { $0 > 150 }.isEmpty)
        }
    }

    @Test(.enabled(if: hasEmoji, "there is no Noto Color Emoji"))
    func `a font of emoji draws sequences as one picture, and other fonts are refused`() throws {
        let font = try EmojiFont(try FontReader.font(FilePath(Self.emojiFont)).bytes)
        for emoji in ["🔥", "👨‍👩‍👧", "🇮🇩", "👍🏽", "1️⃣"] as [Character] {
            guard let picture = try font.picture(of: emoji) else {
                Issue.record("\(emoji) is not drawn")
                continue
            }
            let (width, height) = (picture.width, picture.height)
            #expect(width > 100 && height > 100, "\(emoji)")
        }
        if try font.picture(of: "漢") != nil { Issue.record("a character that it does not have is drawn") }
        let letters = try FontReader.font(FilePath(Self.font)).bytes
        #expect(throws: AVFailure.self) { try EmojiFont(letters) }
        #expect(throws: AVFailure.self) { try EmojiFont([1, 2, 3]) }
    }

    @Test func `a font that is missing or none is told`() throws {
        #expect(throws: Failure.self) { try FontReader.font("nowhere.ttf") }
        #expect(throws: Failure.self) { try FontReader.font(Sample.kopi.path) }
    }
}
