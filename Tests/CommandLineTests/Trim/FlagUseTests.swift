import Testing

/// A flag that a verb takes does something, or is refused.
@Suite struct FlagUseTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeFolder("in")
        try scratch.add(.batik, as: "in/a.mp4")
    }

    private func run(_ words: String) throws -> Outcome {
        try scratch.run(bytes: words.split(separator: " ").map { Array($0.utf8) })
    }

    @Test(arguments: [
        ("--text-from 1", "--text-from is for --text"), ("--text-size 5", "--text-size is for --text"),
        ("--text-colour #ffcc00", "--text-colour is for --text, --captions or --cover-text"),
        ("--captions-as both", "--captions-as is for --captions"),
        ("--captions-position top", "--captions-position is for --captions"),
        ("--music-from 2", "--music-from is for --music"), ("--mix under", "--mix is for --music"),
        ("--logo-size 9", "--logo-size is for --logo"), ("--margin 1", "--margin is for --remove-silence"),
        ("--mix duck --mute --music auto", "--mix is for clips whose own sound is kept"),
        ("--method copy --quality 12", "--quality is for what is re-encoded"),
        ("--method copy --speed slow", "--speed is for what is re-encoded"),
    ])
    func `a flag that would change nothing is refused`(flags: String, message: String) throws {
        for verb in ["trim in/a.mp4", "batch in -o out"] {
            let refused = try run("\(verb) -l 1 --dry-run \(flags)")
            #expect(refused.code == 64, "\(verb) \(flags)")
            #expect(refused.errors.contains(message), "\(refused.errors)")
        }
    }

    @Test(arguments: [
        "--text-from 1 --text Kopi", "--captions-as sidecar --captions auto", "--method copy",
        "--mix replace --mute --music auto", "--quality 12",
    ])
    func `with what it is for it is taken`(flags: String) throws {
        let taken = try run("trim in/a.mp4 -s 0 -d 2 --dry-run \(flags)")
        #expect(taken.code == 0, "\(taken.errors)")
    }

    @Test func `of several brands some may use what others do not, but not none`() throws {
        try scratch.makeFolder("in/kopi")
        try scratch.makeFolder("settings/clipfit/presets")
        try scratch.add(.batik, as: "in/kopi/b.mp4")
        try scratch.write("text:\n  words: Kopi\n", as: "settings/clipfit/presets/kopi.yaml")
        let line =
            "XDG_CONFIG_HOME='\(scratch.path)/settings' '\(clipfit)' batch in -o out --preset-by-folder -l 1 "
            + "--pick start --dry-run --text-size 9"
        let taken = try scratch.start(["-c", line].map { Array($0.utf8) }, program: "/bin/sh").wait()
        #expect(taken.code == 0, "\(taken.errors)")
        #expect(taken.output.contains("Kopi"))
        let none = try scratch.start(
            ["-c", "\(line) --logo-size 9"].map { Array($0.utf8) }, program: "/bin/sh"
        ).wait()
        #expect(none.code == 64)
        #expect(none.errors.contains("--logo-size is for --logo"), "\(none.errors)")
    }

    @Test(arguments: [
        "-l 4", "--start 1", "--look kopi", "--preset x", "--all-audio", "--on-damage keep", "--clips 2",
        "--include *.mov", "--text Kopi",
    ])
    func `what plans decide is not taken beside them`(flags: String) throws {
        #expect(try run("batch in -o out -l 2 --pick start --plan-only plans.jsonl").code == 0)
        let refused = try run("batch in -o out --from-plan plans.jsonl \(flags)")
        #expect(refused.code == 64)
        #expect(refused.errors.contains("is decided by the plans of --from-plan"), "\(refused.errors)")
        #expect(try run("batch in -o out --from-plan plans.jsonl --limit 1").code == 0)
    }
}
