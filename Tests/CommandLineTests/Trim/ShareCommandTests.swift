import Foundation
import Testing

/// `clipfit batch` over several machines, and `clipfit merge`, as a user at a shell meets them.
@Suite struct ShareCommandTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeFolder("in/day")
        for name in ["a", "b", "day/c", "day/d"] { try scratch.add(.batik, as: "in/\(name).mp4") }
    }

    private func run(_ words: String) throws -> Outcome {
        try scratch.run(bytes: words.split(separator: " ").map { Array($0.utf8) })
    }

    /// Runs a line of the shell.
    private func shell(_ line: String) throws -> Outcome {
        try scratch.start(["-c", line].map { Array($0.utf8) }, program: "/bin/sh").wait()
    }

    /// Files below a folder with their bytes, hidden ones left out.
    private func tree(_ folder: String) throws -> [String: Data] {
        let names = FileManager.default.enumerator(atPath: "\(scratch.path)/\(folder)")?.allObjects ?? []
        let files = names.compactMap { $0 as? String }.filter { $0.hasSuffix(".mp4") }
        return try Dictionary(
            uniqueKeysWithValues: files.map { ($0, try scratch.contents(of: "\(folder)/\($0)")) })
    }

    @Test func `shards make together what one batch makes, and merge tells what is missing until then`()
        throws
    {
        #expect(try run("batch in -o one -l 1 --pick start").code == 0)
        #expect(try run("merge one").code == 66)
        #expect(try run("batch in -o out -l 1 --pick start --shard 1/2 --manifest list.jsonl").code == 0)
        let early = try run("merge out")
        #expect(early.code == 1)
        #expect(early.errors.contains("shard 2 did not run"))
        // What comes later is in no list.
        try scratch.add(.batik, as: "in/later.mp4")
        let second = try shell(
            "SLURM_ARRAY_TASK_ID=2 '\(clipfit)' batch in -o out -l 1 --pick start --shard auto/2 --manifest list.jsonl"
        )
        #expect(second.code == 0, "\(second.errors)")
        let merged = try run("merge out --json")
        #expect(merged.code == 0, "\(merged.errors)")
        #expect(try tree("out") == tree("one"))
        let sources = try merged.objects().dropLast().map { $0["source"] as? String }
        #expect(sources == ["in/a.mp4", "in/b.mp4", "in/day/c.mp4", "in/day/d.mp4"])
        #expect(try run("merge out --json").output == merged.output)
        #expect(try scratch.contents(of: "out/.clipfit/results.jsonl") == Data(merged.output.utf8))
        // A shard that runs again has nothing to do, and changes nothing that counts.
        let again = try run("batch in -o out -l 1 --pick start --shard 1/2 --manifest list.jsonl --json")
        #expect(try again.objects().dropLast().allSatisfy { $0["status"] as? String == "skipped" })
        #expect(try run("merge out").code == 0)
        unlink("\(scratch.path)/out/day/c-1s.mp4")
        let lost = try run("merge out")
        #expect(lost.code == 1)
        #expect(lost.errors.contains("could not find out/day/c-1s.mp4: the output is not there"))
    }

    @Test func `records of shards hold no absolute path, and are merged as others are`() throws {
        try scratch.write("no video", as: "in/bad.mp4")
        try scratch.makeFolder("other/in")
        try scratch.add(.batik, as: "other/in/a.mp4")
        let here = scratch.path
        for number in 1...2 {
            _ = try run(
                "batch \(here)/in \(here)/other/in -o \(here)/out -l 1 --pick start --shard \(number)/2")
        }
        for number in 1...2 {
            let name = "out/.clipfit/shard-\(number)-of-2.jsonl"
            let text = String(decoding: try scratch.contents(of: name), as: UTF8.self)
            #expect(!text.contains("\"/") && !text.contains("'/") && !text.contains(here), "\(text)")
        }
        let merged = try run("merge \(here)/out --json")
        #expect(merged.code == 1)
        let objects = try merged.objects().dropLast()
        #expect(
            Set(objects.compactMap { $0["source"] as? String }) == [
                "in/a.mp4", "in/b.mp4", "in/bad.mp4", "in/day/c.mp4", "in/day/d.mp4", "in-2/a.mp4",
            ])
        #expect(
            Set(objects.flatMap { $0["outputs"] as? [String] ?? [] }).isSuperset(of: [
                "b-1s.mp4", "day/c-1s.mp4", "day/d-1s.mp4",
            ]))
    }

    @Test func `merge tells shards that failed, broke off or were split up otherwise`() throws {
        try scratch.write("no video", as: "in/bad.mp4")
        for number in 1...2 { _ = try run("batch in -o out -l 1 --pick start --shard \(number)/2") }
        let failed = try run("merge out --json")
        #expect(failed.code == 1)
        let summary = try #require(try failed.objects().last?["summary"] as? [String: Any])
        #expect(summary["failed"] as? Int == 1 && summary["done"] as? Int == 4)
        unlink("\(scratch.path)/in/bad.mp4")
        // A line that was cut off, as by a crash.
        for number in 1...2 {
            let name = "out/.clipfit/shard-\(number)-of-2.jsonl"
            let text = String(decoding: try scratch.contents(of: name), as: UTF8.self)
            try scratch.write(String(text.dropLast(40)), as: name)
        }
        let broken = try run("merge out")
        #expect(broken.code == 1)
        #expect(broken.errors.contains("shard 1 did not come to its end"))
        for number in 1...2 {
            #expect(try run("batch in -o out -l 1 --pick start --shard \(number)/2").code == 0)
        }
        #expect(try run("merge out").code == 0)
        try scratch.write("", as: "out/.clipfit/shard-1-of-3.jsonl")
        #expect(try run("merge out").code == 65)
    }

    @Test func `a record that lost its last lines makes no output again`() throws {
        #expect(try run("batch in -o out -l 1 --pick start --shard 1/1").code == 0)
        let name = "out/.clipfit/shard-1-of-1.jsonl"
        let text = String(decoding: try scratch.contents(of: name), as: UTF8.self)
        let begun = try #require(text.range(of: #""event":"begun""#, options: .backwards))
        let end = try #require(text[begun.upperBound...].firstIndex(of: "\n"))
        try scratch.write(String(text[...end]), as: name)
        let again = try run("batch in -o out -l 1 --pick start --shard 1/1 --json")
        #expect(try again.objects().dropLast().allSatisfy { $0["status"] as? String == "skipped" })
        #expect(try run("merge out").code == 0)
    }

    @Test func `plans are the same wherever they are made, and make what a batch makes`() throws {
        #expect(try run("batch in -o one -l 1 --pick start").code == 0)
        #expect(try run("batch in -o one -l 1 --pick start --plan-only here.jsonl").code == 0)
        #expect(try shell("mkdir other && cp -rp in other/clips").code == 0)
        let there = try shell(
            "cd other && '\(clipfit)' batch clips -o ../elsewhere -l 1 --pick start --plan-only ../there.jsonl"
        )
        #expect(there.code == 0, "\(there.errors)")
        let plans = try scratch.contents(of: "here.jsonl")
        #expect(try scratch.contents(of: "there.jsonl") == plans)
        #expect(String(decoding: plans, as: UTF8.self).split(separator: "\n").count == 4)
        #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/elsewhere"))
        #expect(try run("batch other/clips -o two --from-plan here.jsonl").code == 0)
        #expect(try tree("two") == tree("one"))
        let second = try run("batch other/clips -o two --from-plan here.jsonl --json")
        #expect(try second.objects().dropLast().allSatisfy { $0["status"] as? String == "skipped" })
        // Another file of the name is not what was planned.
        try scratch.add(.kopi, as: "other/clips/a.mp4")
        let changed = try run("batch other/clips -o three --from-plan here.jsonl --json")
        #expect(changed.code == 1)
        #expect(changed.output.contains(#""code":"source-changed""#))
        #expect(try tree("three").count == 3)
    }

    @Test func `a plan never leads out of its folders`() throws {
        #expect(try run("batch in -o out -l 1 --pick start --plan-only plans.jsonl").code == 0)
        let text = String(decoding: try scratch.contents(of: "plans.jsonl"), as: UTF8.self)
        try scratch.write(
            text.replacingOccurrences(of: #""path":"a.mp4""#, with: #""path":"../in/a.mp4""#),
            as: "plans.jsonl")
        #expect(try run("batch in -o out --from-plan plans.jsonl").code == 65)
    }

    @Test func `a folder's name is its preset, and another one is told`() throws {
        try scratch.makeFolder("config/clipfit/presets")
        try scratch.write("output: '{stem}-{preset}'\n", as: "config/clipfit/presets/day.yaml")
        try scratch.makeFolder("in/dya")
        try scratch.add(.batik, as: "in/dya/e.mp4")
        let run = try shell(
            "XDG_CONFIG_HOME=$PWD/config '\(clipfit)' batch in -o out -l 1 --pick start --preset-by-folder --json"
        )
        #expect(run.code == 1)
        #expect(run.errors.contains("no preset is called 'dya', the name of its folder"))
        #expect(run.errors.contains("did you mean 'day'?"))
        #expect(
            try tree("out").keys.sorted() == ["a-1s.mp4", "b-1s.mp4", "day/c-day.mp4", "day/d-day.mp4"])
        // What could not be begun counts in shards too.
        let shard = try shell(
            "XDG_CONFIG_HOME=$PWD/config '\(clipfit)' batch in -o shared -l 1 --pick start --preset-by-folder --shard 1/1"
        )
        #expect(shard.code == 1)
        let merged = try self.run("merge shared --json")
        #expect(merged.code == 1)
        let summary = try #require(try merged.objects().last?["summary"] as? [String: Any])
        #expect(summary["failed"] as? Int == 1 && summary["done"] as? Int == 4)
    }

    @Test(arguments: [
        "--shard 3/2", "--shard 0/2", "--shard auto", "--shard auto/2", "--shard 1", "--shard 1/2/3",
        "--plan-only p --from-plan q", "--from-plan q --manifest m", "--plan-only p --report r.html",
    ])
    func `what contradicts itself is refused`(words: String) throws {
        let run = try run("batch in -o out \(words)")
        #expect(run.code == 64, "\(run.errors)")
        #expect(scratch.names == ["in"])
    }
}
