import CFFmpeg
import ClipCore
import Foundation
import Testing

@testable import ClipMedia
@testable import LibAV

/// With the drawn faces of `Media/models/golden.json`, which the original network sees too.
@Suite struct FaceSamplerTests {
    private struct Golden: Decodable {
        struct Scene: Decodable {
            let width: Int
            let height: Int
            let shapes: [[Int]]
        }
        let faces: [Scene]
    }

    private static let scenes: [Golden.Scene] = {
        let file = Sample.media.appendingPathComponent("models/golden.json")
        return (try? JSONDecoder().decode(Golden.self, from: Data(contentsOf: file)).faces) ?? []
    }()

    /// The scene's colours at a pixel.
    private func colour(_ scene: Golden.Scene, _ x: Int, _ y: Int) -> [UInt8] {
        let shape = scene.shapes.last { shape in
            let (dx, dy) = ((x - shape[0]) * shape[3], (y - shape[1]) * shape[2])
            return dx * dx + dy * dy <= shape[2] * shape[3] * shape[2] * shape[3]
        }
        return shape.map { $0[4...].map { UInt8($0) } }
            ?? [(x * 3 + y) / 8, (x + y * 2) / 8, (x + y) / 6].map {
                UInt8($0 % 256)
            }
    }

    /// A frame of the scene, as a clip with that rotation codes it, its pixels twice as wide as high or square.
    private func frame(_ scene: Golden.Scene, rotation: Int, isSqueezed: Bool) throws -> Frame {
        let (upright, lines) = (isSqueezed ? scene.width / 2 : scene.width, scene.height)
        let isLying = rotation % 180 != 0
        let frame = try Frame()
        frame.pointer.pointee.format = AV_PIX_FMT_RGB24.rawValue
        frame.pointer.pointee.width = Int32(isLying ? lines : upright)
        frame.pointer.pointee.height = Int32(isLying ? upright : lines)
        try check(av_frame_get_buffer(frame.pointer, 0), "make room")
        let found = frame.plane(0)
        let plane = try #require(found)
        for y in 0..<lines {
            for x in 0..<upright {
                let colour = colour(scene, isSqueezed ? 2 * x : x, y)
                let (column, row) =
                    switch rotation {
                    case 90: (y, upright - 1 - x)
                    case 180: (upright - 1 - x, lines - 1 - y)
                    case 270: (lines - 1 - y, x)
                    default: (x, y)
                    }
                for channel in 0..<3 {
                    plane.base[row * plane.stride + column * 3 + channel] = colour[channel]
                }
            }
        }
        return frame
    }

    private func samples(
        _ scene: Golden.Scene, rotation: Int = 0, isSqueezed: Bool = false, parts: [TimeRange]? = nil,
        seconds: [Double] = [0]
    ) throws -> [FaceSample] {
        let source = try SourceFile.open(Sample.kopi.path)
        let input = try MediaInput(source)
        var video = try #require(try Prober().info(of: input.file, source).video)
        (video.displayWidth, video.displayHeight) = (scene.width, scene.height)
        video.rotation = rotation
        let sampler = FaceSampler(.init(video: video, parts: parts), try input.stream(video.stream))
        let frame = try frame(scene, rotation: rotation, isSqueezed: isSqueezed)
        for time in seconds {
            try sampler.take(frame, at: MediaTime(ticks: Int64(time * 1000), timescale: 1000))
        }
        return sampler.samples
    }

    @Test(arguments: [(0, false), (90, false), (180, false), (270, false), (0, true), (90, true)])
    func `faces are found upright, also in rotated pictures and wide pixels`(rotation: Int, isSqueezed: Bool)
        throws
    {
        let scene = Self.scenes[1]
        let sample = try #require(samples(scene, rotation: rotation, isSqueezed: isSqueezed).first)
        let face = try #require(sample.boxes.first)
        #expect(abs(face.left + face.width / 2 - 200.0 / 640) < 0.03)
        #expect(abs(face.top + face.height / 2 - 170.0 / 360) < 0.08)
        #expect(!sample.isThorough)
    }

    @Test func `without a face one frame per second is searched, with one two`() throws {
        let times = (0..<30).map { Double($0) / 10 }
        #expect(try samples(Self.scenes[1], seconds: times).map(\.time.seconds) == [0, 0.5, 1, 1.5, 2, 2.5])
        let empty = try samples(Self.scenes[2], seconds: times)
        #expect(empty.map(\.time.seconds) == [0, 1, 2])
        #expect(empty.allSatisfy { $0.boxes.isEmpty })
    }

    @Test func `small faces are searched in the named parts only`() throws {
        let part = TimeRange(start: MediaTime(ticks: 1, timescale: 1), end: MediaTime(ticks: 2, timescale: 1))
        let found = try samples(Self.scenes[1], parts: [part], seconds: [0, 0.5, 1, 2.5])
        #expect(found.map(\.time.seconds) == [1])
        #expect(found.allSatisfy { $0.isThorough })
        #expect(try #require(found.first).boxes.count == 2)
    }
}
