import CFFmpeg
import ClipCore
import Glibc
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

@Suite struct LogoTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// A red square as a PNG.
    private func red() throws -> FilePath {
        let pixels = (0..<40 * 40 * 3).map { UInt8($0 % 3 == 0 ? 255 : 0) }
        return try write(try PNGWriter.file(pixels, width: 40, height: 40))
    }

    private func write(_ bytes: [UInt8]) throws -> FilePath {
        let path = scratch.path("logo.png")
        let descriptor = Glibc.open(path.string, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let wrote = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        try #require(wrote == bytes.count)
        return path
    }

    /// The first picture of a sample with a logo at (100, 200), as Y, U and V of a place.
    private func render(_ logo: FilePath, opacity: Double, as name: String) throws -> (Int, Int) -> [Int] {
        let trimmer = try Trimmer(try SourceFile.open(Sample.batik.path))
        var request = TrimRequest(
            part: .length(MediaTime(ticks: 1, timescale: 5), .start), speed: "ultrafast")
        request.finish.size = Picture.Size(width: 360, height: 640)
        var plan = try trimmer.plan(
            request, OutputName(scratch.path(name).bytes, isFolder: false), overwrites: false)
        if opacity > 0 {
            let place = Picture.Rectangle(x: 100, y: 200, size: Picture.Size(width: 80, height: 80))
            plan.picture!.logo = Picture.Logo(file: PlannedPath(logo), place: place, opacity: opacity)
        }
        _ = try trimmer.render([plan], Renderer())[0].get()
        let pictures = try Pictures(scratch.path(name))
        let frame = try Frame()
        var planes: [[UInt8]] = []
        var strides: [Int] = []
        let isThere = try pictures.next(into: frame)
        try #require(isThere)
        for index in 0..<3 {
            let found = frame.plane(index)
            let plane = try #require(found)
            let rows = index == 0 ? 640 : 320
            planes.append(Array(UnsafeBufferPointer(start: plane.base, count: plane.stride * rows)))
            strides.append(plane.stride)
        }
        return { x, y in
            [
                Int(planes[0][y * strides[0] + x]), Int(planes[1][y / 2 * strides[1] + x / 2]),
                Int(planes[2][y / 2 * strides[2] + x / 2]),
            ]
        }
    }

    // Red in BT.709 of limited range is (63, 102, 240).
    @Test func `a logo covers its place and nothing else`() throws {
        let logo = try red()
        let plain = try render(logo, opacity: 0, as: "plain.mp4")
        let covered = try render(logo, opacity: 1, as: "covered.mp4")
        for (x, y) in [(110, 210), (140, 240), (170, 270)] {
            #expect(zip(covered(x, y), [63, 102, 240]).allSatisfy { abs($0 - $1) <= 6 })
        }
        for (x, y) in [(60, 240), (220, 240), (140, 160), (140, 320)] {
            #expect(zip(covered(x, y), plain(x, y)).allSatisfy { abs($0 - $1) <= 12 })
        }
    }

    @Test func `a logo of half opacity lets half of the picture through`() throws {
        let logo = try red()
        let plain = try render(logo, opacity: 0, as: "plain.mp4")
        let covered = try render(logo, opacity: 0.5, as: "covered.mp4")
        for (x, y) in [(120, 220), (140, 240), (160, 260)] {
            let mixed = zip(plain(x, y), [63, 102, 240]).map { ($0 + $1) / 2 }
            #expect(zip(covered(x, y), mixed).allSatisfy { abs($0 - $1) <= 16 })
        }
    }

    /// A PNG of 40x40 pixels alike, of these bytes each.
    private func png(_ format: AVPixelFormat, _ pixel: [UInt8], palette: UInt32) throws -> FilePath {
        let frame = try Frame()
        frame.pointer.pointee.format = format.rawValue
        (frame.pointer.pointee.width, frame.pointer.pointee.height) = (40, 40)
        try #require(av_frame_get_buffer(frame.pointer, 0) == 0)
        let found = frame.plane(0)
        let plane = try #require(found)
        for row in 0..<40 {
            for byte in 0..<40 * pixel.count {
                plane.base[row * plane.stride + byte] = pixel[byte % pixel.count]
            }
        }
        if let colours = frame.plane(1) {
            colours.base.withMemoryRebound(to: UInt32.self, capacity: 256) {
                $0.update(repeating: palette, count: 256)
            }
        }
        return try write(try StillEncoder.bytes(of: frame, AV_CODEC_ID_PNG, "png"))
    }

    @Test func `logos of every kind of PNG keep their colours and their opacity`() throws {
        let kinds: [(AVPixelFormat, pixel: [UInt8], expected: [Int])] = [
            (AV_PIX_FMT_RGB24, [255, 0, 0], [63, 102, 240, 255]),
            (AV_PIX_FMT_RGBA, [255, 0, 0, 128], [63, 102, 240, 128]),
            (AV_PIX_FMT_RGB48BE, [255, 255, 0, 0, 0, 0], [63, 102, 240, 255]),
            (AV_PIX_FMT_PAL8, [7], [63, 102, 240, 255]),
            (AV_PIX_FMT_GRAY8, [100], [102, 128, 128, 255]),
            (AV_PIX_FMT_YA8, [100, 200], [102, 128, 128, 200]),
        ]
        for (format, pixel, expected) in kinds {
            let place = Picture.Rectangle(x: 0, y: 0, size: Picture.Size(width: 20, height: 20))
            let file = PlannedPath(try png(format, pixel, palette: 0xFFFF_0000))
            let picture = try LogoLayer(Picture.Logo(file: file, place: place, opacity: 1)).picture.value
                .share()
            let found = (0..<4).map { picture.plane($0).map { Int($0.base[$0.stride * 5 + 5]) } ?? -1 }
            #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 2 }, "\(pixel) became \(found)")
        }
    }

    @Test func `a logo that is no whole PNG is an error and leaves nothing`() throws {
        let logo = try red()
        let source = try SourceFile.open(logo)
        let whole = try source.bytes(at: 0, count: 1 << 16)
        _ = try write(Array(whole.prefix(60)))
        #expect(throws: Failure.self) { try render(logo, opacity: 1, as: "out.mp4") }
        _ = try write(Array("no picture at all, but some text instead".utf8))
        #expect(throws: Failure.self) { try render(logo, opacity: 1, as: "out.mp4") }
        #expect(scratch.names == ["logo.png"])
    }
}
