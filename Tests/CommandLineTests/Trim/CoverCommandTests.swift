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

    @Test func `a title stands on it, within the part that profile pages show`() throws {
        let plain = try run("trim clip.mp4 -s 3 -d 2 --cover 0.5 -o plain.mp4 --json")
        let words = "trim clip.mp4 -s 3 -d 2 --cover 0.5 -o a.mp4 --json --cover-text".split(separator: " ")
        let title = words.map { Array($0.utf8) } + [Array("Kopi senja, buka sampai malam".utf8)]
        let plan = try scratch.run(bytes: title + [Array("--dry-run".utf8)])
        let planned = try #require(try plan.objects()[0]["cover"] as? [String: Any])
        let place = try #require((planned["title"] as? [String: Any])?["place"] as? [String: Any])
        let (top, size) = (try #require(place["y"] as? Int), try #require(place["size"] as? [String: Int]))
        // 3:4 of 720x1280 is the rows from 160 to 1120.
        #expect(top > 640 && top + size["height"]! <= 1120 && size["width"]! > 400)
        let made = try scratch.run(bytes: title)
        #expect(made.code == 0, "\(made.errors)")
        let (clip, other) = (try scratch.contents(of: "a.mp4"), try scratch.contents(of: "plain.mp4"))
        #expect(clip == other, "the clip has no title")
        let cover = try scratch.contents(of: "a.cover.jpg")
        let bare = try scratch.contents(of: "plain.cover.jpg")
        #expect(plain.code == 0 && cover != bare)
        try scratch.write(plan.output, as: "plan.json")
        try FileManager.default.removeItem(atPath: "\(scratch.path)/a.mp4")
        try FileManager.default.removeItem(atPath: "\(scratch.path)/a.cover.jpg")
        #expect(try run("render plan.json").code == 0)
        #expect(try scratch.contents(of: "a.cover.jpg") == cover)
    }

    @Test func `it is taken before overlay text is drawn`() throws {
        for (name, words) in [("a", "Kopi"), ("b", "Diskon")] {
            let made = try run("trim clip.mp4 -s 3 -d 2 --text \(words) --cover 0.5 -o \(name).mp4 --json")
            #expect(try abs(#require(cover(made)["time"] as? Double) - 0.5) < 0.02)
        }
        #expect(try scratch.contents(of: "a.mp4") != scratch.contents(of: "b.mp4"))
        #expect(try scratch.contents(of: "a.cover.jpg") == scratch.contents(of: "b.cover.jpg"))
    }

    @Test func `a title makes a cover, and is refused without one`() throws {
        let made = try run("trim clip.mp4 -s 3 -d 2 --cover-text Kopi -o a.mp4 --json")
        #expect(try cover(made)["path"] as? String == "a.cover.jpg")
        let refused = try run("trim clip.mp4 -s 3 -d 2 --cover none --cover-text Kopi -o b.mp4")
        #expect(refused.code == 64 && refused.errors.contains("--cover-text is for --cover"))
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
