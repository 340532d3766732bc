import Foundation
import Glibc
import Testing

/// `clipfit start`, from an empty home.
@Suite struct StartCommandTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeFolder("clips")
        try scratch.add(.batik, as: "clips/batik.mp4", first: 5)
    }

    private let answers = [
        "--brand", "Kopi Senja", "--about", "Kedai kopi di Yogyakarta", "--city", "Yogyakarta", "--lang",
        "id",
        "--logo", "none", "--music", "auto",
    ]

    private func start(_ words: [String]) throws -> Outcome {
        try scratch.start(
            (["HOME=\(scratch.path)/home", clipfit, "start", "clips"] + words).map { Array($0.utf8) },
            program: "/usr/bin/env"
        ).wait()
    }

    @Test func `without a terminal a flag that is missing is named`() throws {
        for place in stride(from: 0, to: answers.count, by: 2) {
            var words = answers
            words.removeSubrange(place..<place + 2)
            let run = try start(words)
            #expect(run.code == 64)
            // The talk is in the posts' language.
            let complaint =
                answers[place] == "--lang" ? "error: --lang is" : "kesalahan: \(answers[place]) belum"
            #expect(run.errors.contains(complaint), "\(run.errors)")
        }
        var words = answers
        words[words.count - 1] = "."
        #expect(try start(words).errors.contains("--licence belum ada"))
        #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/home/.config"))
    }

    @Test func `a logo that is not a picture, music that is missing and an empty folder are refused`() throws
    {
        try scratch.write("not a picture", as: "logo.png")
        var words = answers
        words[9] = "logo.png"
        let run = try start(words)
        #expect(run.code == 65)
        #expect(run.errors.contains("logo.png: ini bukan gambar PNG, JPEG, atau WebP"), "\(run.errors)")
        words = answers
        words[11] = "nowhere"
        #expect(try start(words + ["--licence", "owned"]).code == 66)
        try scratch.makeFolder("empty")
        #expect(try scratch.run("start", "empty").code == 66)
        #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/home/.config"))
    }

    @Test(arguments: [
        ("--lang", "xx-toolong-tag!"), ("--lang", "none"), ("--brand", "None"), ("--about", "none"),
        ("--brand", String(repeating: "Kopi ", count: 30)), ("--city", String(repeating: "a", count: 61)),
        ("--about", String(repeating: "a", count: 2201)),
    ]) func `an answer that its preset would refuse is refused`(_ flag: String, _ answer: String) throws {
        var words = answers
        words[try #require(words.firstIndex(of: flag)) + 1] = answer
        let run = try start(words)
        #expect(run.code == 64 && run.errors.contains(flag), "\(run.errors)")
        #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/home/.config"))
    }

    @Test(arguments: ["ID", "en-US", "Bahasa Indonesia"])
    func `a language is understood however it is spelled`(_ language: String) throws {
        var words = answers
        words[7] = language
        let run = try start(words + ["--output", "posts"])
        try #require(run.code == 0, "\(run.errors)")
        let preset = try String(
            contentsOfFile: "\(scratch.path)/home/.config/clipfit/presets/kopi-senja.yaml", encoding: .utf8)
        #expect(preset.contains("\n  language: \(language == "en-US" ? "en" : "id") "))
    }

    @Test func `the first minute makes a preset, a library and a post`() throws {
        try scratch.makeFolder("music")
        let song = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../../Media/music/kopi-pagi-92bpm.m4a")
        try FileManager.default.copyItem(
            atPath: song.path, toPath: "\(scratch.path)/music/lagu.m4a")
        try scratch.write([UInt8](Self.logo), as: Array("logo.png".utf8))
        var words = answers
        words.replaceSubrange(9...11, with: ["logo.png", "--music", "music"])
        let run = try start(words + ["--licence", "owned", "--for", "tiktok"])
        try #require(run.code == 0, "\(run.errors)")
        #expect(run.output.contains("Kiriman pertama Anda: clips/ready/batik-"), "\(run.output)")
        #expect(run.output.contains("clipfit batch clips -o clips/ready -Z kopi-senja --report"))
        let preset = try String(
            contentsOfFile: "\(scratch.path)/home/.config/clipfit/presets/kopi-senja.yaml", encoding: .utf8)
        #expect(
            preset.contains("\nabout: 'Kedai kopi di Yogyakarta'") && preset.contains("kopi-senja-logo.png"))
        let caption = FileManager.default.enumerator(atPath: "\(scratch.path)/clips/ready")?.allObjects
            .compactMap { $0 as? String }.first { $0.hasSuffix(".caption.txt") }
        #expect(try scratch.contents(of: "clips/ready/\(caption ?? "")").count > 20)
        // The command that it names next takes the post as made.
        let next = try scratch.start(
            [
                "HOME=\(scratch.path)/home", clipfit, "batch", "clips", "-o", "clips/ready", "-Z",
                "kopi-senja",
                "--json",
            ].map { Array($0.utf8) }, program: "/usr/bin/env"
        ).wait()
        #expect(next.code == 0 && next.output.contains("\"skipped\""), "\(next.errors)\(next.output)")
        let again = try start(answers)
        #expect(again.code == 73, "\(again.errors)")
    }

    @Test func `a clip that is too short is reported in words, and Ctrl-C ends all with 130`() throws {
        try scratch.add(.batik, as: "clips/short.mp4", first: 1)
        try scratch.add(.kopi, as: "clips/long.mp4")
        let words = ["HOME=\(scratch.path)/home", clipfit, "start", "clips", "--for", "tiktok"] + answers
        let running = try scratch.start(words.map { Array($0.utf8) }, program: "/usr/bin/env")
        while !running.errorsSoFar.contains("Membuat kiriman"), kill(running.process, 0) == 0 { usleep(2000) }
        let began = ContinuousClock.now
        kill(running.process, SIGINT)
        let run = try running.wait()
        #expect(run.code == 130, "\(run.errors)")
        #expect(run.errors.hasSuffix("kesalahan: dihentikan\n"), "\(run.errors)")
        #expect(
            run.errors.contains("kesalahan: tidak bisa memotong clips/short.mp4") && !run.errors.contains("{")
        )
        #expect(ContinuousClock.now - began < .seconds(20))
        let ready = try? FileManager.default.contentsOfDirectory(atPath: "\(scratch.path)/clips/ready")
        #expect(ready?.allSatisfy { $0 == ".clipfit" } ?? true, "\(ready ?? [])")
    }

    /// A picture of 2 x 2 pixels.
    private static let logo =
        Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAYAAABytg0kAAAAEUlEQVR4nGM4YSPyH4QZYAwASlQIXXjCSjYAAAAASUVORK5CYII="
        ) ?? Data()
}
