import Testing

@testable import ClipSignal

@Suite struct TextFinderTests {
    /// A grey picture of 640x360 on which rectangles of that grey are drawn.
    private func picture(_ shapes: [(x: Int, y: Int, width: Int, height: Int)], level: UInt8 = 220)
        -> RGBPicture
    {
        var bytes = [UInt8](repeating: 90, count: 640 * 360 * 3)
        for shape in shapes {
            for y in shape.y..<min(360, shape.y + shape.height) {
                let from = (y * 640 + shape.x) * 3
                for place in from..<from + min(shape.width, 640 - shape.x) * 3 { bytes[place] = level }
            }
        }
        return RGBPicture(width: 640, height: 360, bytes: bytes)!
    }

    /// Shapes of a line's letters, in thin strokes.
    private func letters(_ count: Int, x: Int, y: Int, size: Int) -> [(
        x: Int, y: Int, width: Int, height: Int
    )] {
        (0..<count).map { (x + $0 * size * 3 / 4, y, $0 % 3 == 0 ? size / 5 : size / 2, size) }
    }

    @Test(arguments: [(10, UInt8(230)), (24, UInt8(230)), (60, UInt8(230)), (24, UInt8(20))])
    func `a row of letters is a line, light or dark, small or large`(size: Int, level: UInt8) throws {
        let found = TextFinder(picture(letters(9, x: 60, y: 150, size: size), level: level)).lines()
        let lines = try #require(found)
        #expect(lines.count == 1)
        let line = try #require(lines.first)
        #expect(abs(line.x - 60) < 4 && abs(line.y - 150) < 4 && abs(line.height - size) < 5)
        #expect(abs(line.width - (8 * size * 3 / 4 + size / 2)) < size)
    }

    /// Grounds that vary along the line: an even slope, and a box around the letters only.
    @Test(arguments: [true, false]) func `a long line is found on an uneven ground`(isBox: Bool) throws {
        var found = picture(letters(20, x: 60, y: 150, size: 24)).bytes
        for place in 0..<640 * 360 where found[3 * place] == 90 {
            let (x, y) = (place % 640, place / 640)
            let level = isBox ? ((150..<174).contains(y) ? 20 : 150) : 30 + x / 5
            for channel in 0..<3 { found[3 * place + channel] = UInt8(level) }
        }
        let lines = try #require(
            RGBPicture(width: 640, height: 360, bytes: found).flatMap { TextFinder($0).lines() })
        #expect(lines.count == 1 && abs(lines[0].x - 60) < 20 && lines[0].width > 300)
    }

    @Test func `few shapes, and shapes of other heights and places, are no line`() {
        #expect(TextFinder(picture([])).lines() == [])
        #expect(TextFinder(picture(letters(3, x: 60, y: 150, size: 24))).lines() == [])
        let steps = (0..<9).map { (x: 60 + $0 * 18, y: 100 + $0 * 9, width: 10, height: 20) }
        #expect(TextFinder(picture(steps)).lines() == [])
        let sizes = (0..<9).map { (x: 60 + $0 * 40, y: 100, width: 10, height: 8 << ($0 % 3)) }
        #expect(TextFinder(picture(sizes)).lines() == [])
    }

    @Test func `of a pattern nothing is said`() {
        let rows = stride(from: 10, to: 340, by: 12).flatMap { letters(60, x: 20, y: $0, size: 8) }
        #expect(TextFinder(picture(rows)).lines() == nil)
    }

    @Test(arguments: [(1, 1), (3, 400), (400, 2)]) func `any size of picture has an answer`(
        width: Int, height: Int
    ) {
        let bytes = [UInt8](repeating: 7, count: width * height * 3)
        #expect(TextFinder(RGBPicture(width: width, height: height, bytes: bytes)!).lines() == [])
    }
}
