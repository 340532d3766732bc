import Foundation
import Glibc
import Testing

/// `clipfit batch --join`: one post of each folder.
@Suite struct BatchJoinTests {
    private let scratch: Scratch

    /// Three folders: the named one with a clip and a photo, one whose names count beyond nine, and one of a single clip.
    init() throws {
        scratch = try Scratch()
        try scratch.makeFolder("day/pagi")
        try scratch.makeFolder("day/v1.2")
        try scratch.add(.batik, as: "day/2.mp4")
        try scratch.add(.kopi, as: "day/10.mp4")
        try scratch.add(.kopi, as: "day/pagi/b.mp4")
        try scratch.add(.batik, as: "day/v1.2/c.mp4")
        // A photo that is a frame of a clip.
        _ = try scratch.run(
            "trim", "day/2.mp4", "-s", "2", "-d", "1", "--method", "copy", "--cover", "0", "-o", "still.mp4")
        rename("\(scratch.path)/still.cover.jpg", "\(scratch.path)/day/pagi/a.jpg")
        unlink("\(scratch.path)/still.mp4")
    }

    private func batch(_ more: String, _ folder: String = "day") throws -> Outcome {
        try scratch.run(
            bytes: words(
                "batch \(folder) --join -o out --size 180x320 --json \(more.contains("-l ") ? "" : "-l 4") \(more)"
            ))
    }

    private func words(_ text: String) -> [[UInt8]] { text.split(separator: " ").map { Array($0.utf8) } }

    private func status(_ run: Outcome) throws -> [String: String] {
        let pairs = try run.objects().compactMap { line in
            (line["source"] as? String).map { ($0, line["status"] as? String ?? "") }
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    private var outputs: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(scratch.path)/out")) ?? []
        return names.filter { $0 != ".clipfit" }.sorted()
    }

    private let all = ["day-4s.mp4", "pagi-4s.mp4", "v1.2-4s.mp4"]

    @Test func `each folder becomes one post, and a second run makes nothing again`() throws {
        let first = try batch("--jobs 2")
        #expect(first.code == 0, "\(first.errors)")
        #expect(try status(first) == ["day": "done", "day/pagi": "done", "day/v1.2": "done"])
        #expect(outputs == all)
        for name in all {
            let probe = try scratch.run("probe", "--deep", "--json", "out/\(name)").objects().first ?? [:]
            #expect((probe["video"] as? [String: Any])?["frames"] as? Int == 120)
        }
        let made = try all.map { try scratch.contents(of: "out/\($0)") }
        let second = try batch("")
        #expect(try status(second) == ["day": "skipped", "day/pagi": "skipped", "day/v1.2": "skipped"])
        #expect(try all.map { try scratch.contents(of: "out/\($0)") } == made)
        // Another order is another post, which only --remake replaces.
        let other = try batch("--best-first", "day/pagi")
        #expect(other.code == 1 && other.errors.contains("made with other settings"), "\(other.errors)")
    }

    @Test func `sources come in the order of their names, as people count`() throws {
        let run = try scratch.run(bytes: words("batch day --join -o out -l 4 --size 180x320 --dry-run"))
        let shown = run.output.split(separator: "\n").compactMap { line in
            line.contains(" at ") ? line.split(separator: ": ").last?.split(separator: " ").first : nil
        }
        let names = ["2.mp4", "10.mp4", "pagi/a.jpg", "pagi/b.mp4", "v1.2/c.mp4"]
        #expect(shown.map(String.init) == names.map { "day/\($0)" }, "\(run.output)\(run.errors)")
        #expect(outputs == [])
    }

    @Test func `what changes in a folder makes its post again, and no other`() throws {
        _ = try batch("")
        unlink("\(scratch.path)/day/10.mp4")
        try scratch.add(.batik, as: "day/pagi/c.mp4")
        let run = try batch("")
        #expect(
            try status(run) == ["day": "done", "day/pagi": "done", "day/v1.2": "skipped"], "\(run.errors)")
        utimes("\(scratch.path)/day/v1.2/c.mp4", nil)
        #expect(try status(batch("")) == ["day": "skipped", "day/pagi": "skipped", "day/v1.2": "done"])
        #expect(outputs == all)
    }

