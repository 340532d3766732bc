import Presets
import Testing

@testable import ClipCore

@Suite struct SafeZoneTests {
    private let frame = Picture.Size(width: 1080, height: 1920)

    private func zone(_ frame: Picture.Size, _ margins: Platform.Margins...) -> SafeZone {
        SafeZone(frame: frame, margins: margins)
    }

    private func rectangle(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> Picture.Rectangle {
        Picture.Rectangle(x: x, y: y, size: Picture.Size(width: width, height: height))
    }

    @Test func `what every platform leaves clear is clear`() {
        let one = Platform.Margins(top: 250, bottom: 420, left: 60, right: 170)
        let other = Platform.Margins(top: 288, bottom: 672, left: 48, right: 192)
        #expect(zone(frame, one).rectangle == rectangle(60, 250, 850, 1250))
        #expect(zone(frame, one, other).rectangle == rectangle(60, 288, 828, 960))
    }

    @Test func `without platforms, or where they cover nothing, the edges stay clear`() {
        #expect(zone(frame).rectangle == rectangle(44, 44, 992, 1832))
        let none = Platform.Margins(top: 150, bottom: 150, left: 0, right: 0)
        #expect(zone(frame, none).rectangle == rectangle(44, 150, 992, 1620))
    }

    @Test func `margins grow and shrink with the frame`() {
        let margins = Platform.Margins(top: 250, bottom: 420, left: 60, right: 170)
        #expect(
            zone(Picture.Size(width: 540, height: 960), margins).rectangle == rectangle(30, 126, 424, 624))
    }

    @Test(arguments: [
        (Picture.Corner.topLeft, 60, 288), (.topRight, 758, 288), (.bottomLeft, 60, 1184),
        (.bottomRight, 758, 1184),
    ])
    func `a logo lies in its corner of what is clear`(corner: Picture.Corner, x: Int, y: Int) {
        let margins = Platform.Margins(top: 288, bottom: 672, left: 60, right: 192)
        let logo = Picture.Size(width: 400, height: 200)
        let place = zone(frame, margins).place(logo, width: 129.6, in: corner)
        #expect(place == rectangle(x, y, 130, 64))
    }

    @Test func `a logo that would not be clear gets smaller and keeps its shape`() throws {
        let margins = Platform.Margins(top: 800, bottom: 1000, left: 0, right: 0)
        let place = zone(frame, margins).place(
            Picture.Size(width: 100, height: 400), width: 300, in: .topLeft)
        #expect(place == rectangle(44, 800, 30, 120))
        let all = Platform.Margins(top: 1000, bottom: 1000, left: 0, right: 0)
        #expect(zone(frame, all).place(Picture.Size(width: 10, height: 10), width: 100, in: .topLeft) == nil)
    }

    @Test func `logos of any shape are clear on all platforms in any frame and corner`() throws {
        let margins = try PlatformFile.read(Presets.platforms, file: "").compactMap { $0.safeZone?.value }
        for frame in [frame, Picture.Size(width: 720, height: 720), Picture.Size(width: 1920, height: 1080)] {
            let zone = SafeZone(frame: frame, margins: margins)
            let clear = zone.rectangle
            for shape in [(1, 1), (2000, 37), (37, 2000), (512, 256)] {
                for corner in Picture.Corner.allCases {
                    let size = Picture.Size(width: shape.0, height: shape.1)
                    let place = try #require(zone.place(size, width: Double(frame.width) * 0.5, in: corner))
                    #expect(place.x >= clear.x && place.y >= clear.y)
                    #expect(place.x + place.size.width <= clear.x + clear.size.width)
                    #expect(place.y + place.size.height <= clear.y + clear.size.height)
                    #expect((place.x | place.y | place.size.width | place.size.height) & 1 == 0)
                }
            }
        }
    }

    @Test func `a PNG tells its size, and nothing else is one`() {
        var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
        bytes += Array("IHDR".utf8) + [0, 0, 1, 0, 0, 0, 0, 64, 8, 6, 0, 0, 0, 1, 2, 3, 4]
        #expect(PictureHeader(bytes)?.size == Picture.Size(width: 256, height: 64))
        #expect(PictureHeader(Array(bytes.dropLast())) == nil)
        for (place, value) in [(0, 0x88), (12, 0x4A), (16, 0xFF), (22, 0xFF)] {
            var other = bytes
            other[place] = UInt8(value)
            #expect(PictureHeader(other) == nil, "\(place)")
        }
        bytes[18] = 0
        #expect(PictureHeader(bytes) == nil)
    }

    @Test func `JPEG and WebP pictures tell their size`() {
        let jpeg: [UInt8] =
            [
                0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC4, 0, 3, 0, 0xFF, 0xC2, 0, 17, 8, 1, 0, 2, 0, 3,
                0, 0,
            ]
        #expect(PictureHeader(jpeg)?.size == Picture.Size(width: 512, height: 256))
        #expect(PictureHeader(jpeg)?.codec == "mjpeg")
        #expect(PictureHeader(Array(jpeg.prefix(20))) == nil)
        func webp(_ kind: String, _ body: [UInt8]) -> [UInt8] {
            Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBP\(kind)".utf8) + [0, 0, 0, 0] + body
                + [UInt8](repeating: 0, count: 10)
        }
        let size = Picture.Size(width: 300, height: 200)
        #expect(PictureHeader(webp("VP8X", [0, 0, 0, 0, 43, 1, 0, 199, 0, 0]))?.size == size)
        #expect(PictureHeader(webp("VP8 ", [0, 0, 0, 0x9D, 1, 0x2A, 44, 1, 200, 0]))?.size == size)
        let bits = 299 | 199 << 14
        #expect(
            PictureHeader(webp("VP8L", [0x2F] + (0..<4).map { UInt8(bits >> (8 * $0) & 255) }))?.size == size)
    }
}
