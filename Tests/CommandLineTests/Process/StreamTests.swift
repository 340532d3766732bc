import Foundation
import Testing

/// File names of any bytes, and what happens to standard output.
@Suite struct StreamTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// Names that break programs, each without its extension.
    private static let names: [[UInt8]] = [
        Array("-dash".utf8), Array("new\nline".utf8), Array("http:x".utf8), Array("🎬 mañana".utf8),
        [0x61, 0xFF, 0xFE, 0x80],
        Array("tab\tquote\"back\\slash".utf8), Array("{stem}".utf8), Array("%d".utf8),
        Array("esc\u{1B}[31m".utf8), [0xC3],
        Array("\u{10FF80}".utf8), Array("concat:a|b".utf8),
    ]

    @Test(arguments: names)
    func `any bytes are a name`(stem: [UInt8]) throws {
        let name = stem + Array(".mp4".utf8)
        try scratch.add(.batik, as: name)
        let probe = try scratch.run(bytes: [
            Array("probe".utf8), Array("--json".utf8), Array("--".utf8), name,
        ])
        #expect(probe.code == 0, "\(probe.errors)")
        let probed = try #require(try probe.objects().first)
        #expect(probed["path"] as? String == String(decoding: name, as: UTF8.self))
        let isText = String(validating: name, as: UTF8.self) != nil
        #expect(
            (probed["pathBytes"] as? String).flatMap { Data(base64Encoded: $0) }
                == (isText ? nil : Data(name)))
        let trim = try scratch.run(
            bytes: ["trim", "--pick", "start", "-l", "1", "--"].map { Array($0.utf8) } + [name])
        #expect(trim.code == 0, "\(trim.errors)")
        let output = stem + Array("-1s.mp4".utf8)
        #expect(Set(scratch.rawNames) == [name, output])
        #expect(!trim.output.contains("\u{1B}"))
        #expect(trim.output.split(separator: "\n").count == 1)
    }

    /// C1, DEL, bidirectional marks, embeddings, overrides and isolates, and C0.
    private static let steering: [UInt32] =
        [0x1B, 0x07, 0x7F, 0x85, 0x9B, 0x061C, 0x200E, 0x200F] + Array(0x202A...0x202E)
        + Array(0x2066...0x2069)

    @Test(arguments: [[], ["--json"]], ["probe", "check", "trim", "dry", "missing", "sheet"])
    func `nothing in a file's name steers a terminal or turns the writing`(words: [String], verb: String)
        throws
    {
        let scalars = Self.steering.compactMap(Unicode.Scalar.init)
        var name = "a"
        for scalar in scalars { name.unicodeScalars.append(scalar) }
        name += ".mp4"
        if verb != "missing" { try scratch.add(.batik, as: name) }
        let lines = [
            "probe": ["probe"], "check": ["check", "--for", "tiktok"], "missing": ["probe"],
            "trim": ["trim", "--pick", "start", "-l", "1", "-v"], "sheet": ["sheet", "-o", "s.png"],
            "dry": ["trim", "--pick", "start", "-l", "1", "--dry-run"],
        ]
        let run = try scratch.run(bytes: (lines[verb]! + words + ["--", name]).map { Array($0.utf8) })
        #expect(run.output.utf8.count + run.errors.utf8.count > 0)
        for scalar in (run.output + run.errors).unicodeScalars where scalar != "\n" {
            #expect(!scalars.contains(scalar), "U+\(String(scalar.value, radix: 16)) in \(verb) \(words)")
        }
        guard words == ["--json"], ["probe", "check"].contains(verb) else { return }
        #expect(try run.objects().first?["path"] as? String == name)
    }

    @Test(arguments: ["", "--json"]) func `no line of a library reaches standard error`(word: String) throws {
        try scratch.add(.batik, as: "clip.mp4")
        // Without its settings fontconfig prints to C's stderr, as codecs do.
        let line =
            "FONTCONFIG_FILE=/nonexistent '\(clipfit)' trim clip.mp4 -s 1 -d 1 --size 180x320 "
            + "--speed ultrafast --text 'Halo 你好' -o out.mp4 \(word)"
        let run = try scratch.start(["-c", line].map { Array($0.utf8) }, program: "/bin/sh").wait()
        for line in run.errors.split(separator: "\n") {
            #expect(line.hasPrefix("clipfit: ") || line.hasPrefix("{\"schema\""), "\(line)")
        }
    }

    @Test func `bytes that are no UTF-8 go through a stored plan`() throws {
        let name: [UInt8] = [0xFF] + Array(".mp4".utf8)
        try scratch.add(.batik, as: name)
        let plan = try scratch.run(
            bytes: ["trim", "--pick", "start", "-l", "1", "--dry-run", "--json"].map { Array($0.utf8) } + [
                name
            ])
        try scratch.write(plan.output, as: "plan.json")
        #expect(try scratch.run("render", "plan.json").code == 0)
        #expect(scratch.rawNames.contains([0xFF] + Array("-1s.mp4".utf8)))
    }

    @Test(arguments: [
        ["probe", "clip.mp4"], ["trim", "clip.mp4", "--pick", "start", "-l", "1"],
        ["trim", "clip.mp4", "--pick", "start", "-l", "1", "--dry-run"],
    ])
    func `a closed standard output is 74 before anything is done`(words: [String]) throws {
        try scratch.add(.batik, as: "clip.mp4")
        let run = try scratch.start(words.map { Array($0.utf8) }, output: .closed).wait()
        #expect(run.code == 74)
        #expect(run.errors == "clipfit: error: standard output is closed\n")
        #expect(scratch.names == ["clip.mp4"])
    }

    @Test(arguments: [
        ["probe", "clip.mp4"], ["--version"], ["--help"], ["completion", "bash"],
        ["trim", "clip.mp4", "--pick", "start", "-l", "1"],
    ])
    func `a full disk behind standard output is 74`(words: [String]) throws {
        try scratch.add(.batik, as: "clip.mp4")
        let run = try scratch.start(words.map { Array($0.utf8) }, output: .file("/dev/full")).wait()
        #expect(run.code == 74, "\(run.errors)")
        #expect(run.errors.contains("could not write to standard output"))
    }

    @Test(arguments: [
        ["probe", "clip.mp4"], ["trim", "clip.mp4", "--pick", "start", "-l", "1"], ["--help"],
        ["trim", "missing.mp4"],
        ["trim", "--help"],
    ])
    func `nothing that is piped holds an escape sequence`(words: [String]) throws {
        try scratch.add(.batik, as: "clip.mp4")
        let run = try scratch.start(words.map { Array($0.utf8) }).wait()
        #expect(!(run.output + run.errors).contains("\u{1B}"))
        #expect(!(run.output + run.errors).contains("\r"))
    }

    @Test func `quiet says nothing but results`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let quiet = try scratch.run("trim", "clip.mp4", "--pick", "start", "-l", "1", "-q")
        #expect((quiet.code, quiet.errors) == (0, ""))
        let verbose = try scratch.run("trim", "clip.mp4", "--pick", "start", "-l", "2", "-v")
        #expect(verbose.errors.contains("clipfit: picture is copied"))
    }

    @Test func `help and version are results`() throws {
        let version = try scratch.run("--version")
        #expect(version.code == 0)
        #expect(version.output.first?.isNumber == true)
        #expect(try scratch.run("--help").output.contains("trim"))
        #expect(try scratch.run("help", "trim").code == 0)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `completion scripts know the verbs`(shell: String) throws {
        let run = try scratch.run("completion", shell)
        #expect(run.code == 0)
        #expect(run.output.contains("probe"))
    }

    @Test func `completions offer what the user added`() throws {
        try scratch.makeFolder("clipfit/presets")
        try scratch.write("lengths: [1]\n", as: "clipfit/presets/my-own-shop.yaml")
        try scratch.write("lengths: [1]\n", as: "here.yaml")
        let script = "XDG_CONFIG_HOME=$PWD '\(clipfit)' ---completion trim -- --preset 1 0 ''"
        let run = try scratch.start(["-c", script].map { Array($0.utf8) }, program: "/bin/sh").wait()
        let offered = run.output.split(separator: "\n").map(String.init)
        for word in ["my-own-shop", "kopi-senja", "here.yaml"] { #expect(offered.contains(word), "\(run)") }
    }
}
