import Foundation
import Testing

/// `clipfit music`, with a library and caches that lie in the scratch folder.
@Suite struct MusicCommandTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeFolder("songs/more")
    }

    private func music(_ words: String...) throws -> Outcome { try scratch.runAtHome(["music"] + words) }

    private func add(_ piece: String, as name: String) throws {
        let url = Sample.kopi.url.deletingLastPathComponent().appendingPathComponent("../music/\(piece)")
        try scratch.write([UInt8](Data(contentsOf: url)), as: Array("songs/\(name)".utf8))
    }

    @Test func `on a fresh machine there is what is built in, and no library is made for looking`() throws {
        let list = try music("list", "--json").objects()
        #expect(list.map { $0["id"] as? String } == ["hujan-sore", "kopi-pagi", "pasar-malam"])
        for piece in list {
            #expect(piece["schema"] as? String == "clipfit.music/1" && piece["builtIn"] as? Bool == true)
            #expect((piece["licence"] as? [String: Any])?["kind"] as? String == "cc0")
            #expect((piece["beats"] as? [Double])?.isEmpty == false && piece["missing"] as? Bool == false)
        }
        #expect(try music("show", "pasar-malam").output.contains(" bpm, "))
        #expect(try music("remove", "kopi-pagi").code == 65)
        #expect(scratch.names == ["songs"])
    }

    @Test func `a folder is added with its licence; pictures and videos are passed over`() throws {
        try add("kopi-pagi-92bpm.m4a", as: "Kopi Pagi.m4a")
        try add("hujan-sore-70bpm.ogg", as: "more/rain.ogg")
        try scratch.write("a picture", as: "songs/cover.jpg")
        try scratch.add(.batik, as: "songs/clip.mp4")
        try scratch.write("signed", as: "proof.pdf")
        let run = try music(
            "add", "songs", "--licence", "commercial-library", "--territory", "id,MY", "--platforms",
            "tiktok", "--from",
            "2026-01-01", "--expires", "2099-12-31", "--proof", "proof.pdf", "--mood", "Calm,warm",
            "--attribution", "Us")
        #expect(run.code == 0, "\(run.errors)")
        #expect(
            run.output.split(separator: "\n").map { String($0.prefix { $0 != ":" }) } == [
                "added kopi-pagi-2", "added rain",
            ])
        for name in ["cover.jpg", "clip.mp4"] {
            #expect(run.errors.contains("songs/\(name) is no music, and was passed over"))
        }
        let piece = try #require(try music("show", "--json", "kopi-pagi-2").objects().first)
        let licence = try #require(piece["licence"] as? [String: Any])
        #expect(
            licence["territories"] as? [String] == ["ID", "MY"]
                && licence["platforms"] as? [String] == ["tiktok"])
        #expect(licence["from"] as? String == "2026-01-01" && licence["expires"] as? String == "2099-12-31")
        #expect(
            (licence["proof"] as? String)?.hasSuffix("/proof.pdf") == true
                && licence["attribution"] as? String == "Us")
        #expect(piece["title"] as? String == "Kopi Pagi" && piece["artist"] as? String == "clipfit")
        #expect(piece["moods"] as? [String] == ["calm", "warm"])
        #expect(abs(try #require(piece["duration"] as? Double) - 15.65) < 0.05)
    }

    @Test func `a broken file does not stop the rest; one is its own exit code, several are 1`() throws {
        try add("kopi-pagi-92bpm.m4a", as: "good.m4a")
        try scratch.write("no music", as: "songs/broken.mp3")
        let one = try music("add", "songs")
        #expect(one.code == 65 && one.output.hasPrefix("added good:"))
        #expect(one.errors.contains("songs/broken.mp3"))
        try scratch.write("", as: "songs/empty.wav")
        try scratch.write(
            [UInt8](scratch.contents(of: "songs/good.m4a").prefix(60_000)), as: Array("songs/cut.m4a".utf8))
        try scratch.add(.batik, as: "songs/really-a-video.m4a")
        let several = try music("add", "songs", "--json")
        #expect(several.code == 1)
        #expect(try several.objects().map { $0["id"] as? String } == ["good"])
        let errors = several.errors.split(separator: "\n").filter { $0.contains("clipfit.error/1") }
        #expect(errors.count == 4)
        #expect(try music("add", "songs/really-a-video.m4a").code == 65)
        #expect(try music("add", "songs/none.mp3").code == 66)
    }

    @Test func `without a licence it is added, and its terms stay unknown`() throws {
        try add("kopi-pagi-92bpm.m4a", as: "a.m4a")
        let run = try music("add", "songs/a.m4a")
        #expect(run.code == 0 && run.output.contains("unknown"))
        #expect(run.errors.contains("its licence is unknown") && run.errors.contains("CC0 1.0"))
    }

    @Test func `adding again changes what is said and keeps the rest`() throws {
        try add("kopi-pagi-92bpm.m4a", as: "a.m4a")
        _ = try music("add", "songs/a.m4a", "--licence", "owned", "--mood", "calm", "--sound-id", "730")
        let again = try music("add", "songs/a.m4a", "songs/../songs/a.m4a", "--title", "Morning")
        #expect(
            again.output == "updated a: Morning by clipfit, 92 bpm, \(energy(again)), owned\n",
            "\(again.errors)")
        let piece = try #require(try music("show", "--json", "a").objects().first)
        #expect(piece["moods"] as? [String] == ["calm"] && piece["soundIds"] as? [String] == ["730"])
    }

    private func energy(_ run: Outcome) -> String {
        run.output.split(separator: ",").map { String($0.dropFirst()) }.first { $0.hasPrefix("energy") } ?? ""
    }

    @Test func `a file that is gone is shown as missing, and found again where it was moved to`() throws {
        try add("kopi-pagi-92bpm.m4a", as: "a.m4a")
        _ = try music("add", "songs", "--licence", "owned")
        try FileManager.default.moveItem(
            atPath: "\(scratch.path)/songs/a.m4a", toPath: "\(scratch.path)/songs/more/b.m4a")
        #expect(try music("list").output.contains("missing"))
        #expect(try music("list", "--json").objects().last?["missing"] as? Bool == true)
        let moved = try music("add", "songs")
        #expect(moved.output.hasPrefix("moved a:") && moved.output.hasSuffix("owned\n"))
        #expect(try !music("list").output.contains("missing"))
    }

    @Test func `what is removed is forgotten, and its file is left alone`() throws {
        try add("kopi-pagi-92bpm.m4a", as: "a.m4a")
        _ = try music("add", "songs", "--licence", "owned")
        #expect(try music("remove", "a").output == "removed a\n")
        #expect(try scratch.contents(of: "songs/a.m4a").count > 100_000)
        let again = try music("remove", "a", "b")
        #expect(again.code == 1 && again.errors.contains("there is no such track"))
        #expect(try music("show", "kopi-pag").errors.contains("did you mean 'kopi-pagi'?"))
    }

    @Test(arguments: [
        ["add"], ["add", "a.m4a", "--licence", "free"], ["add", "a.m4a", "--expires", "tomorrow"],
        ["add", "a.m4a", "--licence", "owned", "--territory", "Indonesia"], ["show"], ["remove"],
        ["add", "a.m4a", "--from", "2026-05-01", "--expires", "2026-04-01"],
        ["add", "songs", "--licence", "owned", "--platforms", "myspace"],
    ])
    func `words that make no sense are a wrong usage, and nothing is stored`(words: [String]) throws {
        try add("kopi-pagi-92bpm.m4a", as: "a.m4a")
        #expect(try scratch.runAtHome(["music"] + words).code == 64)
        #expect(scratch.names == ["songs"])
    }
}

extension Scratch {
    /// Runs `clipfit` with the user's data and caches in this folder.
    func runAtHome(_ words: [String]) throws -> Outcome {
        let home = ["XDG_DATA_HOME=\(path)/data", "XDG_CACHE_HOME=\(path)/cache", "HOME=\(path)"]
        return try start((home + [clipfit] + words).map { Array($0.utf8) }, program: "/usr/bin/env").wait()
    }
}
