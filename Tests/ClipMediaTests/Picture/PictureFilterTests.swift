import ClipCore
import Foundation
import Testing

@testable import ClipMedia
@testable import LibAV

/// Pictures whose luma tells their columns, through crops.
@Suite struct PictureFilterTests {
    private let stream: StreamFacts
    private let decoded: Owned<Frame>

    init() throws {
        let pictures = try Pictures(Sample.kopi.path)
        stream = pictures.stream
        let frame = try Frame()
        let isThere = try pictures.next(into: frame)
        try #require(isThere)
        decoded = Owned(frame)
    }

    private var size: Picture.Size { stream.uprightSize }
    private func luma(_ column: Double) -> Double { 20 + 200 * column / Double(size.width) }

    /// Luma rises from the left to the right; shown `seconds` behind the stream's zero.
    private func slope(at seconds: Double) throws -> Frame {
        let frame = try decoded.value.blank420()
        let planes = (frame.plane(0), frame.plane(1), frame.plane(2))
        let y = try #require(planes.0)
        let u = try #require(planes.1)
        let v = try #require(planes.2)
        for row in 0..<frame.height {
            for column in 0..<frame.width {
                // The rest of each value is spread over the rows, so that means of them are exact.
                let value = luma(Double(column)) + Double(row % 16) / 16 - 15.0 / 32
                y.base[row * y.stride + column] = UInt8(value.rounded())
            }
        }
        for row in 0..<frame.height / 2 {
            for column in 0..<frame.width / 2 {
                (u.base[row * u.stride + column], v.base[row * v.stride + column]) = (110, 140)
            }
        }
        frame.presentation = MediaTime(roundingDown: seconds).ticksNearest(in: stream.base)
        return frame
    }

    /// The column of the source that the middle of a picture shows.
    private func column(_ frame: borrowing Frame) throws -> Double {
        let found = frame.plane(0)
        let plane = try #require(found)
        var sum = 0
        for row in 16..<frame.height - 16 {
            for column in frame.width / 2 - 20..<frame.width / 2 + 20 {
                sum += Int(plane.base[row * plane.stride + column])
            }
        }
        let mean = Double(sum) / Double((frame.height - 32) * 40)
        return (mean - 20) * Double(size.width) / 200
    }

    private func filter(_ path: CropPath?, crop: Picture.Rectangle? = nil, logo: Picture.Logo? = nil) throws
        -> PictureFilter
    {
        var picture = Picture(
            size: Picture.Size(width: 360, height: 640), frameRate: try #require(Fraction(30, 1)), frames: 30,
            reframe: .cover)
        (picture.path, picture.crop, picture.logo) = (path, crop, logo)
        // Colours stay as they are.
        let colour = MediaInfo.Colour(range: "tv", primaries: "bt709", transfer: "bt709", matrix: "bt709")
        return try PictureFilter(picture, stream, colour, cube: nil, origin: .zero)
    }

    private var cropSize: Picture.Size {
        Picture.Size(width: Int(Double(size.height) * 9 / 16) & ~1, height: size.height)
    }

    private func moment(_ seconds: Double) -> MediaTime { MediaTime(roundingDown: seconds) }

    private func path(_ points: [CropPath.Point]) -> CropPath {
        CropPath(size: cropSize, picture: size, stretches: [.init(start: .zero, points: points)])
    }

    /// Luma swings across the columns, once in 160 of them: parts of a pixel show in its phase.
    private func wave(at seconds: Double) throws -> Frame {
        let frame = try slope(at: seconds)
        let found = frame.plane(0)
        let plane = try #require(found)
        for row in 0..<frame.height {
            for column in 0..<frame.width {
                plane.base[row * plane.stride + column] = UInt8(
                    (120 + 90 * cos(2 * .pi * Double(column) / 160)).rounded())
            }
        }
        return frame
    }

    /// The column of the source at the left edge, less whole waves.
    private func phase(_ frame: borrowing Frame) throws -> Double {
        let found = frame.plane(0)
        let plane = try #require(found)
        // 160 columns of the source, in the output's pixels.
        let wave = 160 * Double(frame.width) / Double(cropSize.width)
        var (real, imaginary) = (0.0, 0.0)
        for column in 0..<Int(wave.rounded()) {
            let value = Double(plane.base[frame.height / 2 * plane.stride + column]) - 120
            real += value * cos(2 * .pi * Double(column) / wave)
            imaginary -= value * sin(2 * .pi * Double(column) / wave)
        }
        return atan2(imaginary, real) / (2 * .pi) * 160
    }

