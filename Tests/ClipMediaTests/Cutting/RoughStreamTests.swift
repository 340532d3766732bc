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
}
