import Foundation
import Testing

@Suite struct MusicInspectTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        let music = Sample.kopi.url.deletingLastPathComponent().appendingPathComponent("../music")
        let song = try Data(contentsOf: music.appendingPathComponent("pasar-malam-120bpm.m4a"))
        try scratch.write([UInt8](song), as: Array("song.m4a".utf8))
    }

    @Test func `JSON has the keys that scripts rely on`() throws {
        let run = try scratch.run("music", "inspect", "song.m4a", "--json")
        try #require(run.code == 0, "\(run.errors)")
        #expect(run.output.hasPrefix(#"{"schema":"clipfit.music/1","#))
        let result = try #require(try run.objects().first)
        for key in [
            "path", "duration", "tempo", "tempoConfidence", "alternatives", "beats", "downbeats", "energy",
            "loudness",
        ] { #expect(result[key] != nil, "\(key)") }
        #expect(abs(try #require(result["tempo"] as? Double) - 120) < 1)
    }

    @Test func `a video's sound is heard, and a bad file does not stop the rest`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        try scratch.write("no sound at all", as: "bad.mp3")
        let run = try scratch.run("music", "inspect", "bad.mp3", "clip.mp4", "song.m4a")
        #expect(run.code == 65)
        #expect(run.errors.hasPrefix("clipfit: error: could not listen to bad.mp3"))
        #expect(run.output.contains("clip.mp4: 20.0 s"))
        #expect(run.output.contains("song.m4a: 16.0 s\n  tempo     120"))
    }

    @Test func `a file that is cut short is told as damaged`() throws {
        let song = try scratch.contents(of: "song.m4a")
        try scratch.write([UInt8](song.prefix(song.count / 2)), as: Array("half.m4a".utf8))
        #expect(try scratch.run("music", "inspect", "half.m4a").code == 65)
        #expect(try scratch.run("music", "inspect", "missing.m4a").code == 66)
    }
}
