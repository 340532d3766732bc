import Foundation
import Testing

/// `clipfit trim --crop-path`, as a user at a shell meets it.
@Suite struct CropPathCommandTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.add(.kopi, as: "clip.mp4")
    }

    private func trim(_ words: String..., name: String = "tall.mp4") throws -> Outcome {
        let all =
            [
                "trim", "clip.mp4", "-s", "20", "-d", "1", "--size", "180x320", "--speed", "ultrafast", "-o",
                name,
            ]
            + words
        return try scratch.run(bytes: all.map { Array($0.utf8) })
    }

    @Test func `the crop that was found is written, and obeyed when it was edited`() throws {
        let first = try trim("--crop-path", "crops.json")
        try #require(first.code == 0, "\(first.errors)")
        let text = try #require(String(bytes: try scratch.contents(of: "crops.json"), encoding: .utf8))
        #expect(text.contains("\"schema\": \"clipfit.crop-path/1\""))
        let edited = """
            {"schema": "clipfit.crop-path/1", "picture": "1280x720", "crop": "404x720",
             "shots": [{"start": 0, "points": [[20, 40, 0], [20.5, 300, 0]]}]}
            """
        try scratch.write(edited, as: "crops.json")
        let second = try trim("--crop-path", "crops.json", "--dry-run", "--json")
        try #require(second.code == 0, "\(second.errors)")
        let picture = try #require(try second.objects()[0]["picture"] as? [String: Any])
        let path = try #require(picture["path"] as? [String: Any])
        let points = try #require(
            (path["stretches"] as? [[String: Any]])?.first?["points"] as? [[String: Any]])
        #expect(points.map { $0["x"] as? Int } == [40, 300])
        let third = try trim("--crop-path", "crops.json", "-v", name: "edited.mp4")
        #expect(third.code == 0, "\(third.errors)")
        #expect(String(bytes: try scratch.contents(of: "crops.json"), encoding: .utf8) == edited)
    }

    @Test func `a dry run writes none`() throws {
        let run = try trim("--crop-path", "crops.json", "--dry-run")
        #expect(run.code == 0)
        #expect(scratch.names == ["clip.mp4"])
    }

    @Test func `a wrong file is told with its place`() throws {
        try scratch.write(
            """
            {"schema": "clipfit.crop-path/1", "picture": "1280x720", "crop": "404x720",
             "shots": [{"start": 0, "points": [[0, 5000, 0]]}]}
            """, as: "crops.json")
        let run = try trim("--crop-path", "crops.json")
        #expect(run.code == 78)
        #expect(run.errors.contains("crops.json:2:"))
        #expect(!scratch.names.contains("tall.mp4"))
    }

    @Test func `it is for one output of another shape`() throws {
        #expect(try trim("--crop-path", "crops.json", "--reframe", "contain").code == 64)
        let several = try scratch.run(
            "trim", "clip.mp4", "-l", "2", "-l", "3", "--aspect", "9:16", "--crop-path", "crops.json")
        #expect(several.code == 64)
        let plain = try scratch.run("trim", "clip.mp4", "-l", "2", "--crop-path", "crops.json")
        #expect(plain.code == 64)
    }
}
