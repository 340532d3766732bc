import Foundation
import Glibc
import Testing

/// `clipfit trim`, as a user at a shell meets it.
@Suite struct TrimCommandTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func `a file alone becomes its best 15 seconds beside it`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let run = try scratch.run("trim", "clip.mp4")
        #expect(run.code == 0)
        #expect(scratch.names == ["clip-15s.mp4", "clip.mp4"])
        #expect(run.output.hasPrefix("clip-15s.mp4: 15 s"))
        #expect(run.errors == "")
    }

    @Test func `JSON has the keys that scripts rely on, schema first`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let run = try scratch.run("trim", "clip.mp4", "-s", "3.99", "-l", "2", "--json", "-o", "out.mp4")
        try #require(run.code == 0, "\(run.errors)")
        #expect(run.output.hasPrefix(#"{"schema":"clipfit.trim/1","#))
        let objects = try run.objects()
        try #require(objects.count == 1)
        let result = objects[0]
        for key in [
            "source", "output", "window", "duration", "frames", "method", "copiedFrames", "reencodedFrames",
            "reasons",
            "deviations", "seconds", "proof",
        ] { #expect(result[key] != nil, "\(key)") }
        #expect(result["source"] as? String == "clip.mp4")
        #expect(result["output"] as? String == "out.mp4")
        #expect(result["window"] as? [String: Double] == ["start": 4, "end": 6])
        #expect(result["frames"] as? Int == 60)
        #expect(result["method"] as? String == "smart")
        #expect((result["copiedFrames"] as? Int ?? 0) + (result["reencodedFrames"] as? Int ?? 0) == 60)
        let proof = try #require(result["proof"] as? [String: Any])
        for key in ["duration", "frames", "checkedFrames", "videoStart", "audioStart"] {
            #expect(proof[key] is NSNumber, "\(key)")
        }
    }

    @Test func `all frames are decoded again where a flag, a preset or a plan asks for it`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        try scratch.write("verify: all\n", as: "strict.yaml")
        let words = ["trim", "clip.mp4", "-s", "4", "-d", "2", "--json"]
        func checked(_ words: [String]) throws -> (all: Bool, reasons: [String]) {
            let run = try scratch.run(bytes: words.map { Array($0.utf8) })
            try #require(run.code == 0, "\(run.errors)")
            let result = try run.objects()[0]
            let proof = try #require(result["proof"] as? [String: Any])
            let count = try #require(proof["checkedFrames"] as? Int)
            return (count == result["frames"] as? Int, result["reasons"] as? [String] ?? [])
        }
        let usual = try checked(words + ["-o", "a.mp4"])
        #expect(!usual.all && usual.reasons.contains { $0.contains("were not decoded: --verify all") })
        #expect(try checked(words + ["-o", "b.mp4", "--verify", "all"]).all)
        #expect(try checked(words + ["-o", "c.mp4", "-Z", "strict.yaml"]).all)
        #expect(try !checked(words + ["-o", "d.mp4", "-Z", "strict.yaml", "--verify", "seams"]).all)
        let plan = try scratch.run(
            bytes: (words + ["-o", "e.mp4", "--verify", "all", "--dry-run"]).map { Array($0.utf8) })
        try scratch.write(plan.output, as: "plan.json")
        #expect(try checked(["render", "plan.json", "--json"]).all)
        #expect(try scratch.run("trim", "clip.mp4", "--verify", "some").code == 64)
    }

    @Test func `a dry run changes nothing and prints what render takes`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let plan = try scratch.run(
            "trim", "clip.mp4", "-s", "4", "-l", "1", "-o", "out.mp4", "--dry-run", "--json")
        try #require(plan.code == 0, "\(plan.errors)")
        #expect(scratch.names == ["clip.mp4"])
        #expect(plan.output.hasPrefix(#"{"schema":"clipfit.plan/1","#))
        #expect(plan.output.split(separator: "\n").count == 1)
        #expect(plan.output.components(separatedBy: #""schema":"#).count == 2, "the schema stands in it once")
        try scratch.write(plan.output, as: "plan.json")
        let render = try scratch.run("render", "plan.json", "--json")
        try #require(render.code == 0, "\(render.errors)")
        #expect(render.output.hasPrefix(#"{"schema":"clipfit.trim/1","#))
        let direct = try scratch.run("trim", "clip.mp4", "-s", "4", "-l", "1", "-o", "direct.mp4")
        #expect(direct.code == 0)
        #expect(try scratch.contents(of: "out.mp4") == scratch.contents(of: "direct.mp4"))
    }

    @Test func `a dry run for people tells the parts and why`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let run = try scratch.run("trim", "clip.mp4", "-s", "4", "-l", "1", "--dry-run")
        #expect(run.code == 0)
        #expect(run.output.hasPrefix("clip.mp4 -> clip-1s.mp4\n"))
        #expect(run.output.contains("encode 8 frames"))
        #expect(run.output.contains("copy "))
        #expect(scratch.names == ["clip.mp4"])
    }

    @Test func `several lengths come from one call`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let run = try scratch.run("trim", "clip.mp4", "--pick", "start", "-l", "1", "-l", "2.5", "--json")
        #expect(run.code == 0, "\(run.errors)")
        #expect(scratch.names == ["clip-1s.mp4", "clip-3s.mp4", "clip.mp4"])
        #expect(try run.objects().map { $0["frames"] as? Int } == [30, 75])
    }

    @Test func `the name is made from a template`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let run = try scratch.run(
            "trim", "clip.mp4", "-s", "4.5", "-l", "1", "-l", "2", "-o", "{n}_{stem}_{start}_{length}.mov")
        #expect(run.code == 0, "\(run.errors)")
        #expect(scratch.names == ["1_clip_4.5_1.mov", "2_clip_4.5_2.mov", "clip.mp4"])
    }

    @Test func `a folder as output takes the standard name`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        mkdir("\(scratch.path)/out", 0o755)
        #expect(try scratch.run("trim", "clip.mp4", "--pick", "start", "-l", "1", "-o", "out").code == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(scratch.path)/out") == ["clip-1s.mp4"])
    }

    @Test func `one bad input does not stop the others`() throws {
        try scratch.add(.batik, as: "good.mp4")
        try scratch.write("no video", as: "bad.mp4")
        let run = try scratch.run("trim", "missing.mp4", "good.mp4", "--pick", "start", "-l", "1", "--json")
        #expect(run.code == 66)
        #expect(try run.objects().map { $0["source"] as? String } == ["good.mp4"])
        #expect(try run.errorObjects().map { $0["path"] as? String } == ["missing.mp4"])
        let two = try scratch.run(
            "trim", "missing.mp4", "bad.mp4", "good.mp4", "--pick", "start", "-l", "2", "--json")
        #expect(two.code == 1)
        #expect(try two.errorObjects().map { $0["exit"] as? Int } == [66, 65])
        #expect(scratch.names == ["bad.mp4", "good-1s.mp4", "good-2s.mp4", "good.mp4"])
    }

    @Test func `nothing is overwritten without being asked`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        try scratch.write("mine", as: "out.mp4")
        let refused = try scratch.run("trim", "clip.mp4", "--pick", "start", "-l", "1", "-o", "out.mp4")
        #expect(refused.code == 73)
        #expect(refused.errors.contains("hint: use --overwrite"))
        #expect(try scratch.contents(of: "out.mp4") == Data("mine".utf8))
        #expect(
            try scratch.run("trim", "clip.mp4", "--pick", "start", "-l", "1", "-o", "out.mp4", "--overwrite")
                .code == 0)
        #expect(try scratch.contents(of: "out.mp4").count > 1000)
        #expect(scratch.names == ["clip.mp4", "out.mp4"])
    }

    @Test func `a source is never replaced by its own part`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let before = try scratch.contents(of: "clip.mp4")
        let run = try scratch.run("trim", "clip.mp4", "-l", "1", "-o", "clip.mp4", "--overwrite")
        #expect(run.code == 73)
        #expect(try scratch.contents(of: "clip.mp4") == before)
        #expect(scratch.names == ["clip.mp4"])
    }

    @Test(arguments: [
        ["trim"], ["trim", "clip.mp4", "--no-such-flag"], ["trim", "clip.mp4", "-l", "abc"],
        ["trim", "clip.mp4", "-l", "0"],
        ["trim", "clip.mp4", "-l", "1", "-l", "2", "-o", "out.mp4"],
        ["trim", "clip.mp4", "-l", "1", "-l", "2", "-o", "a{b.mp4"],
        ["trim", "clip.mp4", "-l", "1", "-l", "1"],
        ["trim", "clip.mp4", "-s", "1", "-e", "2", "-d", "3"],
        ["trim", "clip.mp4", "-s", "5", "-e", "4"], ["trim", "clip.mp4", "--pick", "middle", "-s", "1"],
        ["trim", "clip.mp4", "--pick", "0"], ["trim", "clip.mp4", "--pick", "worst"],
        ["trim", "clip.mp4", "--clips", "0"], ["trim", "clip.mp4", "--clips", "2", "--pick", "2"],
        ["trim", "clip.mp4", "--pick", "start", "--min-gap", "1"], ["trim", "clip.mp4", "--snap", "luck"],
        ["trim", "clip.mp4", "--snap", "scene", "-s", "1"], ["trim", "clip.mp4", "--clips", "2", "-e", "3"],
        ["trim", "clip.mp4", "-o", "{what}.mp4"], ["trim", "clip.mp4", "--quality", "99"], ["frobnicate"],
        ["trim", "clip.mp4", "-q", "-v"],
        ["trim", "clip.mp4", "--method", "magic"], ["probe"], ["render"],
    ])
    func `a mistake in the command is 64`(words: [String]) throws {
        try scratch.add(.batik, as: "clip.mp4")
        let run = try scratch.start(words.map { Array($0.utf8) }).wait()
        #expect(run.code == 64, "\(run.errors)")
        #expect(run.output == "")
        #expect(run.errors.hasPrefix("clipfit: error: "))
        #expect(scratch.names == ["clip.mp4"])
    }

    @Test(
        arguments: [
            (["clip.mp4", "-s", "100"], 65), (["clip.mp4", "-o", "out.avi"], 65), (["text.mp4"], 65),
            (["empty.mp4"], 65), (["."], 65),
            (["fifo"], 65), (["missing.mp4"], 66), (["clip.mp4", "-o", "no/such/folder/out.mp4"], 73),
            (["clip.mp4", "-o", "taken.mp4"], 73),
            (["clip.mp4", "-o", "out.webm", "--method", "copy"], 65),
        ] as [([String], Int32)])
    func `each failure has its code and one clear line`(words: [String], code: Int32) throws {
        try scratch.add(.batik, as: "clip.mp4")
        try scratch.write("This is no video.", as: "text.mp4")
        try scratch.write("", as: "empty.mp4")
        mkdir("\(scratch.path)/taken.mp4", 0o755)
        mkdir("\(scratch.path)/taken.mp4/clip-1s.mp4", 0o755)
        mkfifo("\(scratch.path)/fifo", 0o644)
        let before = scratch.names
        let run = try scratch.start((["trim", "-l", "1"] + words).map { Array($0.utf8) }).wait()
        #expect(run.code == code, "\(run.errors)")
        #expect(run.output == "")
        let lines = run.errors.split(separator: "\n")
        #expect(lines.first?.hasPrefix("clipfit: error: could not trim ") == true)
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("clipfit: hint: ") } && lines.count <= 2)
        #expect(scratch.names == before)
    }

    @Test func `an unreadable file is 66`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        // Root may read everything: a link that leads to itself is unreadable for root too.
        symlink("loop.mp4", "\(scratch.path)/loop.mp4")
        #expect(try scratch.run("trim", "loop.mp4").code == 66)
    }

    @Test func `errors in JSON have their keys`() throws {
        let run = try scratch.run("trim", "missing.mp4", "--json")
        #expect(run.errors.hasPrefix(#"{"schema":"clipfit.error/1","#))
        let error = try #require(try run.errorObjects().first)
        for key in ["code", "exit", "message", "hint", "path"] { #expect(error[key] != nil, "\(key)") }
        #expect(error["exit"] as? Int == 66)
        #expect(error["hint"] is NSNull)
    }

    @Test(arguments: [
        ["trim", "clip.mp4", "--json", "--no-such-flag"],
        ["trim", "-l", "1", "-l", "1", "clip.mp4", "--json"],
        ["frobnicate", "--json"],
    ])
    func `a mistake in the command is an object where JSON is asked for`(words: [String]) throws {
        let run = try scratch.start(words.map { Array($0.utf8) }).wait()
        #expect(run.code == 64 && run.output == "")
        let errors = try run.errorObjects()
        try #require(errors.count == 1)
        #expect(run.errors.hasPrefix(#"{"schema":"clipfit.error/1","#))
        #expect(errors[0]["code"] as? String == "usage" && errors[0]["exit"] as? Int == 64)
        #expect(errors[0]["path"] is NSNull && errors[0]["hint"] is String)
    }

    @Test func `a file called --json asks for nothing`() throws {
        let run = try scratch.run("trim", "--quality", "99", "--", "--json")
        #expect(run.code == 64)
        #expect(run.errors.hasPrefix("clipfit: error: "))
    }

    @Test func `two outputs that get one name only by their clips are refused too`() throws {
        try scratch.add(.batik, as: "a.mp4")
        try scratch.add(.batik, as: "b.mp4")
        let run = try scratch.run(
            "trim", "a.mp4", "b.mp4", "-s", "-2", "-o", "{start}.mp4", "--overwrite", "--json")
        #expect(run.code == 64)
        #expect(try run.objects().count == 1, "the first is written")
        #expect(scratch.names == ["18.mp4", "a.mp4", "b.mp4"])
    }

    @Test func `method copy tells by how much it misses`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let run = try scratch.run("trim", "clip.mp4", "-s", "4", "-l", "1", "--method", "copy", "--json")
        let result = try #require(try run.objects().first)
        #expect(result["method"] as? String == "copy")
        #expect(abs(((result["window"] as? [String: Double])?["start"] ?? 0) - 128.0 / 30) < 1e-9)
        let reasons = try #require(result["reasons"] as? [String])
        #expect(reasons.contains("starts 0.267 s later than asked"), "\(reasons)")
    }

    @Test func `a negative start counts from the end`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let run = try scratch.run("trim", "clip.mp4", "-s", "-2", "--json", "--dry-run")
        #expect(run.code == 0, "\(run.errors)")
        let plan = try #require(try run.objects().first)
        #expect((plan["requested"] as? [String: String])?["start"]?.hasPrefix("18/1") == true)
    }

    @Test func `progress is told where it is asked for, and only on standard error`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let plain = try scratch.run("trim", "clip.mp4", "--pick", "start", "-l", "1", "--progress", "plain")
        #expect(plain.errors.contains("clip-1s.mp4: 50 %\n"))
        #expect(!plain.output.contains("%"))
        let json = try scratch.run("trim", "clip.mp4", "--pick", "start", "-l", "2", "--progress", "json")
        #expect(try json.errorObjects().allSatisfy { $0["schema"] as? String == "clipfit.progress/1" })
        #expect(!json.errors.isEmpty)
    }

    @Test func `SIGTERM in the middle leaves nothing behind`() throws {
        try scratch.add(.kopi, as: "clip.mp4")
        let words = [
            "trim", "clip.mp4", "--pick", "start", "-l", "60", "--method", "encode", "--speed", "veryslow",
            "--progress",
            "plain",
        ]
        let running = try scratch.start(words.map { Array($0.utf8) })
        // The first line of progress comes after the output was opened.
        while running.errorsSoFar.isEmpty, kill(running.process, 0) == 0 { usleep(2000) }
        kill(running.process, SIGTERM)
        let outcome = try running.wait()
        #expect(outcome.code == 143, "\(outcome.errors)")
        #expect(outcome.errors.contains("interrupted"))
        #expect(scratch.names == ["clip.mp4"])
    }

    @Test func `SIGINT ends with 130`() throws {
        try scratch.add(.kopi, as: "clip.mp4")
        let words = [
            "trim", "clip.mp4", "--pick", "start", "-l", "60", "--method", "encode", "--speed", "veryslow",
            "--progress",
            "plain",
        ]
        let running = try scratch.start(words.map { Array($0.utf8) })
        while running.errorsSoFar.isEmpty, kill(running.process, 0) == 0 { usleep(2000) }
        kill(running.process, SIGINT)
        #expect(try running.wait().code == 130)
        #expect(scratch.names == ["clip.mp4"])
    }

    @Test func `SIGKILL leaves no file under the final name`() throws {
        try scratch.add(.kopi, as: "clip.mp4")
        let words = [
            "trim", "clip.mp4", "--pick", "start", "-l", "60", "--method", "encode", "--speed", "veryslow",
            "--progress",
            "plain",
        ]
        let running = try scratch.start(words.map { Array($0.utf8) })
        while running.errorsSoFar.isEmpty, kill(running.process, 0) == 0 { usleep(2000) }
        kill(running.process, SIGKILL)
        #expect(try running.wait().code == 137)
        #expect(!scratch.names.contains("clip-60s.mp4"))
    }

    // CLI.md: a run opens no socket. Skipped, and shown as such, where system calls cannot be traced.
    @Test(.enabled(if: canTrace, "strace is missing or not permitted here"))
    func `a run opens no socket and no second file of a playlist`() throws {
        try scratch.write(
            "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n",
            as: "list.mp4")
        try scratch.write("ffconcat version 1.0\nfile private.mp4\n", as: "concat.mp4")
        try scratch.add(.batik, as: "private.mp4")
        try scratch.add(.batik, as: "clip.mp4")
        for (words, code) in [
            (["trim", "list.mp4"], 65), (["probe", "concat.mp4"], 65),
            (["trim", "clip.mp4", "--pick", "start", "-l", "1"], 0),
        ] as [([String], Int32)] {
            let trace =
                [
                    "-f", "-qq", "-e", "trace=socket,socketpair,connect,openat,open", "-o", "trace.txt",
                    clipfit,
                ] + words
            let run = try scratch.start(trace.map { Array($0.utf8) }, program: "/usr/bin/strace").wait()
            #expect(run.code == code, "\(run.errors)")
            let calls = String(decoding: try scratch.contents(of: "trace.txt"), as: UTF8.self)
            #expect(calls.contains(words[1]), "the trace shows the file that was named")
            #expect(!calls.contains("socket") && !calls.contains("connect("))
            #expect(!calls.contains("private.mp4"))
        }
    }

    @Test func `remake replaces what clipfit made, and not what somebody changed or made`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let words = ["trim", "clip.mp4", "-s", "1", "-d", "1", "-o", "out.mp4"].map { Array($0.utf8) }
        let again = words + [Array("--remake".utf8)]
        #expect(try scratch.run(bytes: words).code == 0)
        #expect(try scratch.run(bytes: words).code == 73)
        #expect(try scratch.run(bytes: again + ["--method", "encode"].map { Array($0.utf8) }).code == 0)
        let made = try scratch.contents(of: "out.mp4")
        try scratch.write("my edit", as: "out.mp4")
        #expect(try scratch.run(bytes: again).code == 73)
        #expect(try scratch.contents(of: "out.mp4") == Data("my edit".utf8))
        unlink("\(scratch.path)/out.mp4")
        // The same bytes, but no file that clipfit wrote.
        try made.write(to: URL(fileURLWithPath: "\(scratch.path)/out.mp4"))
        #expect(try scratch.run(bytes: again).code == 73)
        #expect(try scratch.contents(of: "out.mp4") == made)
    }
}