    @Test func `a source that is no clip fails its folder by its name, and the others are made`() throws {
        try scratch.write("no clip", as: "day/pagi/c.mp4")
        let run = try batch("--progress json")
        #expect(run.code == 1)
        #expect(try status(run) == ["day": "done", "day/pagi": "failed", "day/v1.2": "done"])
        let failed = try #require(try run.objects().first { $0["status"] as? String == "failed" })
        #expect((failed["error"] as? [String: Any])?["path"] as? String == "day/pagi/c.mp4")
        #expect(run.errors.contains("could not join day/pagi/c.mp4"), "\(failed) \(run.errors)")
        #expect(outputs == ["day-4s.mp4", "v1.2-4s.mp4"])
        let summary = try run.errors.split(separator: "\n").last.map {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
        #expect((summary??["summary"] as? [String: Any])?["failed"] as? Int == 1)
    }

    @Test(.enabled(if: canConfine, "this kernel has no Landlock"))
    func `a confined worker reads a photo through a link, and cards that lie elsewhere`() throws {
        rename("\(scratch.path)/day/pagi/a.jpg", "\(scratch.path)/elsewhere.jpg")
        try FileManager.default.createSymbolicLink(
            atPath: "\(scratch.path)/day/pagi/a.jpg", withDestinationPath: "../../elsewhere.jpg")
        try scratch.makeFolder("brand")
        try scratch.add(.batik, as: "brand/end.mp4")
        try scratch.write("outro: end.mp4\n", as: "brand/b.yaml")
        let run = try batch("-Z brand/b.yaml --sandbox require -l 6", "day/pagi")
        #expect(run.code == 0 && outputs == ["pagi-6s.mp4"], "\(run.errors)")
    }

    @Test func `a killed batch goes on where it was, and leaves nothing`() throws {
        let running = try scratch.start(
            words("batch day --join -o out -l 4 --size 180x320 --jobs 1 --progress plain"))
        let began = ContinuousClock.now
        while !running.errorsSoFar.contains("day/pagi: "), ContinuousClock.now - began < .seconds(120) {
            usleep(2000)
        }
        kill(running.process, SIGKILL)
        #expect(try running.wait().code == 128 + SIGKILL)
        let run = try batch("")
        let status = try status(run)
        #expect(run.code == 0 && status["day"] == "skipped", "\(status) \(run.errors)")
        #expect(status["day/v1.2"] == "done")
        #expect(outputs == all)
    }

    @Test func `a preset's settings that do not act are told, and its own pictures are no photos`() throws {
        try scratch.write(
            "fit: speed\nmethod: copy\nintro: a.jpg\nhashtags: {always: ['#kopi']}\n",
            as: "day/pagi/brand.yaml")
        let run = try batch("-Z day/pagi/brand.yaml --about kopi", "day/pagi")
        #expect(run.code == 0, "\(run.errors)")
        #expect(run.errors.contains("'fit' of the preset 'brand' has no effect on joined clips and photos"))
        #expect(run.errors.components(separatedBy: "has no effect").count == 3)
        let facts = try scratch.contents(of: "out/pagi-4s.post.json")
        let post = try #require(try JSONSerialization.jsonObject(with: facts) as? [String: Any])
        let sources = try #require(post["sources"] as? [[String: Any]])
        #expect(sources.compactMap { $0["kind"] as? String } == ["intro", "clip"])
    }

    @Test(arguments: [
        "--watch", "--shard 1/2", "--plan-only p.jsonl", "-s 2", "--fit loop", "--timeline otio",
    ])
    func `what cannot act with it is refused`(flags: String) throws {
        let run = try scratch.run(bytes: words("batch day --join -o out \(flags)"))
        #expect(run.code == 64 && run.errors.contains("--join"), "\(run.errors)")
        #expect(outputs == [])
    }
}
