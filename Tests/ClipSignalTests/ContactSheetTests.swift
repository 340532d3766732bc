import Testing

@testable import ClipSignal

@Suite struct ContactSheetTests {
    private let white = StillTests.plain(y: 235, u: 128, v: 128, width: 80, height: 40)
    private let black = StillTests.plain(y: 16, u: 128, v: 128, width: 80, height: 40)

    private func red(_ sheet: ContactSheet, _ x: Int, _ y: Int) -> UInt8 {
        sheet.pixels[(y * sheet.width + x) * 3]
    }

    @Test func `pictures fill the rows one after another`() {
        let sheet = ContactSheet([("a", white), ("b", black), ("c", white)], columns: 2)
        #expect(sheet.width == 12 + 2 * 92)
        #expect(sheet.pixels.count == sheet.width * sheet.height * 3)
        let second = (sheet.height - 12) / 2
        #expect(red(sheet, 12, 12) == 255 && red(sheet, 91, 51) == 255)
        #expect(red(sheet, 104, 12) == 0)
        #expect(red(sheet, 12, 12 + second) == 255)
        #expect(red(sheet, 104, 12 + second) == 24)
        #expect(red(sheet, 11, 12) == 24 && red(sheet, 92, 12) == 24)
    }

    @Test func `each picture's name stands below it, and never in its neighbour's place`() {
        let sheet = ContactSheet([("l", white), (String(repeating: "w", count: 30), white)], columns: 2)
        let label = 52..<sheet.height - 1
        let isLit = { (x: Int) in label.contains { red(sheet, x, $0) == 235 } }
        // The stem of the l: the third point of five, two pixels a point.
        #expect(isLit(16) && isLit(17) && !isLit(22))
        #expect(isLit(104) && !(184..<sheet.width).contains(where: isLit))
    }

    @Test func `every letter that a name can have is drawn, and no two look the same`() {
        let letters = "abcdefghijklmnopqrstuvwxyz0123456789-"
        let shapes = letters.map { letter in
            (0..<35).map { BitmapFont.isSet(letter, $0 % 5, $0 / 5) ? "#" : "." }.joined()
        }
        #expect(Set(shapes).count == letters.count)
        #expect(!shapes.contains { !$0.contains("#") })
        #expect(BitmapFont.isSet("?", 0, 3) && !BitmapFont.isSet("?", 2, 3))
    }
}
