import Foundation
import Glibc
import Testing

/// What a batch replaces, and what it never does.
extension BatchCommandTests {
    /// What failed with 73, and that everything else went on.
    private func refused(_ run: Outcome) throws -> [String] {
        #expect(run.code == (run.output.contains("output-exists") ? 1 : 0), "\(run.errors)")
        return try run.objects().filter {
            ($0["error"] as? [String: Any])?["code"] as? String == "output-exists"
        }
        .compactMap { $0["source"] as? String }
    }

    @Test func `an output that somebody edited stays, whatever comes, and the others go on`() throws {
        #expect(try batch("-l 1").code == 0)
        try scratch.write("my edit", as: "out/b-1s.mp4")
        for words in ["-l 1", "-l 1 --remake", "-l 1 --method encode --remake"] {
            let run = try batch("\(words) --json")
            #expect(try refused(run) == ["in/b.mp4"])
            #expect(
                run.errors.contains("changed after clipfit made it") && run.errors.contains("move it away"))
            #expect(try scratch.contents(of: "out/b-1s.mp4") == Data("my edit".utf8))
        }
        // A changed source is no reason either.
        try scratch.add(.kopi, as: "in/b.mp4")
        #expect(try refused(batch("-l 1 --method encode --json")) == ["in/b.mp4"])
        #expect(try scratch.contents(of: "out/b-1s.mp4") == Data("my edit".utf8))
        #expect(try refused(batch("-l 1 --method encode --overwrite --json")).isEmpty)
        #expect(try scratch.contents(of: "out/b-1s.mp4") != Data("my edit".utf8))
        #expect(try summary(batch("-l 1 --method encode --json")) == [0, 2, 0])
    }

    @Test func `other settings under the same names are refused without --remake`() throws {
        #expect(try batch("-l 1").code == 0)
        let made = try scratch.contents(of: "out/b-1s.mp4")
        let run = try batch("-l 1 --method encode --json")
        #expect(try refused(run) == ["in/b.mp4", "in/day/a.mp4"])
        #expect(run.errors.contains("made with other settings") && run.errors.contains("--remake"))
        #expect(try scratch.contents(of: "out/b-1s.mp4") == made)
        #expect(try told(batch("-l 1 --method encode --remake --json")) == ["b.mp4 done", "day/a.mp4 done"])
        #expect(try scratch.contents(of: "out/b-1s.mp4") != made)
        #expect(try told(batch("-l 1 --method encode --json")) == ["b.mp4 skipped", "day/a.mp4 skipped"])
        #expect(try told(batch("-l 1 --overwrite --json")) == ["b.mp4 done", "day/a.mp4 done"])
        // Finished ones are made again only where that is said.
        #expect(try told(batch("-l 1 --overwrite --json")) == ["b.mp4 skipped", "day/a.mp4 skipped"])
        #expect(try told(batch("-l 1 --remake --json")) == ["b.mp4 done", "day/a.mp4 done"])
        #expect(try batch("-l 1 --remake --plan-only plans.jsonl").code == 64)
    }

    @Test func `a changed preset is other settings, and its own file's time is not`() throws {
        try scratch.write("lengths: [1]\nlook: film-fade\nspeed: ultrafast\naspect: '1:1'\n", as: "shop.yaml")
        #expect(try batch("-Z shop.yaml").code == 0)
        try scratch.write("lengths: [1]\nlook: film-fade\nspeed: ultrafast\naspect: '1:1'\n", as: "shop.yaml")
        #expect(try told(batch("-Z shop.yaml --json")) == ["b.mp4 skipped", "day/a.mp4 skipped"])
        try scratch.write("lengths: [1]\nlook: warm-cafe\nspeed: ultrafast\naspect: '1:1'\n", as: "shop.yaml")
        #expect(try refused(batch("-Z shop.yaml --json")) == ["in/b.mp4", "in/day/a.mp4"])
        #expect(try told(batch("-Z shop.yaml --remake --json")) == ["b.mp4 done", "day/a.mp4 done"])
    }

    @Test func `changed bytes under the same size and time are found where all is verified`() throws {
        #expect(try batch("-l 1").code == 0)
        let path = "\(scratch.path)/out/b-1s.mp4"
        var facts = stat()
        #expect(lstat(path, &facts) == 0)
        let descriptor = open(path, O_WRONLY)
        #expect(pwrite(descriptor, "xyz", 3, off_t(facts.st_size) / 2) == 3)
        #expect(futimens(descriptor, [facts.st_atim, facts.st_mtim]) == 0)
        close(descriptor)
        #expect(try summary(batch("-l 1 --json")) == [0, 2, 0])
        #expect(try refused(batch("-l 1 --verify all --json")) == ["in/b.mp4"])
        #expect(try summary(batch("-l 1 --json")) == [0, 2, 0])
        unlink(path)
        #expect(try summary(batch("-l 1 --verify all --json")) == [1, 1, 0])
        #expect(try summary(batch("-l 1 --verify all --json")) == [0, 2, 0])
    }

    @Test func `files beside an output are replaced with it, but not when somebody edited them`() throws {
        let words = "-l 1 --cover auto --limit 1 --no-recursive"
        #expect(try batch(words).code == 0)
        try scratch.add(.kopi, as: "in/b.mp4")
        #expect(try told(batch("\(words) --json")) == ["b.mp4 done"])
        try scratch.write("my cover", as: "out/b-1s.cover.jpg")
        try scratch.add(.batik, as: "in/b.mp4")
        let video = try scratch.contents(of: "out/b-1s.mp4")
        #expect(try refused(batch("\(words) --json")) == ["in/b.mp4"])
        #expect(try scratch.contents(of: "out/b-1s.cover.jpg") == Data("my cover".utf8))
        #expect(try scratch.contents(of: "out/b-1s.mp4") == video)
        #expect(try told(batch("\(words) --overwrite --json")) == ["b.mp4 done"])
    }

    @Test func `what a shard made holds for it as for other batches`() throws {
        let words = "-l 1 --shard 1/1"
        #expect(try batch(words).code == 0)
        #expect(try summary(batch("\(words) --json")) == [0, 2, 0])
        #expect(try refused(batch("\(words) --method encode --json")) == ["in/b.mp4", "in/day/a.mp4"])
        try scratch.write("my edit", as: "out/b-1s.mp4")
        try scratch.add(.kopi, as: "in/b.mp4")
        try scratch.add(.kopi, as: "in/day/a.mp4")
        let run = try batch("\(words) --json")
        #expect(try refused(run) == ["in/b.mp4"])
        #expect(try told(run) == ["b.mp4 failed", "day/a.mp4 done"])
        #expect(try scratch.contents(of: "out/b-1s.mp4") == Data("my edit".utf8))
    }

    @Test func `plans that were made elsewhere replace no edit, and nothing that was asked for otherwise`()
        throws
    {
        #expect(try batch("-l 1 --plan-only one.jsonl").code == 0)
        #expect(try batch("-l 1 --method encode --plan-only two.jsonl").code == 0)
        func carryOut(_ plans: String, _ more: String = "") throws -> Outcome {
            try scratch.run(
                bytes: "batch in -o out --from-plan \(plans) --json \(more)".split(separator: " ").map {
                    Array($0.utf8)
                })
        }
        #expect(try summary(carryOut("one.jsonl")) == [2, 0, 0])
        #expect(try summary(carryOut("one.jsonl")) == [0, 2, 0])
        #expect(try refused(carryOut("two.jsonl")) == ["in/b.mp4", "in/day/a.mp4"])
        try scratch.write("my edit", as: "out/b-1s.mp4")
        #expect(try refused(carryOut("two.jsonl", "--remake")) == ["in/b.mp4"])
        #expect(try scratch.contents(of: "out/b-1s.mp4") == Data("my edit".utf8))
    }

    @Test func `a file of somebody else's is not replaced without --overwrite`() throws {
        try scratch.makeFolder("out")
        try scratch.write("mine", as: "out/b-1s.mp4")
        for _ in 1...2 {
            let run = try batch("-l 1 --json")
            #expect(run.code == 1)
            #expect(run.output.contains(#""code":"output-exists""#))
            #expect(try scratch.contents(of: "out/b-1s.mp4") == Data("mine".utf8))
        }
        #expect(try batch("-l 1 --overwrite").code == 0)
        #expect(try scratch.contents(of: "out/b-1s.mp4") != Data("mine".utf8))
    }
}
