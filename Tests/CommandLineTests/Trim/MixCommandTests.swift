import Foundation
import Testing

/// How music and the clip's own sound meet, as somebody asks for it on the command line.
@Suite struct MixCommandTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.add(.batik, as: "clip.mp4")
        for name in ["kopi-pagi-92bpm.m4a", "pasar-malam-120bpm.m4a"] {
            try FileManager.default.copyItem(
                at: Sample.batik.url.deletingLastPathComponent().appendingPathComponent("../music/\(name)"),
                to: URL(fileURLWithPath: "\(scratch.path)/\(name)"))
        }
    }

    private func trim(_ words: String, _ output: String) throws -> [String: Any] {
        let all = "trim \(words) -s 0 --json --method copy -o \(output)"
        let run = try scratch.run(bytes: all.split(separator: " ").map { Array($0.utf8) })
        return try #require(try run.objects().first, "\(run.errors)")
    }

    private func level(_ report: [String: Any], _ name: String) throws -> Double? {
        let mix = try #require(report["mix"] as? [String: Any])
        return (mix[name] as? [String: Any])?["loudness"] as? Double
    }

    @Test func `music leads where nobody speaks, by as much as is asked for`() throws {
        let usual = try trim("clip.mp4 -d 6 --music kopi-pagi-92bpm.m4a --loudness -14", "a.mp4")
        let music = try #require(try level(usual, "music"))
        let own = try #require(try level(usual, "own"))
        #expect(abs(music + 14) < 1, "\(music)")
        #expect((11.9...40).contains(music - own), "\(music - own)")
        #expect(try level(usual, "underSpeech") == nil)
        let quiet = try trim(
            "clip.mp4 -d 6 --music kopi-pagi-92bpm.m4a --mix under --music-volume -4", "b.mp4")
        let below = try #require(try level(quiet, "own")) - (try #require(try level(quiet, "music")))
        #expect(abs(below - 16) < 0.1)
    }

    @Test func `a clip's own music gives way to music that is named, and not to suggested music`() throws {
        _ = try trim("clip.mp4 -d 12 --music kopi-pagi-92bpm.m4a --mix replace", "own.mp4")
        let named = try trim("own.mp4 -d 10 --music pasar-malam-120bpm.m4a", "a.mp4")
        #expect((named["reasons"] as? [String])?.contains { $0.contains("own music is replaced") } == true)
        #expect(try level(named, "own") == nil)
        let suggested = try trim("own.mp4 -d 10 --music auto", "b.mp4")
        #expect((suggested["reasons"] as? [String])?.contains { $0.contains("which stays") } == true)
        #expect(suggested["mix"] == nil)
        let post = try #require(suggested["post"] as? [String: Any])
        #expect(post["music"] == nil && post["licence"] == nil)
        let both = try trim("own.mp4 -d 10 --music auto --mix replace", "c.mp4")
        #expect(both["mix"] != nil)
        // The sample's own sound is a beep every second: a steady beat, and no music.
        let beeps = try trim("clip.mp4 -d 10 --music pasar-malam-120bpm.m4a", "e.mp4")
        #expect(try level(beeps, "own") != nil)
        let kept = try trim("own.mp4 -d 10 --music pasar-malam-120bpm.m4a --mix duck", "d.mp4")
        #expect(try level(kept, "own") != nil)
    }
}
