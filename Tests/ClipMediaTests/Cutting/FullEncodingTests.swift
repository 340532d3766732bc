import CFFmpeg
import ClipCore
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

/// What a full re-encode makes of what cameras and editors write: never more than phones play, and never without a word.
@Suite struct FullEncodingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var clip: CodedClip
        var name: String
        var method = TrimRequest.Method.smart
        /// The codec and the layout of the result, and what is said of it.
        var codec: String
        var format: String
        var change: String?

        var testDescription: String { "\(clip.testDescription) in \(name)" }
    }

    private let scratch: Scratch
    private let half = MediaTime(ticks: 1, timescale: 2)
    private let hlg = "arib-std-b67"

    init() throws { scratch = try Scratch() }

    private func probed(_ path: FilePath) throws -> MediaInfo.Video {
        let info = try Prober().probe(try SourceFile.open(path))
        return try #require(info.video)
    }

    private static let x265 = [
        "x265-params": "log-level=none:keyint=12:bframes=2:open-gop=0", "preset": "ultrafast",
    ]
    private static let x264 = ["preset": "ultrafast", "qp": "12"]

    @Test(arguments: [
        Case(
            clip: .init(encoder: "libx265", format: "yuv420p10le", options: x265, transfer: "hlg"),
            name: "clip.mov", method: .encode, codec: "hevc", format: "yuv420p10le"),
        Case(
            clip: .init(encoder: "libx265", format: "yuv420p", options: x265), name: "clip.mp4",
            method: .encode, codec: "hevc", format: "yuv420p"),
        Case(
            clip: .init(encoder: "libx265", format: "yuv422p10le", options: x265), name: "clip.mkv",
            codec: "hevc", format: "yuv420p10le", change: "HEVC 4:2:2 becomes HEVC 4:2:0"),
        Case(
            clip: .init(encoder: "prores_ks", format: "yuv422p10le"), name: "clip.mov",
            method: .encode, codec: "h264", format: "yuv420p",
            change: "ProRes 4:2:2 10-bit becomes H.264 4:2:0 8-bit"),
        Case(
            clip: .init(encoder: "mjpeg", format: "yuvj422p", options: ["qmin": "1", "qmax": "2"]),
            name: "clip.mov", method: .encode, codec: "h264", format: "yuvj420p",
            change: "Motion JPEG 4:2:2 becomes H.264 4:2:0"),
        Case(
            clip: .init(encoder: "libx264", format: "yuv444p", options: x264), name: "clip.mp4",
            method: .encode, codec: "h264", format: "yuv420p", change: "H.264 4:4:4 becomes H.264 4:2:0"),
        Case(
            clip: .init(encoder: "libx264", format: "yuv420p10le", options: x264), name: "clip.mp4",
            method: .encode, codec: "h264", format: "yuv420p", change: "H.264 10-bit becomes H.264 8-bit"),
        Case(
            clip: .init(encoder: "ffv1", format: "bgr0"), name: "clip.mkv", codec: "h264",
            format: "yuv420p", change: "FFV1 becomes H.264"),
        Case(
            clip: .init(encoder: "ffv1", format: "gray"), name: "clip.mkv", codec: "h264",
            format: "yuv420p", change: "FFV1 becomes H.264"),
    ])
    func `phones play what becomes of it, and the change is told`(row: Case) throws {
        try #require(row.clip.isPossible)
        let source = scratch.path(row.name)
        try row.clip.write(source)
        let output = scratch.path("out-" + row.name)
        let start = MediaTime(ticks: 1, timescale: 4)
        let report = try trim(source, to: output, start: start, length: half, row.method)
        let video = try probed(output)
        #expect(video.codec == row.codec && report.codec == row.codec)
        #expect(video.pixelFormat == row.format)
        #expect(report.change == row.change)
        #expect(report.changes.contains { row.change.map($0.contains) ?? false } == (row.change != nil))
        #expect(report.changes.contains { $0.contains("re-encoded in full") } == (row.method == .smart))
        #expect(report.proof.frames == 12)
        let difference = try meanDifference(of: source, and: output, from: 6)
        #expect(difference < 1.5, "\(difference)")
    }

    @Test func `HDR that becomes 8 bits becomes BT 709`() throws {
        let clip = CodedClip(
            encoder: "libx264", format: "yuv420p10le", options: Self.x264, transfer: "hlg")
        let (source, output) = (scratch.path("clip.mp4"), scratch.path("out.mp4"))
        try clip.write(source)
        let report = try trim(source, to: output, start: .zero, length: half, .encode)
        let video = try probed(output)
        #expect(video.colour.transfer == "bt709" && video.colour.primaries == "bt709")
        #expect(video.colour.matrix == "bt709" && video.pixelFormat == "yuv420p")
        #expect(report.change == "H.264 10-bit becomes H.264 8-bit, HDR (HLG) becomes BT.709")
    }

    @Test func `a picture that is mostly copied keeps its ten bits`() throws {
        let clip = CodedClip(encoder: "libx264", format: "yuv420p10le", options: Self.x264)
        let (source, output) = (scratch.path("clip.mp4"), scratch.path("out.mp4"))
        try clip.write(source)
        let report = try trim(
            source, to: output, start: MediaTime(ticks: 1, timescale: 4), length: half + half)
        #expect(report.copiedFrames > 0 && report.reencodedFrames > 0)
        #expect(try probed(output).pixelFormat == "yuv420p10le")
        #expect(report.changes == [])
    }

    @Test(arguments: ["mp4", "mov", "mkv"])
    func `HEVC keeps what HDR10 tells of its light, in the container and in the stream`(kind: String) throws {
        let display = "G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50)"
        var options = Self.x265
        options["x265-params"]! += ":hdr10=1:master-display=\(display):max-cll=1200,400"
        let clip = CodedClip(
            encoder: "libx265", format: "yuv420p10le", options: options, transfer: "pq")
        let (source, output) = (scratch.path("clip.\(kind)"), scratch.path("out.\(kind)"))
        try clip.write(source)
        try trim(source, to: output, start: MediaTime(ticks: 1, timescale: 4), length: half)
        let video = try probed(output)
        #expect(video.codec == "hevc" && video.colour.transfer == "smpte2084")
        #expect(video.colour.primaries == "bt2020" && video.colour.matrix == "bt2020nc")
        #expect(video.colour.peak == 1200)
        let pictures = try Pictures(output)
        let frame = try Frame()
        let isThere = try pictures.next(into: frame)
        #expect(isThere)
        let (told, written) = (
            StaticLight(of: pictures.input.file, stream: pictures.stream.index, frame: frame),
            StaticLight(ofFrame: frame)
        )
        #expect(told.options == ["master-display=\(display)", "max-cll=1200,400"])
        #expect(written.options == told.options)
    }

    @Test(arguments: ["mp4", "mov"])
    func `HEVC is tagged as Apple's players want it`(kind: String) throws {
        let clip = CodedClip(encoder: "libx265", format: "yuv420p", options: Self.x265)
        let (source, output) = (scratch.path("clip.\(kind)"), scratch.path("out.\(kind)"))
        try clip.write(source)
        try trim(source, to: output, start: MediaTime(ticks: 1, timescale: 4), length: half)
        let input = try open(output)
        let tag = input.file.pointer.pointee.streams[0]!.pointee.codecpar.pointee.codec_tag
        #expect(tag == 0x3163_7668)
    }

    @Test func `without an encoder for HEVC it becomes H 264 of 8 bits, and that is told`() throws {
        let clip = CodedClip(
            encoder: "libx265", format: "yuv420p10le", options: Self.x265, transfer: "hlg")
        let source = scratch.path("clip.mov")
        try clip.write(source)
        let input = try open(source)
        let video = try #require(input.streams[0].video)
        let full = FullEncoding(.hevc, of: video) { $0 != .hevc }
        #expect(full.codec == .h264 && full.pixelFormat == .planar420 && full.isToneMapped)
        #expect(full.deviation?.contains("libx265") == true)
        #expect(FullEncoding(.hevc, of: video).deviation == nil)
    }

    @Test(arguments: [
        ("h264", CodedClip(encoder: "libx264", format: "yuv420p", options: x264)),
        ("hevc", .init(encoder: "libx265", format: "yuv420p", options: x265)),
        (
            "av1",
            .init(encoder: "libaom-av1", format: "yuv420p", options: ["cpu-used": "8", "usage": "realtime"])
        ),
        ("vp8", .init(encoder: "libvpx", format: "yuv420p", options: ["deadline": "realtime"])),
        ("vp9", .init(encoder: "libvpx-vp9", format: "yuv420p", options: ["deadline": "realtime"])),
        ("prores", .init(encoder: "prores_ks", format: "yuv422p10le")),
        ("mjpeg", .init(encoder: "mjpeg", format: "yuvj422p")),
        ("png", .init(encoder: "png", format: "rgb24")),
        ("ffv1", .init(encoder: "ffv1", format: "yuv420p")),
        ("mpeg2video", .init(encoder: "mpeg2video", format: "yuv420p")),
    ])
    func `a container takes every codec that it is said to hold`(codec: String, clip: CodedClip) throws {
        guard clip.isPossible else { return }
        try clip.write(scratch.path("source.mkv"))
        let muxers: [Container: String] = [
            .mp4: "mp4", .mov: "mov", .matroska: "matroska", .webm: "webm", .mpegts: "mpegts",
        ]
        for container in Container.allCases where container.holdsVideo(codec) {
            let copy = try scratch.remux(
                scratch.path("source.mkv"), muxers[container]!, as: "copy.\(container.fileExtension)")
            #expect(try Prober().probe(try SourceFile.open(copy)).video?.codec == codec, "\(container)")
        }
    }

    @Test func `a container has a name for every sound that is copied into it`() throws {
        let muxers: [(Container, String)] = [
            (.mp4, "mp4"), (.mov, "mov"), (.matroska, "matroska"), (.webm, "webm"), (.mpegts, "mpegts"),
        ]
        var (codec, seen): (UnsafePointer<AVCodecDescriptor>?, Set<String>) = (nil, [])
        while let next = avcodec_descriptor_next(codec) {
            codec = next
            let name = String(cString: next.pointee.name)
            for (container, muxer) in muxers where container.holdsAudio(name) {
                let known = avformat_query_codec(
                    av_guess_format(muxer, nil, nil), next.pointee.id, FF_COMPLIANCE_NORMAL)
                // MPEG-TS has no table to ask.
                #expect(known != 0, "\(name) in \(container)")
                seen.insert(name)
            }
        }
        #expect(seen.isSuperset(of: ["aac", "opus", "mp3", "ac3", "pcm_s16le", "pcm_s24be", "pcm_alaw"]))
        #expect(seen.isDisjoint(with: ["pcm_dvd", "pcm_bluray", "pcm_u16le"]))
    }
}
