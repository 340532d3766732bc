import Foundation
import Testing

/// `--cover`, as a user at a shell meets it.
@Suite struct CoverCommandTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.add(.batik, as: "clip.mp4")
    }

    private func run(_ words: String) throws -> Outcome {
        try scratch.run(bytes: words.split(separator: " ").map { Array($0.utf8) })
    }

    private func cover(_ run: Outcome) throws -> [String: Any] {
        try #require(try run.objects().first?["cover"] as? [String: Any], "\(run.errors)")
    }

    @Test func `a frame of the output stands beside it, in full size, without a word about its maker`() throws
    {
        let made = try run("trim clip.mp4 -s 3 -d 2 --cover auto -o a.mp4 --json")
        let told = try cover(made)
        #expect(told["path"] as? String == "a.cover.jpg")
        #expect((0..<2).contains(try #require(told["time"] as? Double)))
        #expect((told["reasons"] as? [String])?.contains { $0.hasPrefix("sharp +0.") } == true)
        let bytes = try scratch.contents(of: "a.cover.jpg")
        #expect(bytes.starts(with: [0xFF, 0xD8, 0xFF]) && bytes.suffix(2) == Data([0xFF, 0xD9]))
        #expect(bytes.range(of: Data("Lavc".utf8)) == nil)
        // The frame header (SOF0) tells height and width.
        let header = try #require(bytes.range(of: Data([0xFF, 0xC0, 0x00, 0x11, 0x08])))
        #expect(Array(bytes[header.upperBound..<header.upperBound + 4]) == [0x05, 0x00, 0x02, 0xD0])
    }

    @Test func `a plan carries it, and nothing is overwritten without being asked`() throws {
        let plan = try run("trim clip.mp4 -s 3 -d 2 --cover 0.5 -o a.mp4 --dry-run --json")
        try scratch.write(plan.output, as: "plan.json")
        try scratch.write("mine", as: "a.cover.jpg")
        let refused = try run("render plan.json")
        #expect(refused.code == 73)
        #expect(scratch.names == ["a.cover.jpg", "clip.mp4", "plan.json"], "the clip is not made either")
        #expect(try run("trim clip.mp4 -s 3 -d 2 --cover 0.5 -o a.mp4 --overwrite").code == 0)
        let direct = try scratch.contents(of: "a.cover.jpg")
        try FileManager.default.removeItem(atPath: "\(scratch.path)/a.mp4")
        try FileManager.default.removeItem(atPath: "\(scratch.path)/a.cover.jpg")
        #expect(try cover(run("render plan.json --json"))["time"] as? Double == 0.5)
        #expect(try scratch.contents(of: "a.cover.jpg") == direct)
    }

    @Test func `a preset asks for it, and a time outside of the output is told`() throws {
        try scratch.write("cover: -0.5\n", as: "wrong.yaml")
        try scratch.write("cover: 1\nlengths: [2]\n", as: "shop.yaml")
        #expect(try run("trim clip.mp4 --pick start -Z wrong.yaml").code == 78)
        #expect(try cover(run("trim clip.mp4 --pick start -Z shop.yaml --json"))["time"] as? Double == 1)
        #expect(try run("trim clip.mp4 -s 3 -d 2 --cover 2 -o b.mp4").code == 65)
        #expect(try run("trim clip.mp4 -s 3 -d 2 --cover soon").code == 64)
        let none = try run("trim clip.mp4 --pick start -Z shop.yaml --cover none -o b.mp4 --json")
        #expect(try none.objects()[0]["cover"] == nil)
        #expect(try run("trim clip.mp4 -s 3 -d 2 --cover -0.5 -o c.mp4").code == 0)
    }
}
