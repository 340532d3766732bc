import Foundation
import Testing

/// The best parts of a clip, as a user at a shell meets them.
@Suite struct WindowCommandTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.add(.batik, as: "clip.mp4")
    }

    private func run(_ words: String) throws -> Outcome {
        try scratch.run(bytes: words.split(separator: " ").map { Array($0.utf8) })
    }

    private func window(_ object: [String: Any]) throws -> ClosedRange<Double> {
        let window = try #require(object["window"] as? [String: Double])
        return try #require(window["start"])...#require(window["end"])
    }

    @Test func `without a word it is the best part, with its reasons, and nearly all copied`() throws {
        let run = try run("trim clip.mp4 --json")
        let made = try #require(try run.objects().first, "\(run.errors)")
        #expect(try window(made).lowerBound > 1, "it is not the start")
        #expect(made["frames"] as? Int == 450)
        #expect(made["copiedFrames"] as? Int ?? 0 >= 445, "it begins with a keyframe")
        let reasons = try #require(made["reasons"] as? [String])
        #expect(reasons[0].hasPrefix("part number 1 of the clip: "))
        #expect(reasons.contains { $0.hasPrefix("hook +0.") })
        // What was looked at is counted too; a copy of a part that was told stays cheap.
        let proof = try #require(made["proof"] as? [String: Any])
        #expect((proof["flashes"] as? [String: Any])?["general"] is Int)
        let told = try self.run("trim clip.mp4 -s 3 -d 4 -o told.mp4 --json").objects()
        #expect((told.first?["proof"] as? [String: Any])?["flashes"] is NSNull)
    }

    @Test func `several parts do not overlap, and what there is no room for is told`() throws {
        let run = try run("trim clip.mp4 --clips 4 -l 5 --min-gap 0.5 --json")
        #expect(run.code == 0)
        #expect(run.errors.contains("warning: clip.mp4: 3 of 4 parts of 5 s"))
        #expect(scratch.names == ["clip-5s-1.mp4", "clip-5s-2.mp4", "clip-5s-3.mp4", "clip.mp4"])
        let windows = try run.objects().map(window).sorted { $0.lowerBound < $1.lowerBound }
        #expect(zip(windows, windows.dropFirst()).allSatisfy { $1.lowerBound - $0.upperBound >= 0.46 })
        let third = try self.run("trim clip.mp4 --pick 3 -l 5 --min-gap 0.5 --json --dry-run").objects()
        let reasons = try #require(third.first?["reasons"] as? [String])
        #expect(reasons[0].hasPrefix("part number 3 "))
        #expect(reasons.contains { $0.hasPrefix("number 1 would be ") })
        let missing = try self.run("trim clip.mp4 --pick 5 -l 5 --json")
        #expect(missing.code == 65)
        #expect(missing.errors.contains("there is no part of 5 s number 5: the clip has room for 4"))
    }

    @Test func `a batch knows finished parts by the rule that chose them`() throws {
        let line = "batch . -o out -l 6 --json --progress json"
        let first = try run(line)
        #expect(first.code == 0, "\(first.errors)")
        #expect(first.errors.contains("\"phase\":\"choosing\""), "\(first.errors)")
        let second = try run(line)
        #expect(try second.objects()[0]["status"] as? String == "skipped")
        #expect(!second.errors.contains("\"phase\""), "nothing is analysed again: \(second.errors)")
        let other = "batch . -o out -l 6 --snap none --json"
        #expect(try run(other).objects()[0]["status"] as? String == "failed", "other settings, the same name")
        #expect(try run(other + " --remake").objects()[0]["status"] as? String == "done")
    }
}
