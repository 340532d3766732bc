import Foundation
import Glibc
import Testing

/// Several sources in one post, as a user at a shell joins them.
@Suite struct JoinCommandTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.add(.batik, as: "a.mp4")
        try scratch.add(.kopi, as: "me@home.mp4")
        try FileManager.default.copyItem(
            at: Sample.batik.url.deletingLastPathComponent().appendingPathComponent(
                "../music/pasar-malam-120bpm.m4a"),
            to: URL(fileURLWithPath: "\(scratch.path)/song.m4a"))
        // A photo that is a frame of a clip.
        _ = try scratch.run(
            "trim", "a.mp4", "-s", "2", "-d", "1", "--method", "copy", "--cover", "0", "-o", "still.mp4")
        rename("\(scratch.path)/still.cover.jpg", "\(scratch.path)/photo.jpg")
        unlink("\(scratch.path)/still.mp4")
    }

    private func join(_ words: String) throws -> Outcome {
        try scratch.run(bytes: "trim \(words) --join".split(separator: " ").map { Array($0.utf8) })
    }

    @Test func `clips and a photo become one post of exactly the length, at the loudness`() throws {
        let before = scratch.names
        let run = try join(
            "a.mp4 me@home.mp4@12-13.5 photo.jpg me@home.mp4 -l 7 --size 180x320 --loudness -16 --json -o out/"
        )
        let report = try #require(try run.objects().first, "\(run.errors)")
        #expect(report["frames"] as? Int == 210 && report["duration"] as? Double == 7)
        let sources = try #require(report["sources"] as? [[String: Any]])
        #expect(
            sources.compactMap { $0["path"] as? String } == [
                "a.mp4", "me@home.mp4", "photo.jpg", "me@home.mp4",
            ])
        #expect(sources.compactMap { $0["kind"] as? String } == ["clip", "clip", "photo", "clip"])
        let part = try #require(sources[1]["range"] as? [String: Double])
        #expect(part == ["start": 12, "end": 13.5])
        var place = 0.0
        for source in sources {
            #expect(abs(try #require(source["at"] as? Double) - place) < 0.001)
            let range = try #require(source["range"] as? [String: Double])
            #expect(range["end"]! - range["start"]! >= 0.99)
            place += range["end"]! - range["start"]!
        }
        #expect(abs(place - 7) < 0.001)
        let loudness = try #require((report["proof"] as? [String: Any])?["loudness"] as? Double)
        #expect(abs(loudness + 16) < 0.6)
        #expect(
            try scratch.run("probe", "--deep", "--json", "out/a-join-7s.mp4").objects().first.map {
                ($0["video"] as? [String: Any])?["frames"] as? Int
            } == 210)
        #expect(scratch.names == (before + ["out"]).sorted())
    }

    @Test func `cuts fall on beats of the music, and named parts keep their length`() throws {
        let run = try join(
            "a.mp4 me@home.mp4 a.mp4@3-5 me@home.mp4@40 --music song.m4a --size 180x320 -l 8 --json -o b.mp4")
        let report = try #require(try run.objects().first, "\(run.errors)")
        let reasons = try #require(report["reasons"] as? [String])
        #expect(
            reasons.contains { $0.hasSuffix("of 3 cuts lie on beats of the music") && !$0.hasPrefix("0") },
            "\(reasons)")
        let sources = try #require(report["sources"] as? [[String: Any]])
        #expect(sources[2]["range"] as? [String: Double] == ["start": 3, "end": 5])
        #expect(report["frames"] as? Int == 240)
    }

    @Test func `a dry run says what is shown, and its plan is not for later`() throws {
        let before = scratch.names
        let run = try join("a.mp4@1-2 photo.jpg -l 4 --size 180x320 --dry-run")
        #expect(run.output.contains("clip at 0 s for 1 s: a.mp4 from 1 s"), "\(run.output)\(run.errors)")
        #expect(run.output.contains("photo at 1 s for 3 s: photo.jpg"))
        #expect(scratch.names == before)
        let plan = try join("a.mp4@1-2 photo.jpg -l 4 --size 180x320 --dry-run --json")
        try scratch.write(plan.output, as: "plan.json")
        let render = try scratch.run("render", "plan.json")
        #expect(render.code == 65 && render.errors.contains("joined"))
    }

    @Test func `cards of the preset come first and last, whole`() throws {
        try scratch.makeFolder("brand")
        try scratch.write([UInt8](scratch.contents(of: "photo.jpg")), as: Array("brand/intro.jpg".utf8))
        try scratch.write([UInt8](scratch.contents(of: "a.mp4")), as: Array("brand/outro.mp4".utf8))
        try scratch.write(
            "intro: intro.jpg\noutro: outro.mp4\nsize: 180x320\nhashtags: {always: ['#kopi']}\n",
            as: "brand/b.yaml")
        let run = try join("a.mp4@1-2 me@home.mp4 -Z brand/b.yaml -l 7 --json -o c.mp4 --about kopi")
        let report = try #require(try run.objects().first, "\(run.errors)")
        let sources = try #require(report["sources"] as? [[String: Any]])
        #expect(sources.compactMap { $0["kind"] as? String } == ["intro", "clip", "clip", "outro"])
        #expect(sources.compactMap { $0["at"] as? Double } == [0, 2, 3, 5])
        let post = try #require(
            try JSONSerialization.jsonObject(with: scratch.contents(of: "c.post.json")) as? [String: Any])
        #expect((post["sources"] as? [[String: Any]])?.count == 4)
    }

    @Test(arguments: [
        ("a.mp4 -l 5", 64, "two or more"), ("a.mp4 photo.jpg -l 60", 65, "too short"),
        ("a.mp4 bad.mp4 -l 5", 65, "bad.mp4"), ("a.mp4 none.mp4 -l 5", 66, "none.mp4"),
        ("a.mp4@15-30 photo.jpg -l 5", 65, "20 s long"), ("a.mp4@x photo.jpg -l 5", 64, "'@x'"),
        ("a.mp4 photo.jpg -s 3 -d 4", 64, "a part as in"), ("a.mp4 photo.jpg --clips 2", 64, "--clips"),
        ("a.mp4 song.m4a -l 5", 65, "song.m4a"),
        ("a.mp4 me@home.mp4 -l 4 -o me@home.mp4 --overwrite", 73, "own source"),
        ("a.mp4 photo.jpg@3 -l 5", 64, "@0-4"),
    ]) func `what cannot be joined is said, and nothing is written`(words: String, code: Int32, told: String)
        throws
    {
        try scratch.write("no clip", as: "bad.mp4")
        let before = scratch.names
        let run = try join("\(words) --size 180x320")
        #expect(run.code == code && run.errors.contains(told), "\(run.code) \(run.errors)")
        #expect(scratch.names == before)
    }

    @Test func `progress as JSON ends with the summary, whether a source fails or not`() throws {
        try scratch.write("no clip", as: "bad.mp4")
        for (words, done) in [("a.mp4@1-2 photo.jpg", 2), ("a.mp4 bad.mp4", 1)] {
            let run = try join("\(words) -l 3 --size 180x320 --progress json -q --json -o o.mp4 --overwrite")
            let lines = try run.errorObjects()
            let summary = try #require(lines.last?["summary"] as? [String: Any], "\(run.errors)")
            #expect(lines.count { $0["summary"] != nil } == 1)
            #expect(summary["done"] as? Int == done && summary["failed"] as? Int == 2 - done)
        }
    }

    @Test func `the reason of the encode is that the sources are joined`() throws {
        let run = try join("a.mp4@1-2 photo.jpg -l 3 --dry-run")
        #expect(run.output.contains("the sources are joined"), "\(run.output)\(run.errors)")
        #expect(!run.output.contains("--method"))
    }

    @Test(.disabled(if: isPortable, "one process reads all inputs"))
    func `a crash names the source that was read, and leaves nothing`() throws {
        let before = scratch.names
        let words = "trim photo.jpg a.mp4 me@home.mp4 --join -l 9 --for tiktok"
        let running = try scratch.start(words.split(separator: " ").map { Array($0.utf8) })
        let began = ContinuousClock.now
        // It reads the clips for as long as it takes to decode them.
        while !opened(by: running.process, "me@home.mp4"), ContinuousClock.now - began < .seconds(60) {
            usleep(500)
        }
        let reader = try #require(children(of: running.process).first)
        kill(reader, SIGSEGV)
        let run = try running.wait()
        #expect(run.code == 70 && run.errors.contains("(signal 11)"), "\(run.errors)")
        #expect(run.errors.contains("could not join me@home.mp4"))
        #expect(scratch.names == before)
    }

    private func children(of process: pid_t) -> [pid_t] {
        let list = try? String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)
        return (list ?? "").split(separator: " ").compactMap { pid_t($0) }
    }

    /// Whether a process that reads for this one has a file open.
    private func opened(by process: pid_t, _ name: String) -> Bool {
        children(of: process).contains { child in
            let links = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(child)/fd")) ?? []
            return links.contains {
                let path = try? FileManager.default.destinationOfSymbolicLink(
                    atPath: "/proc/\(child)/fd/\($0)")
                return path?.hasSuffix(name) == true
            }
        }
    }

    @Test func `captions of one source are refused, and the dry run names the sources`() throws {
        let refused = try join("a.mp4 me@home.mp4 -l 4 --captions auto --dry-run")
        #expect(
            refused.code == 64 && refused.errors.contains("--captions auto is for one clip"), "\(refused)")
        let dry = try join("a.mp4 me@home.mp4 -l 4 --size 180x320 --dry-run -o out/")
        #expect(dry.output.hasPrefix("2 sources -> out/a-join-4s.mp4"), "\(dry)")
    }

    @Test func `300 sources are refused with the number that finds room`() throws {
        let run = try join(Array(repeating: "a.mp4", count: 300).joined(separator: " ") + " -l 15")
        #expect(run.code == 64 && run.errors.contains("15 s hold 15"), "\(run.errors)")
    }

    @Test func `an interrupted command leaves nothing`() throws {
        let before = scratch.names
        let words = "trim a.mp4 me@home.mp4 photo.jpg --join -l 15 --for tiktok"
        for number in [SIGTERM, SIGKILL] {
            let running = try scratch.start(words.split(separator: " ").map { Array($0.utf8) })
            usleep(1_500_000)
            kill(running.process, number)
            #expect(try running.wait().code == 128 + number)
            #expect(scratch.names.filter { !$0.hasSuffix(".part") } == before)
        }
    }
}
