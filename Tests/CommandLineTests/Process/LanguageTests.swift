import Foundation
import Testing

/// The language of messages: `--lang`, environment variables, and what is English in all languages.
@Suite struct LanguageTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// Runs clipfit with variables instead of the tests' own language.
    private func run(_ variables: [String], _ words: [String]) throws -> Outcome {
        let none = ["CLIPFIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"].flatMap { ["-u", $0] }
        return try scratch.start(
            (none + variables + [clipfit] + words).map { Array($0.utf8) }, program: "/usr/bin/env"
        ).wait()
    }

    @Test(arguments: [
        ([], false), (["LANG=id_ID.UTF-8"], true), (["LANG=in_ID"], true), (["LANG=id"], true),
        (["LC_MESSAGES=id_ID.UTF-8@latin", "LANG=en_US.UTF-8"], true),
        (["LC_ALL=C", "LC_MESSAGES=id_ID", "LANG=id"], false), (["LC_ALL=", "LANG=id"], true),
        (["LANG=POSIX"], false), (["LANG=idiom"], false), (["CLIPFIT_LANG=id", "LC_ALL=en_US"], true),
        (["CLIPFIT_LANG=en", "LC_ALL=id_ID"], false), (["CLIPFIT_LANG=xx", "LC_ALL=id_ID"], false),
        (["CLIPFIT_LANG=", "LC_ALL=id_ID"], true),
    ])
    func `the first variable that is set decides`(variables: [String], isIndonesian: Bool) throws {
        let run = try run(variables, ["probe", "nothing.mp4"])
        let line =
            isIndonesian
            ? "clipfit: kesalahan: tidak bisa membaca nothing.mp4: "
            : "clipfit: error: could not probe nothing.mp4: "
        #expect(run.errors.hasPrefix(line), "\(run.errors)")
        #expect(run.code == 66)
    }

    @Test func `--lang is understood anywhere, before the verb too, and wins`() throws {
        for words in [
            ["--lang", "id", "probe", "a.mp4"], ["probe", "--lang=id", "a.mp4"],
            ["probe", "a.mp4", "--lang", "ID"],
            ["probe", "--lang", "en", "a.mp4", "--lang", "id"], ["preset", "show", "a.mp4", "--lang", "id"],
            ["completion", "--lang", "id", "csh"], ["schema", "nothing", "--lang", "id"],
        ] {
            #expect(try run(["LANG=en_US"], words).errors.hasPrefix("clipfit: kesalahan: "), "\(words)")
        }
        #expect(try run(["LANG=id"], ["probe", "a", "--lang", "en"]).errors.hasPrefix("clipfit: error: "))
        // A file of this name.
        #expect(try run([], ["probe", "--", "--lang", "id"]).errors.contains("could not probe --lang: "))
    }

    @Test func `another language is a usage error that names the choices`() throws {
        let run = try run(["LANG=id"], ["probe", "a.mp4", "--lang", "fr"])
        #expect(run.code == 64)
        #expect(
            run.errors
                == "clipfit: kesalahan: clipfit tidak berbahasa 'fr'\nclipfit: saran: salah satu dari en, id\n"
        )
        #expect(try scratch.run("probe", "a.mp4", "--lang").code == 64)
        let json = try scratch.run("probe", "--json", "--lang", "fr").errorObjects()
        #expect(json.first?["message"] as? String == "'fr' is not a language that clipfit speaks")
    }

    @Test func `JSON is English in all languages, in errors and results`() throws {
        try scratch.add(.batik, as: "batik.mp4")
        for words in [
            ["probe", "nothing.mp4", "--json"], ["trim", "batik.mp4", "--length", "a", "--json"],
            ["check", "batik.mp4", "--for", "tiktok", "--json"],
            ["trim", "batik.mp4", "--json", "--dry-run", "-l", "3"],
            ["preset", "show", "kopi-senja"], ["completion", "bash"], ["schema"], ["preset", "schema"],
        ] {
            let (english, other) = (try run([], words), try run(["CLIPFIT_LANG=id"], words))
            #expect(other.code == english.code)
            #expect(other.output == english.output, "\(words)")
            #expect(other.errors == english.errors, "\(words)")
        }
    }

    @Test func `names of files come out as they are, whatever they are called`() throws {
        for name in [
            "no such file.mp4", "failed", "the clip has no sound", "a: no such file or directory", "3 posts",
        ] {
            let run = try run(["LANG=id"], ["probe", name])
            #expect(
                run.errors.hasPrefix("clipfit: kesalahan: tidak bisa membaca \(name): berkas"),
                "\(run.errors)")
        }
        try scratch.add(.batik, as: "the clip has no sound")
        let sheet = try run(["LANG=id"], ["sheet", "the clip has no sound", "-o", "ready.png"])
        #expect(sheet.output == "ready.png\n", "\(sheet.errors)")
        let probe = try run(["LANG=id"], ["probe", "the clip has no sound"])
        #expect(probe.output.hasPrefix("the clip has no sound: mp4, "), "\(probe.output)")
        #expect(probe.output.contains("frame/detik"), "\(probe.output)")
    }

    /// A line for each kind of sentence of the argument parser, and of ours about what it refuses.
    @Test(arguments: [
        ("trim a.mp4 --nosuch", "opsi '--nosuch' tidak dikenal"),
        ("trim a.mp4 --length", "nilai untuk '--length <length>' belum ada"),
        ("trim a.mp4 -l", "nilai untuk '-l <length>' belum ada"),
        ("trim", "argumen '<"), ("learn import", "sebutkan berkas untuk diimpor"),
        ("trim a.mp4 --length soon", "nilai 'soon' tidak sah untuk '--length <length>'"),
        ("trim a.mp4 --method magic", "nilai 'magic' tidak sah untuk '--method <method>'"),
        ("schema a b", "argumen 'b' tidak diharapkan"),
        ("schema a b c", "2 argumen tidak diharapkan: 'b', 'c'"),
        ("trim a.mp4 --json=yes", "opsi '--json' tidak memakai nilai, tetapi diberi 'yes'"),
        ("music nosuch", "perintah 'nosuch' tidak dikenal"),
        ("help nosuch", "tidak ada bantuan tentang 'nosuch'"),
        ("trimm a.mp4", "perintah 'trimm' tidak dikenal"), ("completion csh", "shell 'csh' tidak dikenal"),
        ("trim a.mp4 -q -v", "-q dan -v bertentangan"),
        ("trim a.mp4 -o {what}.mp4", "kata {what} dalam nama hasil tidak dikenal"),
        ("trim a.mp4 --quality 99", "--quality adalah bilangan dari 0 sampai 51, bukan 99"),
    ])
    func `each kind of usage error is translated`(line: String, message: String) throws {
        let run = try run(["LANG=id"], line.split(separator: " ").map(String.init))
        #expect(run.code == 64)
        #expect(run.errors.hasPrefix("clipfit: kesalahan: \(message)"), "\(run.errors)")
    }

    @Test func `the first screen is Indonesian and has every verb`() throws {
        let english = try run([], []).output
        let verbs = english.split(separator: "\n").drop { $0 != "SUBCOMMANDS:" }.dropFirst().filter {
            $0.hasPrefix("  ") && !$0.hasPrefix("   ")
        }.compactMap { $0.split(separator: " ").first }.filter { $0 != "See" }
        #expect(verbs.count > 10)
        let screen = try run(["LANG=id"], []).output
        #expect(screen.contains("PERINTAH:"))
        for verb in verbs { #expect(screen.contains("\n  \(verb) "), "\(verb)") }
    }

    @Test func `a batch's workers and the batch speak one language, once`() throws {
        try scratch.makeFolder("clips")
        try scratch.add(.batik, as: "clips/the clip has no sound.mp4")
        try scratch.write("no clip", as: "clips/failed.mp4")
        let run = try run(["LANG=id"], ["batch", "clips", "-o", "out", "-l", "3", "--pick", "start"])
        #expect(
            run.errors.contains("clipfit: kesalahan: tidak bisa memotong clips/failed.mp4: "), "\(run.errors)"
        )
        #expect(run.output.contains("out/the clip has no sound"), "\(run.output)")
        #expect(run.output.contains("1 selesai, 0 dilewati, 1 gagal dalam "), "\(run.output)")
    }
}
