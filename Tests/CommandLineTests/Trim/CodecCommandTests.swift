import Foundation
import Testing

/// `--codec` in every container that holds it.
@Suite struct CodecCommandTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.add(.batik, as: "a.mp4")
    }

    private func trim(_ words: String) throws -> Outcome {
        try scratch.start(("trim " + words).split(separator: " ").map { Array($0.utf8) }).wait()
    }

    /// Codec and frames, counted by decoding.
    private func decoded(_ name: String) throws -> (codec: String?, frames: Int?) {
        let probe = try scratch.run("probe", "--deep", "--json", name)
        #expect(probe.code == 0, "\(probe.errors)")
        let video = try #require(try probe.objects().first?["video"] as? [String: Any])
        return (video["codec"] as? String, video["frames"] as? Int)
    }

    @Test(arguments: [
        ("h264", ["mp4", "mov", "mkv", "ts"]), ("hevc", ["mp4", "mov", "mkv", "ts"]),
        ("vp9", ["mp4", "mkv", "webm"]), ("av1", ["mp4", "mkv", "webm"]),
    ])
    func `a codec is written to each container that holds it`(codec: String, containers: [String]) throws {
        for container in containers {
            // Filters and plain re-encoding are two ways.
            for size in ["--size 90x160", "--method encode"] {
                let run = try trim("a.mp4 -s 1 -d 0.2 --codec \(codec) \(size) -o o.\(container) --overwrite")
                #expect(run.code == 0, "\(codec) \(container): \(run.errors)")
                let found = try decoded("o.\(container)")
                #expect(found.codec == codec && found.frames == 6, "\(found)")
            }
        }
    }

    /// SVT-AV1 settles on its tools after it wrote the header that the container gets.
    @Test func `AV1 whose container has another draft of its header is copied`() throws {
        #expect(try trim("a.mp4 -s 1 -d 1 --codec av1 --size 90x160 -o o.webm").code == 0)
        var bytes = [UInt8](try scratch.contents(of: "o.webm"))
        // The container's copy comes first: of its header the last bytes but one are flags of tools.
        let unit = try #require(
            bytes.indices.first { bytes[$0...].starts(with: [0x81]) && bytes[($0 + 4)...].first == 0x0A })
        let last = unit + 5 + Int(bytes[unit + 5])
        bytes[last - 3] ^= 0x40
        try scratch.write(bytes, as: Array("draft.webm".utf8))
        let run = try trim("draft.webm -s 0 -d 0.5 --json -o cut.webm")
        #expect(run.code == 0, "\(run.errors)")
        #expect(try run.objects().first?["method"] as? String == "copy")
        #expect(try decoded("cut.webm").frames == 15)
    }
}
