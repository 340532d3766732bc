import ClipCore
import Foundation
import Glibc
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

@Suite struct ReelWriterTests {
    private let scratch: Scratch
    private let shape: ReelShape
    private let writer: ReelWriter

    init() throws {
        scratch = try Scratch()
        let info = try Prober().probe(try SourceFile.open(Sample.batik.path))
        shape = ReelShape([try #require(info.video)], OutputSettings())
        writer = ReelWriter(shape, in: scratch.path(""))
    }

    /// A photo of two colours, left and right.
    private func photo(
        _ name: String, _ left: [UInt8], _ right: [UInt8], _ width: Int = 400, _ height: Int = 200,
        orientation: UInt8 = 1
    ) throws -> FilePath {
        let pixels = (0..<height).flatMap { _ in (0..<width).flatMap { $0 < width / 2 ? left : right } }
        var bytes =
            name.hasSuffix("png")
            ? try PNGWriter.file(pixels, width: width, height: height)
            : try JPEGWriter.file(pixels, width: width, height: height, quality: 95)
        if orientation != 1 {
            let tag: [UInt8] = [
                0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0,
                0, 0,
            ]
            let exif = Array("Exif\0\0".utf8) + tag
            bytes = bytes[..<2] + [0xFF, 0xE1, 0, UInt8(exif.count + 2)] + exif + bytes[2...]
        }
        try Data(bytes).write(to: URL(fileURLWithPath: scratch.path(name).string))
        return scratch.path(name)
    }

    private func item(
        _ path: FilePath, from start: Int64 = 0, frames: Int, zoomsIn: Bool? = nil, isPhoto: Bool = false,
        reframe: Picture.Reframe? = .cover
    ) throws -> ReelItem {
        let trimmer = try Trimmer(try writer.open(path, seconds: 4))
        var request = TrimRequest(
            part: .span(
                start: MediaTime(ticks: start, timescale: 1), end: nil,
                duration: MediaTime(frames: frames, at: shape.rate)), method: .encode)
        (request.finish.size, request.finish.frameRate) = (shape.size, shape.rate)
        request.finish.reframe = reframe
        let plan = try trimmer.plan(
            request, OutputName(Array("a.mov".utf8), isFolder: false), overwrites: true)
        var item = ReelItem(plan, isPhoto: isPhoto, zoomsIn: zoomsIn, of: trimmer.info)
        item.frames = frames
        return item
    }

    /// The marks and the mean red difference (V) of the upper and the lower half, of all pictures.
    private func pictures(_ reel: borrowing SourceFile) throws -> [(mark: Mark?, upper: Int, lower: Int)] {
        let input = try MediaInput(reel)
        let reader = try FrameReader(
            input, try #require(Prober.mainVideo(input.streams)), from: 0, to: .max, expected: nil,
            reorderDepth: 0)
        let frame = try Frame()
        var found: [(mark: Mark?, upper: Int, lower: Int)] = []
        while try reader.next(into: frame) {
            let shown = frame.plane(2)
            let plane = try #require(shown)
            let (width, height) = (frame.width / 2, frame.height / 2)
            let mean = { (rows: Range<Int>) in
                rows.reduce(0) { $0 + Int(plane.base[$1 * plane.stride + width / 2]) } / rows.count
            }
            found.append((Mark(frame), mean(height / 8..<height / 3), mean(height * 2 / 3..<height * 7 / 8)))
        }
        return found
    }

    @Test func `sources follow one another to the frame, and to the sample`() throws {
        let red = try photo("red.png", [255, 0, 0], [255, 0, 0])
        let items = [
            try item(Sample.batik.path, from: 5, frames: 47),
            try item(red, frames: 61, zoomsIn: true, isPhoto: true),
            try item(Sample.batik.path, from: 12, frames: 33),
        ]
        let reel = try writer.write(items, as: "joined.mp4", mark: nil) { _ in }
        let seen = try pictures(reel)
        #expect(seen.count == 47 + 61 + 33)
        #expect(seen[..<47].compactMap(\.mark?.frame) == Array(150..<197))
        #expect(seen[108...].compactMap(\.mark?.frame) == Array(360..<393))
        // BT.709's red has a V of 240.
        #expect(seen[47..<108].allSatisfy { abs($0.upper - 240) < 4 && abs($0.lower - 240) < 4 })
        let info = try Prober(isDeep: true).probe(reel)
        let sound = try #require(info.mainAudio?.span)
        #expect(abs(sound.duration.seconds - 141 / 30.0) < 0.0001)
        #expect(scratch.names == ["red.png"])
    }

    @Test(arguments: [(UInt8(6), true), (8, false)]) func `photos are turned upright`(
        orientation: UInt8, redFirst: Bool
    )
        throws
    {
        let path = try photo("p.jpg", [255, 0, 0], [0, 0, 255], 600, 300, orientation: orientation)
        let reel = try writer.write(
            [try item(path, frames: 3, isPhoto: true)], as: "joined.mp4", mark: nil
        ) { _ in }
        let seen = try #require(try pictures(reel).first)
        // Red has more V than blue.
        #expect((seen.upper > seen.lower + 80) == redFirst && (seen.lower > seen.upper + 80) == !redFirst)
    }

    /// An AVIF photo, red; false where no encoder of AV1 is installed.
    private func writeAVIF(_ path: FilePath) throws -> Bool {
        let pixels = [[UInt8]](repeating: [255, 0, 0], count: 64 * 64).flatMap { $0 }
        let picture = try Scaler(from: try Frame.rgb(pixels, width: 64, height: 64), to: .planar420)
            .convert(try Frame.rgb(pixels, width: 64, height: 64))
        let settings = VideoSettings(codec: .av1, quality: 20, speed: "auto", keyInterval: 1, threads: 1)
        guard let encoder = try? Encoder.openPicture(settings, width: 64, height: 64, rate: (1, 1)) else {
            return false
        }
        let descriptor = path.withPlatformString { open($0, O_RDWR | O_CREAT, 0o644) }
        defer { close(descriptor) }
        let file = try OutputFile.create(format: "avif", descriptor: descriptor)
        let stream = try file.addStream(encodedBy: encoder)
        try file.begin([:])
        picture.presentation = 0
        try encoder.send(picture)
        try encoder.finish()
        let packet = try Packet()
        while try encoder.receive(into: packet) { try file.write(packet, to: stream, timeBase: (1, 1)) }
        try file.finish()
        return true
    }

    @Test func `an AVIF photo is shown, and an HEIC that is not read says what is`() throws {
        let path = scratch.path("red.avif")
        if try writeAVIF(path) {
            let photo = try item(path, frames: 3, isPhoto: true)
            let seen = try pictures(try writer.write([photo], as: "joined.mp4", mark: nil) { _ in })
            #expect(seen.count == 3 && seen.allSatisfy { abs($0.upper - 240) < 6 })
        }
        let heic = scratch.path("tiles.heic")
        try Data([0, 0, 0, 24] + Array("ftypheic\0\0\0\0mif1heic".utf8) + [UInt8](repeating: 7, count: 99))
            .write(to: URL(fileURLWithPath: heic.string))
        let error = #expect(throws: Failure.self) { _ = try writer.open(heic, seconds: 3) }
        #expect(error?.kind == .missingCodec && error?.hint?.contains("JPEG, PNG or WebP") == true)
    }

    @Test func `a photo that AI made marks the file, and nothing else is said of the sources`() throws {
        let path = try photo("ai.jpg", [0, 255, 0], [0, 255, 0])
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path.string)))
        let uri = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
        let xmp = Array("http://ns.adobe.com/xap/1.0/\0<x DigitalSourceType=\"\(uri)\"/>".utf8)
        bytes = bytes[..<2] + [0xFF, 0xE1, 0, UInt8(xmp.count + 2)] + xmp + bytes[2...]
        try Data(bytes).write(to: URL(fileURLWithPath: path.string))
        let facts = try ReelFacts(path)
        #expect(facts.info == nil && facts.provenance.aiSourceType == uri)
        let reel = try writer.write(
            [try item(path, frames: 3, isPhoto: true)], as: "joined.mp4", mark: facts.provenance.aiSourceType
        ) { _ in }
        let info = try Prober().probe(reel)
        #expect(info.provenance.aiSourceType == uri && info.location == nil && info.title == nil)
    }

    @Test func `equal sources make equal files`() throws {
        let identity = { () throws -> String in
            try writer.write([try item(Sample.batik.path, from: 3, frames: 9)], as: "joined.mp4", mark: nil) {
                _ in
            }
            .identity()
        }
        #expect(try identity() == identity())
    }

    @Test func `photos that are too large, and damaged ones, are refused before and while they are decoded`()
        throws
    {
        let path = try photo("big.png", [1, 2, 3], [1, 2, 3], 32, 32)
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path.string)))
        bytes.replaceSubrange(16..<24, with: [0, 0, 0x3E, 0x80, 0, 0, 0x30, 0xD4])
        try Data(bytes).write(to: URL(fileURLWithPath: path.string))
        let error = #expect(throws: Failure.self) { _ = try ReelFacts(path) }
        #expect(error?.kind == .unusable && error?.message.contains("200 megapixels") == true)
        let cut = try photo("cut.jpg", [9, 9, 9], [200, 9, 9], 800, 800)
        let all = try Data(contentsOf: URL(fileURLWithPath: cut.string))
        try all.prefix(all.count / 2).write(to: URL(fileURLWithPath: cut.string))
        let damaged = #expect(throws: Failure.self) { _ = try writer.open(cut, seconds: 3) }
        #expect(damaged?.kind == .unusable && damaged?.path == cut)
    }

    @Test func `a slow zoom moves by fractions of a pixel, inward and outward`() throws {
        let stripes = (0..<360).flatMap { _ in
            (0..<640).flatMap { [UInt8](repeating: $0 / 40 % 2 == 0 ? 30 : 220, count: 3) }
        }
        let frame = try Scaler(from: try Frame.rgb(stripes, width: 640, height: 360), to: .planar420)
            .convert(try Frame.rgb(stripes, width: 640, height: 360))
        for isInward in [true, false] {
            let made = try SlowZoom(frame.shape, frames: 60, isInward: isInward)
            let zoom = try #require(made)
            var edges: [Double] = []
            for _ in 0..<60 {
                let next = try zoom.next(frame)
                let found = next.plane(0)
                let plane = try #require(found)
                let row = plane.base + 180 * plane.stride
                // Where the first bright stripe begins, between two pixels.
                let first = try #require((5..<60).first { row[$0] < 125 && row[$0 + 1] >= 125 })
                edges.append(
                    Double(first) + Double(125 - Int(row[first]))
                        / Double(Int(row[first + 1]) - Int(row[first])))
            }
            let steps = zip(edges, edges.dropFirst()).map { isInward ? $0 - $1 : $1 - $0 }
            #expect(steps.allSatisfy { $0 > -0.15 && $0 < 0.8 }, "\(steps)")
            #expect(abs(edges[59] - edges[0]) > 15)
        }
    }
}
