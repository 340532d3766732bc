import Foundation
import Testing

@Suite struct ConfigCommandTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func run(_ line: String) throws -> Outcome {
        let words =
            ["XDG_CONFIG_HOME=\(scratch.path)", clipfit] + line.split(separator: " ").map(String.init)
        return try scratch.start(words.map { Array($0.utf8) }, program: "/usr/bin/env").wait()
    }

    private func settings(_ text: String) throws {
        try scratch.makeFolder("clipfit")
        try scratch.write(text, as: "clipfit/config.yaml")
    }

    @Test func `what is in effect is shown with its line`() throws {
        try settings("# mine\npreset: kopi-senja\njobs: 3\n")
        let shown = try run("config show --origin")
        #expect(shown.output.contains("kopi-senja") && shown.output.contains("config.yaml:2"), "\(shown)")
        let rows = try #require(
            try run("config show --json").objects().first?["settings"] as? [[String: Any]])
        #expect(rows.map { $0["key"] as? String } == ["preset", "language", "jobs", "transcriber"])
        #expect(rows[2]["value"] as? String == "3" && rows[2]["line"] as? Int == 3)
        #expect(rows[3]["isDefault"] as? Bool == true && rows[3]["value"] is NSNull)
    }

    @Test func `what a flag or variable sets is shown with its name`() throws {
        try settings("language: id\n")
        #expect(try run("config show --origin").output.contains("# CLIPFIT_LANG"))
        let typed = try run("config show --origin --lang en")
        #expect(typed.output.contains("language     en") && typed.output.contains("# --lang"), "\(typed)")
    }

    @Test func `the preset of the settings file is used where none is typed`() throws {
        try settings("preset: tall.yaml\n")
        try scratch.write("output: 'tall-{stem}'\n", as: "clipfit/tall.yaml")
        try scratch.add(.kopi, as: "a.mp4")
        for (words, name) in [("", "tall-a"), (" -Z none", "a-15s")] {
            let done = try run("trim a.mp4 --pick start --dry-run --json\(words)")
            #expect(done.code == 0 && done.output.contains(name), "\(done)")
        }
    }

    @Test(
        arguments: [
            ("presets: a\n", "unknown key 'presets'"), ("jobs: many\n", "jobs is a number from 1 to 1024"),
            ("jobs: 0\n", "1 to 1024"), ("language: fr\n", "language is en or id"),
            ("preset: nosuch\n", "unknown preset 'nosuch'"), ("preset: [a]\n", "preset is the name"),
            ("- a\n", "settings are keys and values"),
        ])
    func `what the file cannot mean is 78 with its line`(text: String, message: String) throws {
        try settings(text)
        try scratch.add(.kopi, as: "a.mp4")
        let done = try run("batch . -o out --dry-run")
        #expect(done.code == 78 && done.errors.contains("config.yaml:1:1"), "\(done)")
        #expect(done.errors.contains(message), "\(done)")
    }

    @Test func `messages are in the language of the settings file, which CLIPFIT_LANG and --lang override`()
        throws
    {
        try settings("language: id\n")
        let none = [
            "-u", "CLIPFIT_LANG", "LC_ALL=C", "XDG_CONFIG_HOME=\(scratch.path)", clipfit, "probe", "no.mp4",
        ]
        let english = "no such file"
        for (words, isEnglish) in [
            (none, false), (["CLIPFIT_LANG=en"] + none.dropFirst(2), true), (none + ["--lang", "en"], true),
        ] {
            let done = try scratch.start(words.map { Array($0.utf8) }, program: "/usr/bin/env").wait()
            #expect(done.code == 66 && done.errors.contains(english) == isEnglish, "\(done)")
        }
    }

    @Test func `labels are coloured where colours are asked for`() throws {
        let coloured = try scratch.run("probe", "no.mp4", "--color", "always")
        #expect(coloured.errors.hasPrefix("\u{1B}[1;31mclipfit: error:\u{1B}[0m could not"), "\(coloured)")
        for words in [[], ["--color", "never"], ["--color", "auto"]] {
            #expect(
                try !scratch.run(bytes: (["probe", "no.mp4"] + words).map { Array($0.utf8) }).errors.contains(
                    "\u{1B}"))
        }
        #expect(try scratch.run("probe", "no.mp4", "--color", "blue").code == 64)
    }
}
