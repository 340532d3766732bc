import Foundation
import Glibc
import Testing

/// `clipfit batch`, as a user at a shell meets it.
@Suite struct BatchCommandTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeFolder("in/day")
        try scratch.add(.batik, as: "in/b.mp4")
        try scratch.add(.batik, as: "in/day/a.mp4")
    }

    func batch(_ words: String) throws -> Outcome {
        try scratch.run(
            bytes: "batch in -o out --pick start \(words)".split(separator: " ").map { Array($0.utf8) })
    }

    /// Files below a folder, hidden ones left out, sorted.
    func files(_ folder: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: "\(scratch.path)/\(folder)")?.allObjects ?? []
        return names.compactMap { $0 as? String }.filter { $0.hasSuffix(".mp4") }.sorted()
    }

    /// What JSON tells of each source: its name without the folder, and its status.
    func told(_ run: Outcome) throws -> [String] {
        try run.objects().dropLast().map {
            "\(($0["source"] as? String ?? "").dropFirst(3)) \($0["status"] as? String ?? "")"
        }
    }

    func summary(_ run: Outcome) throws -> [Int?] {
        let last = try #require(try run.objects().last?["summary"] as? [String: Any])
        return ["done", "skipped", "failed"].map { last[$0] as? Int }
    }

    @Test func `a clip is a batch of one, and its name may be a template`() throws {
        let run = try scratch.run("batch", "in/b.mp4", "-o", "out/{stem}-{ext}", "-l", "1", "--pick", "start")
        #expect(run.code == 0, "\(run.errors)")
        #expect(files("out") == ["b-mp4.mp4"])
        #expect(try scratch.run("batch", "in", "-o", "{stem}/x", "-l", "1").code == 64)
    }

    @Test func `a batch makes a folder for each platform, also from stored plans, and knows them again`()
        throws
    {
        let words = "--each --for tiktok,shorts --speed ultrafast -l 3 --json --timeline otio"
        #expect(try summary(batch(words)) == [2, 0, 0])
        let made = [
            "day/shorts/a-3s-shorts.mp4", "day/tiktok/a-3s-tiktok.mp4", "shorts/b-3s-shorts.mp4",
            "tiktok/b-3s-tiktok.mp4",
        ]
        #expect(files("out") == made)
        #expect(FileManager.default.fileExists(atPath: "\(scratch.path)/out/day/tiktok/a-3s-tiktok.otio"))
        #expect(try summary(batch(words)) == [0, 2, 0])
        #expect(try batch("\(words.replacing("--json", with: "")) --plan-only plans.jsonl").code == 0)
        let run = try scratch.run("batch", "in", "-o", "other", "--from-plan", "plans.jsonl", "--json")
        #expect(try summary(run) == [2, 0, 0], "\(run.errors)")
        #expect(files("other") == made)
    }

    @Test func `music that is missing is reported once, by its own name`() throws {
        for (music, code) in [("nowhere.m4a", 66), ("no-such-track", 64)] as [(String, Int32)] {
            let run = try batch("-l 1 --music \(music)")
            #expect(run.code == code, "\(run.errors)")
            #expect(run.errors.components(separatedBy: "error:").count == 2, "\(run.errors)")
            #expect(run.errors.contains(music) && !run.errors.contains("b.mp4"), "\(run.errors)")
        }
    }

    @Test func `of sources with one stem the first keeps its name, in later runs too`() throws {
        try scratch.makeFolder("same")
        try scratch.add(.batik, as: "same/a.mov")
        let words = ["batch", "same", "-o", "out", "-l", "1", "--pick", "start", "--json"]
        func run() throws -> [Int?] { try summary(try scratch.run(bytes: words.map { Array($0.utf8) })) }
        #expect(try run() == [1, 0, 0])
        // By name it comes before the one that was made already.
        try scratch.add(.batik, as: "same/a.m4v")
        try scratch.add(.batik, as: "same/a.mp4")
        #expect(try run() == [2, 1, 0])
        #expect(try run() == [0, 3, 0])
        let made = FileManager.default.enumerator(atPath: "\(scratch.path)/out")?.allObjects.compactMap {
            $0 as? String
        }
        #expect(made?.filter { $0.hasPrefix("a") }.sorted() == ["a-1s.mp4", "a-m4v-1s.mp4", "a-mp4-1s.mp4"])
    }

    @Test func `no clips are an error, and folders of systems are left out`() throws {
        try scratch.makeFolder("nas/@eaDir")
        try scratch.makeFolder("nas/#recycle")
        try scratch.add(.batik, as: "nas/@eaDir/a.mp4")
        try scratch.add(.batik, as: "nas/#recycle/b.mp4")
        let run = try scratch.run("batch", "nas", "-o", "out")
        #expect(run.code == 66 && run.errors.contains("there are no clips in it"))
        #expect(try scratch.run("batch", "nas", "-o", "out", "--allow-empty").code == 0)
    }

    @Test func `a short clip is made once for two lengths that it does not have`() throws {
        let run = try scratch.run("batch", "in/b.mp4", "-o", "out", "-l", "30,60")
        #expect(run.code == 0 && run.errors.contains("another file shows it whole"), "\(run.errors)")
        #expect(files("out") == ["b-20s.mp4"])
        let again = try scratch.run("batch", "in/b.mp4", "-o", "out", "-l", "30,60", "--json")
        #expect(try summary(again) == [0, 1, 0])
    }

    @Test func `a folder becomes a folder, and a second run has nothing to do`() throws {
        let first = try batch("-l 1 --json")
        #expect(first.code == 0, "\(first.errors)")
        #expect(files("out") == ["b-1s.mp4", "day/a-1s.mp4"])
        #expect(first.output.hasPrefix(#"{"schema":"clipfit.batch/1","#))
        #expect(try told(first) == ["b.mp4 done", "day/a.mp4 done"])
        #expect(try summary(first) == [2, 0, 0])
        let object = try first.objects()[1]
        #expect(object["outputs"] as? [String] == ["out/day/a-1s.mp4"])
        #expect(object["error"] is NSNull && object["attempt"] as? Int == 1)
        let made = try scratch.contents(of: "out/b-1s.mp4")
        let second = try batch("-l 1 --json")
        #expect(second.code == 0)
        #expect(try told(second) == ["b.mp4 skipped", "day/a.mp4 skipped"])
        #expect(try second.objects()[1]["outputs"] as? [String] == ["out/day/a-1s.mp4"])
        #expect(try scratch.contents(of: "out/b-1s.mp4") == made)
    }

    @Test func `a bad file is told and tried again, the rest is done, text is no clip`() throws {
        try scratch.write("no video", as: "in/aa.mp4")
        try scratch.write("no video", as: "in/notes.txt")
        let first = try batch("-l 1 --json")
        #expect(first.code == 1)
        #expect(try told(first) == ["aa.mp4 failed", "b.mp4 done", "day/a.mp4 done"])
        let error = try #require(try first.objects()[0]["error"] as? [String: Any])
        #expect(error["code"] as? String == "unusable-input")
        #expect(try first.errorObjects()[0]["exit"] as? Int == 65)
        let second = try batch("-l 1 --json")
        #expect(second.code == 1)
        #expect(try second.objects()[0]["attempt"] as? Int == 2)
        #expect(try summary(second) == [0, 2, 1])
        try scratch.add(.batik, as: "in/aa.mp4")
        let third = try batch("-l 1")
        #expect(third.code == 0)
        #expect(third.output.contains("out/aa-1s.mp4: 1 s from 0 s, 30 frames"))
        #expect(third.output.contains("1 done, 2 skipped, 0 failed in "))
    }

    @Test func `a changed source is made again, and an output that is gone`() throws {
        #expect(try batch("-l 1").code == 0)
        try scratch.add(.kopi, as: "in/b.mp4")
        #expect(try told(batch("-l 1 --json")) == ["b.mp4 done", "day/a.mp4 skipped"])
        unlink("\(scratch.path)/out/b-1s.mp4")
        #expect(try told(batch("-l 1 --json")) == ["b.mp4 done", "day/a.mp4 skipped"])
    }

    @Test(arguments: [SIGKILL, SIGTERM, SIGINT])
    func `what is interrupted begins again, what was finished stays`(number: Int32) throws {
        try scratch.add(.kopi, as: "in/c.mp4")
        let words =
            "batch in -o out --pick start -l 2 --aspect 1:1 --speed ultrafast --jobs 1 --progress plain"
        let running = try scratch.start(words.split(separator: " ").map { Array($0.utf8) })
        let began = ContinuousClock.now
        while !running.errorsSoFar.contains("in/c.mp4: 0 %"), ContinuousClock.now - began < .seconds(60) {
            usleep(2000)
        }
        kill(running.process, number)
        #expect(try running.wait().code == 128 + number)
        #expect(files("out") == ["b-2s.mp4"])
        let resumed = try batch("-l 2 --aspect 1:1 --speed ultrafast --json")
        #expect(resumed.code == 0, "\(resumed.errors)")
        #expect(try told(resumed) == ["b.mp4 skipped", "c.mp4 done", "day/a.mp4 done"])
        #expect(try resumed.objects()[1]["attempt"] as? Int == 2)
        #expect(files("out") == ["b-2s.mp4", "c-2s.mp4", "day/a-2s.mp4"])
    }

    @Test func `an output folder in the folder of the clips is no input`() throws {
        for done in ["done", "skipped"] {
            let run = try scratch.run("batch", "in", "-o", "in/out", "--pick", "start", "-l", "1", "--json")
            #expect(run.code == 0, "\(run.errors)")
            #expect(try told(run) == ["b.mp4 \(done)", "day/a.mp4 \(done)"])
        }
    }

    @Test func `one folder for all outputs refuses two of one name`() throws {
        #expect(try batch("-l 1 --flat").code == 0)
        #expect(files("out") == ["a-1s.mp4", "b-1s.mp4"])
        try scratch.add(.batik, as: "in/day/b.mp4")
        let run = try batch("-l 1 --flat --json")
        #expect(run.code == 1)
        #expect(try told(run) == ["b.mp4 skipped", "day/a.mp4 skipped", "day/b.mp4 failed"])
        #expect(run.errors.contains("leave --flat out"))
    }

    @Test func `limits, patterns and the first failure`() throws {
        #expect(try told(batch("-l 1 --limit 1 --json")) == ["b.mp4 done"])
        #expect(try told(batch("-l 1 --limit 1 --json")) == ["b.mp4 skipped", "day/a.mp4 done"])
        #expect(try told(batch("-l 2 --include day/* --json")) == ["day/a.mp4 done"])
        #expect(try told(batch("-l 2 --exclude day --json")) == ["b.mp4 done"])
        #expect(try told(batch("-l 2 --no-recursive --json")) == ["b.mp4 skipped"])
        try scratch.write("no video", as: "in/aa.mp4")
        let run = try batch("-l 1 --stop-on-error --jobs 1 --json")
        #expect(run.code == 1)
        #expect(try told(run) == ["aa.mp4 failed"])
    }

    @Test func `a dry run tells the plans of what is missing, and makes nothing`() throws {
        let run = try batch("-l 1 --dry-run --json")
        #expect(run.code == 0)
        #expect(try run.objects().map { $0["schema"] as? String } == ["clipfit.plan/1", "clipfit.plan/1"])
        #expect(scratch.names == ["in"])
        #expect(try batch("-l 1 --limit 1").code == 0)
        #expect(try batch("-l 1 --dry-run --json").objects().count == 1)
    }

    private static let refusals: [(words: String, code: Int32)] = [
        ("in", 64), ("in -o in", 64), ("in/day -o in", 64), ("nowhere -o out", 66),
        ("in -o in/b.mp4", 73), ("in -o out --limit 0", 64), ("in -o out -Z none-such", 64),
        ("in -o out -l 0", 64), ("in -o out --jobs 0", 64), ("in -o out --patience 0", 64),
        ("in -o out --flat --keep-tree", 64),
        ("in -o out --report nowhere/r.html", 73),
    ]

    @Test(arguments: refusals)
    func `what cannot be is refused before any work`(words: String, code: Int32) throws {
        let run = try scratch.run(bytes: "batch \(words)".split(separator: " ").map { Array($0.utf8) })
        #expect(run.code == code, "\(run.errors)")
        #expect(run.errors.contains("clipfit: error: "))
        #expect(scratch.names == ["in"])
    }

    @Test func `names that are no UTF-8 go in and out`() throws {
        try scratch.add(.batik, as: Array("in/caf".utf8) + [0xE9] + Array(".mp4".utf8))
        let run = try batch("-l 1 --json")
        #expect(run.code == 0, "\(run.errors)")
        let odd = try #require(try run.objects().first { $0["sourceBytes"] != nil })
        #expect((odd["outputsBytes"] as? [String])?.count == 1)
        #expect(try summary(batch("-l 1 --json")) == [0, 3, 0])
    }
}
