import ClipCore
import Foundation
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

@Suite struct ProberTests {
    @Test(arguments: Sample.all)
    func `a sample is what its facts say`(sample: Sample) throws {
        let info = try Prober().probe(try SourceFile.open(sample.path))
        #expect(info.duration.seconds == sample.duration)
        #expect(info.origin == .zero)
        #expect(info.container == "mp4")
        #expect(info.warnings == [])
        let video = try #require(info.video)
        #expect((video.width, video.height) == (sample.width, sample.height))
        #expect((video.displayWidth, video.displayHeight) == (sample.width, sample.height))
        #expect(video.frames == sample.frames)
        #expect(video.frameRate?.value == Double(sample.fps))
        #expect(!video.hasVariableRate)
        #expect(video.codec == "h264")
        #expect(info.audio.map(\.codec) == ["aac"])
        #expect(info.audio[0].channels == 2)
    }

    @Test(arguments: Sample.all)
    func `a deep look lists the keyframes`(sample: Sample) throws {
        let info = try Prober(isDeep: true).probe(try SourceFile.open(sample.path))
        let deep = try #require(info.video?.deep)
        #expect(
            deep.keyframes.map { $0.ticksNearest(in: TimeBase(1, Int64(sample.fps))) }
                == sample.keyframes.map(Int64.init))
        #expect(!deep.hasOpenGOP)
        #expect(info.video?.frames == sample.frames)
        let ends = sample.keyframes.dropFirst() + [sample.frames]
        #expect(deep.longestGOP == zip(sample.keyframes, ends).map { $1 - $0 }.max())
    }

    @Test func `a file that has no name yet is told by the one that it will have`() throws {
        let path = FilePath("\(NSTemporaryDirectory())/clipfit-nameless-\(UUID())")
        let file = try FileDescriptor.open(
            path, .readWrite, options: [.create, .exclusiveCreate], permissions: .ownerReadWrite)
        defer { try? file.close() }
        try FileManager.default.removeItem(atPath: path.string)
        try file.writeAll("no video".utf8)
        let error = #expect(throws: Failure.self) {
            try Prober().probe(SourceFile.open(file.rawValue, named: "out/clip.mp4"))
        }
        #expect(error?.path == "out/clip.mp4" && error?.kind == .unusable)
    }

    @Test func `a bare stream of pictures is refused with what helps`() throws {
        let input = try open(Sample.batik.path)
        let stream = try #require(Prober.mainVideo(input.streams))
        let headers = try #require(H264Headers(stream.header))
        var units = headers.sequenceSets + headers.pictureSets
        let packet = try Packet()
        input.file.select([stream.index])
        for _ in 0..<20 where try input.file.read(into: packet) {
            packet.withBytes { units += NALUnits($0, prefixSize: 4).map { Array($0) } }
        }
        let scratch = try Scratch()
        let bare = scratch.path("camera.h264")
        try Data(units.flatMap { [0, 0, 0, 1] + $0 }).write(to: URL(fileURLWithPath: bare.string))
        let error = #expect(throws: Failure.self) { try Prober().probe(SourceFile.open(bare)) }
        #expect(error?.kind == .unusable && error?.hint?.contains("put it into a container") == true)
    }

    @Test(arguments: ["mp4", "mov", "mkv", "ts"])
    func `a file that clipfit made is told truly`(ending: String) throws {
        let scratch = try Scratch()
        let output = scratch.path("out.\(ending)")
        try trim(
            Sample.batik.path, to: output, start: MediaTime(ticks: 4, timescale: 1),
            length: MediaTime(ticks: 2, timescale: 1))
        let info = try Prober(isDeep: true).probe(try SourceFile.open(output))
        #expect(info.video?.frames == 60)
        #expect(abs((info.video?.span?.duration.seconds ?? 0) - 2) < 0.002)
        #expect(abs(info.duration.seconds - 2) < 0.03)
        #expect(info.container == ["mkv": "matroska", "ts": "mpegts"][ending] ?? ending)
    }

    @Test func `a cut-off file is not told to be whole`() throws {
        let scratch = try Scratch()
        let path = try scratch.copy(.batik, as: "clip.mp4")
        let url = URL(fileURLWithPath: path.string)
        let bytes = try Data(contentsOf: url)
        try bytes.prefix(bytes.count * 3 / 5).write(to: url)
        do throws(Failure) {
            let info = try Prober().probe(try SourceFile.open(path))
            #expect(info.duration.seconds < 19)
        } catch { #expect([.unusable, .damaged].contains(error.kind)) }
    }

    @Test(arguments: [
        "", "x", "<html></html>", "#EXTM3U\nhttp://127.0.0.1/x.ts\n", "ffconcat version 1.0\nfile a.mp4\n",
    ])
    func `what is no clip is unusable`(text: String) throws {
        let scratch = try Scratch()
        try Data(text.utf8).write(to: scratch.url.appendingPathComponent("x.mp4"))
        let error = #expect(throws: Failure.self) {
            try Prober().probe(try SourceFile.open(scratch.path("x.mp4")))
        }
        #expect(error?.kind == .unusable)
    }

    @Test func `a missing file is unreadable`() throws {
        let scratch = try Scratch()
        let error = #expect(throws: Failure.self) {
            try Prober().probe(try SourceFile.open(scratch.path("x.mp4")))
        }
        #expect(error?.kind == .unreadable)
    }

    // The real clips are not part of the repository: without them this is skipped, and shown as skipped.
    @Test(.enabled(if: RealClips.folder != nil, "no folder of real clips: set CLIPFIT_MEDIA"))
    func `real clips are probed and hostile ones end with a clear error`() throws {
        let folder = try #require(RealClips.folder)
        for name in try FileManager.default.contentsOfDirectory(
            atPath: folder.appendingPathComponent("real").path)
        {
            let info = try Prober().probe(
                try SourceFile.open(.init(folder.appendingPathComponent("real/\(name)").path)))
            #expect(info.duration > .zero && info.duration.seconds < 400, "\(name)")
            #expect(info.video != nil, "\(name)")
        }
        for name in try FileManager.default.contentsOfDirectory(
            atPath: folder.appendingPathComponent("bad").path)
        {
            do throws(Failure) {
                let info = try Prober().probe(
                    try SourceFile.open(.init(folder.appendingPathComponent("bad/\(name)").path)))
                #expect(info.duration > .zero, "\(name)")
            } catch { #expect([.unusable, .damaged, .timeout].contains(error.kind), "\(name): \(error)") }
        }
    }

    @Test func `a header that claims ten times the length is told`() throws {
        let scratch = try Scratch()
        let clip = try scratch.copy(.kopi, as: "clip.mp4")
        let url = URL(fileURLWithPath: clip.string)
        var bytes = [UInt8](try Data(contentsOf: url))
        let box = try #require(bytes.firstRange(of: Array("mvhd".utf8))).upperBound
        try #require(bytes[box] == 0)
        let place = box + 16..<box + 20
        let claimed = bytes[place].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } * 10
        bytes.replaceSubrange(place, with: withUnsafeBytes(of: claimed.bigEndian, Array.init))
        try Data(bytes).write(to: url)
        let info = try Prober().probe(try SourceFile.open(clip))
        #expect(info.duration.seconds == 75)
        #expect(info.claimedDuration?.seconds == 750)
        #expect(info.warnings == ["the header claims 750 s, but 75 s are there"])
    }

    @Test(arguments: [1, 2])
    func `a clock that begins anew in a long transport stream is seen at its places`(times: Int) throws {
        let scratch = try Scratch()
        let once = try Data(
            contentsOf: URL(
                fileURLWithPath: scratch.remux(Sample.kopi.path, "mpegts", as: "once.ts").string))
        let path = scratch.path("joined.ts")
        try (0..<times).reduce(Data()) { all, _ in all + once }.write(
            to: URL(fileURLWithPath: path.string))
        let input = try open(path)
        let video = try #require(Prober.mainVideo(input.streams))
        var scan = PacketScan(streams: input.streams, video: video, wanted: [video.index])
        try scan.run(input.file, readsAll: false)
        #expect((scan.restart != nil) == (times > 1))
        #expect((scan.packetBytes != nil) == (times > 1))
    }
}
