import CFFmpeg
import ClipCore
import Foundation
import Glibc
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

/// 4:4:4 pictures whose note names an old x264, which decoders read in a way of their own.
@Suite struct X264NoteTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// 30 frames of the sample in 4:4:4, a keyframe every 10; the note of their encoder names `build`.
    private func clip(build: String) throws -> FilePath {
        let input = try open(Sample.batik.path)
        let stream = try #require(Prober.mainVideo(input.streams))
        let format = PixelFormat(AV_PIX_FMT_YUV444P.rawValue)
        let settings = VideoSettings(
            codec: .h264, quality: 24, speed: "ultrafast", keyInterval: 10, threads: 1)
        let encoder = try Encoder.openVideo(
            settings, like: input.file, stream: stream.index, pixelFormat: format)
        let path = scratch.path("clip-\(build).mp4")
        let descriptor = Glibc.open(path.string, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let output = try OutputFile.create(format: "mp4", descriptor: descriptor)
        _ = try output.addStream(encodedBy: encoder, like: input.file, stream: stream.index)
        try output.begin([:])
        let packet = try Packet()
        let frame = try Frame()
        var noted = false
        func take(_ output: borrowing OutputFile) throws {
            while try encoder.receive(into: packet) {
                var bytes = packet.withBytes { Array($0) }
                if let place = Data(bytes).range(of: Data("x264 - core ".utf8)) {
                    bytes.replaceSubrange(place.upperBound..<(place.upperBound + 3), with: Array(build.utf8))
                    try packet.replaceBytes(bytes)
                    noted = true
                }
                packet.duration = 1
                try output.write(packet, to: 0, timeBase: (1, 30))
            }
        }
        let pictures = try Pictures(Sample.batik.path)
        for number in 0..<30 {
            let isThere = try pictures.next(into: frame)
            try #require(isThere)
            let scaler = try Scaler(from: frame, to: format)
            let picture = try scaler.convert(frame)
            picture.presentation = Int64(number)
            picture.requestKey(number % 10 == 0)
            try encoder.send(picture)
            try take(output)
        }
        try encoder.finish()
        try take(output)
        try #require(noted, "x264 leaves its note in the first packet")
        try output.finish()
        return path
    }

    private let start = MediaTime(ticks: 7, timescale: 30)
    private let length = MediaTime(ticks: 1, timescale: 2)

    @Test func `pictures of old builds are never copied, and the result says why`() throws {
        let old = try clip(build: "148")
        let report = try trim(old, to: scratch.path("out.mp4"), start: start, length: length)
        #expect(report.copiedFrames == 0 && report.proof.frames == 15)
        #expect(report.plan.reasons.contains { $0.contains("before build 151 (core 148)") })
        let error = #expect(throws: Failure.self) {
            try trim(old, to: scratch.path("copy.mp4"), start: start, length: length, .copy)
        }
        #expect(error?.kind == .unusable && error?.hint?.contains("encode") == true)
        let new = try trim(
            try clip(build: "164"), to: scratch.path("new.mp4"), start: start, length: length)
        #expect(new.copiedFrames > 0)
    }

    @Test func `a plan that copies them all the same is carried out without that`() throws {
        let (old, new) = (try clip(build: "148"), try clip(build: "164"))
        let trimmer = try Trimmer(try SourceFile.open(new))
        var plan = try plan(trimmer, to: scratch.path("out.mp4"), start: start, length: length)
        try #require(plan.video.copiesSomething)
        let source = try SourceFile.open(old)
        plan.source = Plan.Source(file: PlannedPath(old), identity: try source.identity())
        let report = try Renderer(threads: 1).render(plan, source)
        #expect(report.copiedFrames == 0)
        #expect(report.deviations.contains { $0.contains("before build 151 (core 148)") })
    }

    @Test func `decoding from the middle shows what decoding from the start shows`() throws {
        let old = try clip(build: "148")
        let pictures = try Pictures(old)
        let frame = try Frame()
        var samples: [Int64: PictureSample] = [:]
        while try pictures.next(into: frame) {
            let time = frame.presentation
            samples[try #require(time)] = PictureSample(frame, every: 1)
        }
        let input = try open(old)
        let stream = try #require(Prober.mainVideo(input.streams))
        let times = samples.keys.sorted()
        let reader = try FrameReader(
            input, stream, from: times[20], to: times[29], expected: nil, reorderDepth: 0)
        var seen = 0
        while try reader.next(into: frame) {
            let time = frame.presentation
            #expect(samples[try #require(time)]?.signalToNoise(of: frame) == .infinity)
            seen += 1
        }
        #expect(seen == 9)
    }

    @Test(arguments: [nil, 4])
    func `the note is read between start codes and behind lengths`(prefixSize: Int?) throws {
        let unit: [UInt8] = [6, 5, 40] + Array(repeating: 7, count: 16) + Array("x264 - core 142 r2".utf8)
        let other: [UInt8] = [0x65, 1, 2, 3]
        var packet: [UInt8] = []
        for unit in [unit, other] {
            packet += prefixSize == nil ? [0, 0, 0, 1] : [0, 0, 0, UInt8(unit.count)]
            packet += unit
        }
        let note = try #require(
            packet.withUnsafeBufferPointer { X264Note($0, prefixSize: prefixSize) })
        #expect(note.build == 142 && note.obstacle != nil)
        #expect(note.bytes == Array(packet.prefix(4 + unit.count)))
        let text = "x264 - core 151 "
        let right: [UInt8] = [0, 0, 0, 1, 6] + Array(text.utf8)
        #expect(right.withUnsafeBufferPointer { X264Note($0, prefixSize: nil) }?.obstacle == nil)
        #expect(other.withUnsafeBufferPointer { X264Note($0, prefixSize: nil) } == nil)
    }
}
