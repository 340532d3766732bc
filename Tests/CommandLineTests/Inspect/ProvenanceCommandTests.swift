import Foundation
import Testing

/// Clips that say that a model made them, as a user at a shell meets them.
@Suite struct ProvenanceCommandTests {
    private let scratch: Scratch
    private let uri = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"

    init() throws {
        scratch = try Scratch()
        let kind: [UInt8] = [
            0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8, 0x9C, 0x71, 0x99, 0x94, 0x91, 0xE3, 0xAF, 0xAC,
        ]
        let xmp = Array("uuid".utf8) + kind + Array("<r:D I:DigitalSourceType=\"\(uri)\"/>".utf8)
        let clip = [UInt8](try Data(contentsOf: Sample.batik.url))
        try scratch.write(clip + [0, 0, 0, UInt8(xmp.count + 4)] + xmp, as: Array("ai.mp4".utf8))
        try scratch.write("platforms: [tiktok]\nlengths: [3]\nmusic: {file: auto}\n", as: "brand.yaml")
    }

    private func json(_ name: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: scratch.contents(of: name)) as? [String: Any])
    }

    @Test(arguments: ["probe", "check"]) func `they are reported`(verb: String) throws {
        let run = try scratch.run(verb, "--json", "ai.mp4")
        let found = try #require(try run.objects().first?["provenance"] as? [String: Any])
        #expect(found["digitalSourceType"] as? String == uri)
        #expect(found["madeByAI"] as? Bool == true && found["c2pa"] as? Bool == false)
        #expect((run.errors + run.output).contains("marked as made by AI (trainedAlgorithmicMedia)"))
        #expect(try scratch.run(verb, "ai.mp4").output.contains("trainedAlgorithmicMedia"))
        try scratch.add(.batik, as: "plain.mp4")
        let plain = try scratch.run(verb, "--json", "plain.mp4")
        #expect(try (plain.objects().first?["provenance"] as? [String: Any])?["madeByAI"] is NSNull)
    }

    @Test(arguments: ["trim", "render", "batch"])
    func `the post says so, by whatever way the output is made`(verb: String) throws {
        let run: Outcome
        switch verb {
        case "batch":
            try scratch.makeFolder("in")
            try scratch.write([UInt8](scratch.contents(of: "ai.mp4")), as: Array("in/ai.mp4".utf8))
            run = try scratch.run("batch", "in", "-o", "out", "-Z", "brand.yaml")
        case "render":
            let plan = try scratch.run(
                "trim", "ai.mp4", "-Z", "brand.yaml", "-o", "out/a.mp4", "--dry-run", "--json")
            try scratch.makeFolder("out")
            try scratch.write(plan.output, as: "plan.json")
            run = try scratch.run("render", "plan.json")
        default:
            try scratch.makeFolder("out")
            run = try scratch.run("trim", "ai.mp4", "-Z", "brand.yaml", "-o", "out/a.mp4")
        }
        #expect(run.code == 0, "\(run.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(scratch.path)/out")
        let name = try #require(names.first { $0.hasSuffix(".post.json") })
        let post = try json("out/\(name)")
        let fields = try #require((post["tiktok"] as? [String: Any])?["post_info"] as? [String: Any])
        #expect(fields["is_aigc"] as? Bool == true && post["aiGenerated"] as? Bool == true)
        #expect((post["notes"] as? [String])?.first?.contains("made by AI") == true)
        let video = try #require(names.first { $0.hasSuffix(".mp4") })
        let probe = try scratch.run("probe", "--json", "out/\(video)")
        #expect(try (probe.objects().first?["provenance"] as? [String: Any])?["madeByAI"] as? Bool == true)
    }

    private static let hasExifTool = FileManager.default.isExecutableFile(atPath: "/usr/bin/exiftool")

    @Test(.enabled(if: hasExifTool, "ExifTool is not installed")) func `another program reads the mark`()
        throws
    {
        #expect(try scratch.run("trim", "ai.mp4", "-l", "1", "--pick", "start", "-o", "out.mp4").code == 0)
        let line = "exiftool -s3 -XMP-iptcExt:DigitalSourceType -n out.mp4"
        let read = try scratch.start(["-c", line].map { Array($0.utf8) }, program: "/bin/sh").wait()
        #expect(read.output.contains("trainedAlgorithmicMedia"), "\(read.output) \(read.errors)")
    }
}
