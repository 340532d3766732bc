import CFFmpeg
import ClipCore
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

/// Streams as recorders and broadcasters leave them.
@Suite struct RoughStreamTests {
    private let scratch: Scratch
    private let half = MediaTime(ticks: 1, timescale: 2)

    init() throws { scratch = try Scratch() }

    @Test(arguments: [0, 2])
    func `a picture that is refreshed slowly is decoded from where it is whole`(between: Int) throws {
        let source = scratch.path("clip.mkv")
        let options = "intra-refresh=1:keyint=12:scenecut=0:bframes=\(between)"
        try CodedClip(encoder: "libx264", format: "yuv420p", options: ["x264-params": options]).write(source)
        let output = scratch.path("out.mp4")
        let report = try trim(source, to: output, start: MediaTime(ticks: 21, timescale: 24), length: half)
        #expect(report.proof.frames == 12)
        #expect(try meanDifference(of: source, and: output, from: 21) < 3)
    }

    @Test(arguments: ["mpeg1video", "mpeg2video"])
    func `zeros that fill up a constant rate are no damage`(encoder: String) throws {
        let plain = scratch.path("clip.ts")
        try CodedClip(encoder: encoder, format: "yuv420p", options: ["b": "2000000"]).write(plain)
        let source = try scratch.remux(plain, "mpegts", as: "padded.ts") { packet, _ in
            try packet.replaceBytes(packet.withBytes { Array($0) } + [UInt8](repeating: 0, count: 500))
            return true
        }
        let report = try trim(source, to: scratch.path("out.mp4"), start: half, length: half)
        #expect(report.proof.frames == 12 && !report.deviations.contains { $0.contains("damaged") })
    }

    private static let openGroups = "log-level=none:keyint=12:min-keyint=12:scenecut=0:bframes=2:open-gop=1"

    @Test(arguments: [
        CodedClip(encoder: "libx265", format: "yuv420p", options: ["x265-params": openGroups]),
        CodedClip(
            encoder: "libx264", format: "yuv420p",
            options: [
                "x264-params": "keyint=12:min-keyint=12:scenecut=0:bframes=2:open-gop=1:repeat-headers=1"
            ]),
        CodedClip(
            encoder: "mpeg2video", format: "yuv420p", options: ["bf": "2", "sc_threshold": "1000000000"]),
    ])
    func `a recording that begins in mid-stream has the frames that decode`(clip: CodedClip) throws {
        try #require(clip.isPossible)
        let whole = scratch.path("whole.ts")
        try clip.write(whole)
        var number = 0
        let source = try scratch.remux(whole, "mpegts", as: "clip.ts") { _, _ in
            number += 1
            return number > 8
        }
        let found = try Prober(isDeep: true).probe(try SourceFile.open(source)).video?.frames
        #expect(found == 24)
        let report = try trim(source, to: scratch.path("out.mp4"), start: .zero, length: half)
        #expect(report.proof.frames == 12 && report.plan.video.frames == 12)
    }

    @Test func `transparency beside the picture is kept in a copy, and no edge is encoded without it`() throws
    {
        let clip = CodedClip(encoder: "libvpx-vp9", format: "yuv420p")
        try clip.write(scratch.path("clip.webm"))
        var stream = try open(scratch.path("clip.webm")).streams[0]
        #expect(EdgeSupport(stream).obstacle == nil && stream.coding?.hasAlpha == false)
        stream.metadata["alpha_mode"] = "1"
        #expect(EdgeSupport(stream).obstacle == "its pictures are transparent")
        #expect(stream.coding?.hasAlpha == true)
        for (number, isKept) in [(UInt8(1), true), (2, false)] {
            let packet = try Packet()
            let data = try #require(
                av_packet_new_side_data(packet.pointer, AV_PKT_DATA_MATROSKA_BLOCKADDITIONAL, 9))
            for place in 0..<9 { data[place] = place == 7 ? number : 0 }
            try packet.dropSideDataButAlpha()
            #expect(packet.pointer.pointee.side_data_elems == (isKept ? 1 : 0))
        }
    }
}
