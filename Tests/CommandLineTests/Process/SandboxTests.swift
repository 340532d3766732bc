import Foundation
import Testing

/// What a confined process is refused, tried by a program that confines itself as clipfit does.
@Suite(.enabled(if: canConfine, "this kernel has no Landlock"))
struct SandboxTests {
    private static let allowed: Set = [
        "read-source", "create-in-out", "empty-own-output", "unlink-in-out", "nameless-in-out", "kill-self",
        "tgkill-self", "map-memory", "make-read-only", "file-in-memory", "thread",
    ]
    private static let refusals: Set = ["EACCES", "EPERM", "ENOSYS"]

    /// What each call came to, by its name.
    private func outcomes(landlock version: Int) throws -> [String: String] {
        let scratch = try Scratch()
        for name in ["in", "out"] { try scratch.makeFolder(name) }
        for name in ["in/clip.mp4", "outside.txt"] { try scratch.write("what nobody may touch", as: name) }
        let program = URL(fileURLWithPath: clipfit).deletingLastPathComponent().path + "/SandboxProbe"
        let words = [scratch.path, "\(version)"].map { Array($0.utf8) }
        let run = try scratch.start(words, program: program).wait()
        #expect(run.code == 0, "no refusal ends the process: \(run.output) \(run.errors)")
        for name in ["in/clip.mp4", "outside.txt"] {
            #expect(try scratch.contents(of: name) == Data("what nobody may touch".utf8))
        }
        return Dictionary(
            uniqueKeysWithValues: run.output.split(separator: "\n").map { line in
                let words = line.split(separator: " ").map(String.init)
                return (words[0], words[1])
            })
    }

    /// Versions of Landlock up to this kernel's, which 0 stands for.
    @Test(arguments: [1, 2, 3, 0])
    func `what no clip needs is refused, whatever Landlock knows`(version: Int) throws {
        let outcomes = try outcomes(landlock: version)
        #expect(outcomes.count >= 77)
        #expect(Set(outcomes.filter { $0.value == "done" }.keys) == Self.allowed)
        // The descriptor was opened for reading: the kernel itself says so.
        #expect(outcomes["ftruncate-source"] == "EINVAL")
        for (name, outcome) in outcomes where outcome != "done" && name != "ftruncate-source" {
            #expect(Self.refusals.contains(outcome), "\(name): \(outcome)")
        }
    }

    @Test func `the C library is told that the newer ways are not there`() throws {
        let outcomes = try outcomes(landlock: 0)
        #expect(outcomes["clone3"] == "ENOSYS")
        #expect(outcomes["openat2-source"] == "ENOSYS")
    }

    @Test func `no filter writes code: what is blurred is made larger in a confined worker`() throws {
        let scratch = try Scratch()
        try scratch.makeFolder("in")
        try scratch.add(.batik, as: "in/a.mp4")
        // A quarter of the width is a multiple of 32, and more than that of the clip: swscale would write code for that.
        let run = try scratch.run(
            "batch", "in", "-o", "out", "--pick", "start", "-l", "1", "--size", "4096x512", "--speed",
            "ultrafast", "--reframe", "contain-blur", "--sandbox", "require")
        #expect(run.code == 0, "\(run.errors)")
    }

    /// A verb, its words, and the input that it reads first.
    static let verbs: [(words: String, input: String)] = [
        ("probe clip.mp4", "clip.mp4"), ("probe --deep clip.mp4", "clip.mp4"),
        ("probe clip.mp4 other.mp4", "clip.mp4"), ("check clip.mp4", "clip.mp4"),
        ("trim -s 0 -d 1 -o cut.mp4 clip.mp4", "clip.mp4"),
        ("trim -s 0 -d 1 --size 64x64 --speed ultrafast -o small.mp4 clip.mp4", "clip.mp4"),
        ("render plan.json", "clip.mp4"), ("suggest clip.mp4", "clip.mp4"),
        ("sheet clip.mp4 -o sheet.png", "clip.mp4"),
        ("preset looks --sheet looks.png clip.mp4", "clip.mp4"), ("music inspect clip.mp4", "clip.mp4"),
        ("music add music.ogg --licence owned", "music.ogg"), ("learn import posts.csv", "posts.csv"),
    ]

