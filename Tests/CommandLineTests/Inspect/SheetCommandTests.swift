import Foundation
import Testing

/// `clipfit sheet`, as a user at a shell meets it.
@Suite struct SheetCommandTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.add(.batik, as: "clip.mp4")
    }

    private func run(_ words: String) throws -> Outcome {
        try scratch.run(bytes: words.split(separator: " ").map { Array($0.utf8) })
    }

    private func size(of name: String) throws -> [Int] {
        let bytes = [UInt8](try scratch.contents(of: name))
        try #require(bytes.count > 24 && bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        return [16, 20].map { at in bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
    }

    @Test
    func `frames of a clip are drawn side by side, with the zones of platforms where that is asked for`()
        throws
    {
        #expect(try run("sheet clip.mp4 -o plain.png --frames 3").code == 0)
        let zones = try run("sheet clip.mp4 -o zones.png --frames 3 --zones --for tiktok,reels --json")
        #expect(try zones.objects().first?["output"] as? String == "zones.png", "\(zones.errors)")
        // Upright tiles of 270x480, with 12 pixels between them and names below.
        #expect(try size(of: "plain.png") == [12 + 3 * (270 + 12), try size(of: "zones.png")[1]])
        #expect(try scratch.contents(of: "plain.png") != scratch.contents(of: "zones.png"))
        #expect(try run("sheet clip.mp4 -o one.png --at 1.5 --at -2").code == 0)
        #expect(try size(of: "one.png")[0] == 12 + 2 * (270 + 12))
    }

    @Test func `what cannot be is told, and nothing is overwritten without being asked`() throws {
        #expect(try run("sheet clip.mp4 -o a.jpg").code == 64)
        #expect(try run("sheet clip.mp4 -o a.png --for tiktok").code == 64)
        #expect(try run("sheet clip.mp4 -o a.png --zones --for nowhere").code == 64)
        #expect(try run("sheet clip.mp4 -o a.png --at 99").code == 65)
        #expect(try run("sheet nothing.mp4 -o a.png").code == 66)
        try scratch.write("mine", as: "a.png")
        #expect(try run("sheet clip.mp4 -o a.png").code == 73)
        #expect(try run("sheet clip.mp4 -o a.png --overwrite").code == 0)
    }
}