    /// FFmpeg 9 converted them once more, by the tags that tone mapping left on its pictures.
    @Test(arguments: [Picture.Reframe.stretch, .containBlur])
    func `colours that were tone-mapped stay when the picture is scaled`(reframe: Picture.Reframe) throws {
        var picture = Picture(
            size: Picture.Size(width: 360, height: 640), frameRate: try #require(Fraction(30, 1)), frames: 30,
            reframe: reframe)
        picture.hdr = .hlg
        let colour = MediaInfo.Colour(
            range: "tv", primaries: "bt2020", transfer: "arib-std-b67", matrix: "bt2020nc")
        let frame = try decoded.value.blank420()
        for (index, code) in [110, 118, 150].enumerated() {
            let found = frame.plane(index)
            let plane = try #require(found)
            let rows = index == 0 ? frame.height : frame.height / 2
            (plane.base).update(repeating: UInt8(code), count: rows * plane.stride)
        }
        frame.presentation = 0
        let shown = try PictureFilter(picture, stream, colour, cube: nil, origin: .zero).filter(frame)
        var video = try #require(stream.video)
        (video.transfer, video.primaries, video.matrix) = (colour.transfer, colour.primaries, colour.matrix)
        let mapper = ToneMapper(video)
        let mapped = try #require(mapper).mapped(frame)
        for index in 0..<3 {
            let (one, other) = (shown.plane(index), mapped.plane(index))
            let (to, from) = (try #require(one), try #require(other))
            let middle = (index == 0 ? shown.height : shown.height / 2) / 2
            #expect(abs(Int(to.base[middle * to.stride + 40]) - Int(from.base[10 * from.stride + 10])) <= 1)
        }
    }

    @Test func `a crop that moves slowly does so by parts of a pixel`() throws {
        let path = path([.init(moment(1), x: 40, y: 0), .init(moment(3), x: 52, y: 0)])
        let filter = try filter(path)
        var last: Double?
        for step in 0..<40 {
            let time = 0.9 + Double(step) * 0.06
            guard case .crop(let x, _) = path.place(at: moment(time)) else {
                Issue.record("the path shows all of the picture")
                return
            }
            let shown = try phase(filter.filter(wave(at: time)))
            // A quarter of a pixel of the source lies between the middles of its pixels and the output's.
            #expect(abs(shown - x) < 0.6, "at \(time) s: \(shown), not \(x)")
            if let last { #expect(shown - last > -0.1 && shown - last < 0.7, "at \(time) s") }
            last = shown
        }
    }

    @Test func `a crop that rests in every shot is the same as one that never moves, and jumps at the cut`()
        throws
    {
        let path = CropPath(
            size: cropSize, picture: size,
            stretches: [
                .init(start: .zero, points: [.init(.zero, x: 20, y: 0)]),
                .init(start: moment(2), points: [.init(moment(2), x: 200, y: 0)]),
            ])
        let moving = try filter(path)
        let fixed = try filter(nil, crop: .init(x: 20, y: 0, size: cropSize))
        let one = try moving.filter(slope(at: 1))
        let other = try fixed.filter(slope(at: 1))
        let likeness = PictureSample(one, every: 1).signalToNoise(of: other)
        #expect(likeness == .infinity)
        let before = try column(one)
        let jumped = try column(moving.filter(slope(at: 2)))
        #expect(abs(jumped - before - 180) < 0.3)
    }

    @Test func `a shot in which nothing stands out is shown as a whole`() throws {
        let path = CropPath(
            size: cropSize, picture: size,
            stretches: [
                .init(start: .zero, points: [.init(.zero, x: 0, y: 0)]), .init(start: moment(2), points: []),
            ])
        let filter = try filter(path, crop: .init(x: 200, y: 0, size: cropSize))
        let whole = try filter.filter(slope(at: 3))
        let found = whole.plane(0)
        let plane = try #require(found)
        let middle = plane.base + 320 * plane.stride
        #expect(middle[2] < 30 && middle[357] > 210)
        // Above the sharp picture lies the blurred part.
        let ground = plane.base + 60 * plane.stride
        #expect(abs(Double(ground[180]) - luma(200 + Double(cropSize.width) / 2)) < 4)
        #expect(abs(Double(ground[2]) - luma(204)) < 4 && abs(Double(ground[357]) - luma(596)) < 4)
    }

    @Test func `what a logo does not cover stays what it was, to the bit`() throws {
        let scratch = try Scratch()
        let red = (0..<80 * 80 * 3).map { UInt8($0 % 3 == 0 ? 255 : 0) }
        try Data(try PNGWriter.file(red, width: 80, height: 80)).write(
            to: scratch.url.appendingPathComponent("logo.png"))
        let logo = Picture.Logo(
            file: PlannedPath(scratch.path("logo.png")),
            place: Picture.Rectangle(x: 100, y: 200, size: Picture.Size(width: 80, height: 80)), opacity: 1)
        let covered = try filter(nil, logo: logo).filter(slope(at: 1))
        let plain = try filter(nil).filter(slope(at: 1))
        for index in 0..<3 {
            let found = (covered.plane(index), plain.plane(index))
            let (one, other) = (try #require(found.0), try #require(found.1))
            let half = index == 0 ? 1 : 2
            var wrong: [String] = []
            for row in 0..<640 / half {
                for column in 0..<360 / half {
                    let isCovered = (200..<280).contains(row * half) && (100..<180).contains(column * half)
                    let isSame =
                        one.base[row * one.stride + column] == other.base[row * other.stride + column]
                    if isSame == isCovered { wrong.append("row \(row), column \(column)") }
                }
            }
            #expect(wrong.isEmpty, "plane \(index): \(wrong.prefix(4)) and others of \(wrong.count)")
        }
    }

    @Test func `a path for pictures of another size is refused`() {
        let other = CropPath(
            size: cropSize, picture: Picture.Size(width: 4000, height: 2000),
            stretches: [.init(start: .zero, points: [.init(.zero, x: 2, y: 0)])])
        #expect(throws: ProofFailure.self) { try filter(other) }
    }
}