    @Test(.enabled(if: canTrace, "strace is not there, or may not trace"))
    func `every verb that reads media is confined before it opens its input`() throws {
        let scratch = try Scratch()
        for name in ["clip.mp4", "other.mp4"] { try scratch.add(.batik, as: name) }
        let music = Sample.batik.url.deletingLastPathComponent().appendingPathComponent(
            "../music/hujan-sore-70bpm.ogg")
        try scratch.write([UInt8](Data(contentsOf: music)), as: Array("music.ogg".utf8))
        try scratch.write("post,posted,views\na,2026-01-02,100\n", as: "posts.csv")
        let plan = try scratch.run(
            "trim", "--dry-run", "--json", "-s", "0", "-d", "1", "-o", "p.mp4", "clip.mp4")
        try scratch.write(plan.output, as: "plan.json")
        for (words, input) in Self.verbs {
            let calls = "trace=open,openat,landlock_restrict_self,seccomp"
            let verb = words.split(separator: " ").map(String.init) + ["--sandbox", "require"]
            let traced = ["-f", "-o", "trace", "-e", calls, clipfit] + verb
            let run = try scratch.start(
                [
                    "XDG_DATA_HOME=\(scratch.path)/data", "XDG_CACHE_HOME=\(scratch.path)/cache",
                    "/usr/bin/strace",
                ]
                .map { Array($0.utf8) } + traced.map { Array($0.utf8) }, program: "/usr/bin/env"
            ).wait()
            // What a platform would refuse is no failure.
            #expect([0, 1].contains(run.code), "\(words): \(run.errors)")
            let lines = String(decoding: try scratch.contents(of: "trace"), as: UTF8.self).split(
                separator: "\n")
            let opened = lines.firstIndex {
                $0.contains(" open") && $0.contains("\(input)\"") && !$0.contains("O_PATH")
            }
            let before = try lines.prefix(#require(opened, "\(words): it is never opened"))
            #expect(before.contains { $0.contains("landlock_restrict_self(") }, "\(words)")
            #expect(before.contains { $0.contains("SECCOMP_SET_MODE_FILTER") }, "\(words)")
        }
    }

    @Test func `a library that was opened before leaves no thread that stays free`() throws {
        let scratch = try Scratch()
        try scratch.add(.batik, as: "clip.mp4")
        let run = try scratch.runAtHome(
            "trim clip.mp4 -l 1 --music auto --speed ultrafast -o out.mp4 --sandbox require".split(
                separator: " "
            ).map(String.init))
        #expect(run.code == 0, "\(run.errors)")
    }

    /// libdispatch ends a process that may not look at its threads.
    @Test(.enabled(if: canTrace, "strace is not there, or may not trace"))
    func `a library that is closed starts no thread of libdispatch`() throws {
        let scratch = try Scratch()
        try scratch.write("post,posted,views\na,2026-01-02,100\n", as: "posts.csv")
        let words = [
            "XDG_DATA_HOME=\(scratch.path)/data", "/usr/bin/strace", "-f", "-o", "trace", "-e",
            "trace=landlock_restrict_self,clone,clone3,epoll_create1", clipfit, "learn", "import",
            "posts.csv", "posts.csv", "none.csv",
        ]
        let run = try scratch.start(words.map { Array($0.utf8) }, program: "/usr/bin/env").wait()
        #expect(run.code == 66, "\(run.errors)")
        let trace = String(decoding: try scratch.contents(of: "trace"), as: UTF8.self)
        #expect(trace.contains("landlock_restrict_self(") && !trace.contains("epoll_create1("))
        #expect(!trace.contains("CLONE_THREAD"))
    }
}
