import Foundation
import Testing

/// `clipfit trim` with shape, colours, sound and platforms, as a user at a shell meets it.
@Suite struct DeliveryTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func probed(_ name: String) throws -> [String: Any] {
        let run = try scratch.run("probe", "--json", "--deep", name)
        try #require(run.code == 0, "\(run.errors)")
        return try run.objects()[0]
    }

    @Test func `a file for three platforms keeps to what they ask for`() throws {
        try scratch.add(.kopi, as: "clip.mp4")
        let run = try scratch.run(
            "trim", "clip.mp4", "-s", "2.5", "-l", "4", "--for", "tiktok,reels,shorts", "--speed",
            "ultrafast",
            "--json")
        try #require(run.code == 0, "\(run.errors)")
        #expect(scratch.names == ["clip-4s-tiktok+reels+shorts.mp4", "clip.mp4"])
        let facts = try probed("clip-4s-tiktok+reels+shorts.mp4")
        let video = try #require(facts["video"] as? [String: Any])
        #expect(video["width"] as? Int == 1080 && video["height"] as? Int == 1920)
        #expect(video["profile"] as? String == "High")
        #expect(video["frameRate"] as? Double == 30)
        #expect(facts["frames"] as? Int == 120)
        #expect(facts["duration"] as? Double == 4)
        #expect(facts["editList"] as? Bool == false)
        #expect(facts["fastStart"] as? Bool == true)
        #expect(facts["openGOP"] as? Bool == false)
        #expect((facts["keyframes"] as? [Double])?.contains(2) == true)
        let sound = try #require((facts["audio"] as? [[String: Any]])?.first)
        #expect(sound["sampleRate"] as? Int == 48000 && sound["channels"] as? Int == 2)
        let proof = try #require(try run.objects()[0]["proof"] as? [String: Any])
        #expect(abs((proof["loudness"] as? Double ?? 0) + 14) <= 0.5)
        #expect((proof["truePeak"] as? Double ?? 0) <= -1)
        let bytes = try scratch.contents(of: "clip-4s-tiktok+reels+shorts.mp4")
        #expect(bytes.range(of: Data("x264".utf8)) == nil)
        #expect(bytes.range(of: Data("Lavc".utf8)) == nil)
        #expect(bytes.range(of: Data("elst".utf8)) == nil)
    }

    @Test func `a delivered file keeps its picture when it is trimmed for the same platform again`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let made = try scratch.run(
            "trim", "clip.mp4", "--pick", "start", "-l", "6", "--for", "tiktok", "--speed", "ultrafast", "-o",
            "made.mp4")
        try #require(made.code == 0, "\(made.errors)")
        let again = try scratch.run(
            "trim", "made.mp4", "-s", "1.5", "-l", "4", "--for", "tiktok,reels", "-o", "again.mp4", "--json")
        try #require(again.code == 0, "\(again.errors)")
        let report = try again.objects()[0]
        #expect(report["frames"] as? Int == 120)
        #expect((report["copiedFrames"] as? Int ?? 0) > 60)
        let facts = try probed("again.mp4")
        #expect((facts["video"] as? [String: Any])?["profile"] as? String == "High")
        #expect(facts["editList"] as? Bool == false)
        #expect(try scratch.contents(of: "again.mp4").range(of: Data("x264".utf8)) == nil)
    }

    @Test func `SIGTERM in the middle of several outputs leaves nothing behind`() throws {
        try scratch.add(.kopi, as: "clip.mp4")
        let words = [
            "trim", "clip.mp4", "--pick", "start", "-l", "15", "-l", "30", "--for", "tiktok,reels",
            "--progress", "plain",
        ]
        let running = try scratch.start(words.map { Array($0.utf8) })
        while running.errorsSoFar.isEmpty, kill(running.process, 0) == 0 { usleep(2000) }
        let began = ContinuousClock.now
        kill(running.process, SIGTERM)
        let run = try running.wait()
        #expect(run.code == 143)
        #expect(ContinuousClock.now - began < .seconds(5))
        #expect(scratch.names == ["clip.mp4"])
    }

    @Test func `an output that cannot be made leaves the others of its clip alone`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        try scratch.write("mine", as: "out-1.mp4")
        let run = try scratch.run(
            "trim", "clip.mp4", "--pick", "start", "-l", "1", "-l", "2", "--aspect", "1:1", "--speed",
            "ultrafast", "-o",
            "out-{length}.mp4")
        #expect(run.code == 73)
        #expect(scratch.names == ["clip.mp4", "out-1.mp4", "out-2.mp4"])
        #expect(try scratch.contents(of: "out-1.mp4") == Data("mine".utf8))
    }

    @Test func `a stored plan makes the same file`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let words = [
            "trim", "clip.mp4", "--pick", "start", "-l", "1", "--aspect", "1:1", "--look", "film-fade",
            "--fps", "25", "--speed",
            "ultrafast",
        ].map { Array($0.utf8) }
        let plan = try scratch.run(
            bytes: words + ["--dry-run", "--json", "-o", "a.mp4"].map { Array($0.utf8) })
        try #require(plan.code == 0, "\(plan.errors)")
        try scratch.write(plan.output, as: "plan.json")
        let render = try scratch.run("render", "plan.json")
        try #require(render.code == 0, "\(render.errors)")
        #expect(try scratch.run(bytes: words + ["-o", "b.mp4"].map { Array($0.utf8) }).code == 0)
        #expect(try scratch.contents(of: "a.mp4") == scratch.contents(of: "b.mp4"))
    }

    @Test func `music under a clip copies its picture`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let music = Sample.kopi.url.deletingLastPathComponent().appendingPathComponent(
            "../music/kopi-pagi-92bpm.m4a"
        ).path
        let run = try scratch.run(
            "trim", "clip.mp4", "--pick", "start", "-l", "5", "--music", music, "--json")
        try #require(run.code == 0, "\(run.errors)")
        let result = try run.objects()[0]
        #expect((result["copiedFrames"] as? Int ?? 0) > 100)
    }

    @Test func `music begins where its beats meet the cuts, unless the place is told`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let music = Sample.kopi.url.deletingLastPathComponent().appendingPathComponent(
            "../music/kopi-pagi-92bpm.m4a"
        ).path
        func plan(_ words: String...) throws -> (from: String?, reasons: [String]) {
            let all = ["trim", "clip.mp4", "-l", "10", "--music", music, "--dry-run", "--json"] + words
            let run = try scratch.run(bytes: all.map { Array($0.utf8) })
            try #require(run.code == 0, "\(run.errors)")
            let plan = try run.objects()[0]
            let mix = plan["mix"] as? [String: Any]
            return ((mix?["music"] as? [String: Any])?["from"] as? String, plan["reasons"] as? [String] ?? [])
        }
        let placed = try plan()
        #expect(placed.reasons.contains { $0.hasPrefix("music begins at ") })
        #expect(placed.reasons.contains { $0.contains("cuts within 50 ms of a beat") })
        let told = try plan("--music-from", "1.5")
        #expect(told.from == "3/2")
        #expect(!told.reasons.contains { $0.hasPrefix("music begins at ") })
    }

    private static let refusals: [(flags: String, code: Int32)] = [
        ("--for tiktok,nowhere", 64), ("--look none-such", 64), ("--size 33x20", 64), ("--fps 0", 64),
        ("--mix duck", 64), ("--loudness 3", 64), ("--for spotlight -l 2", 65), ("--lut missing.cube", 66),
        ("--lut text.cube", 65), ("--music clip.mp4", 65), ("--music missing.mp3", 66),
        ("--for tiktok -o out.webm", 65), ("--for tiktok --method copy", 64),
    ]

    @Test(arguments: refusals)
    func `what cannot be is refused, and nothing is left`(flags: String, code: Int32) throws {
        try scratch.add(.batik, as: "clip.mp4")
        try scratch.write("LUT_3D_SIZE 2\n0 0 0\n", as: "text.cube")
        for more in ["", " --dry-run"] {
            let run = try scratch.run(
                bytes: "trim clip.mp4 \(flags)\(more)".split(separator: " ").map { Array($0.utf8) })
            #expect(run.code == code, "\(more) \(run.errors)")
            #expect(run.errors.contains("clipfit: error: "))
            #expect(scratch.names == ["clip.mp4", "text.cube"])
        }
    }

    @Test func `each platform gets a file in a folder of its own`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let words = ["trim", "clip.mp4", "--pick", "start", "-l", "3", "--each", "--speed", "ultrafast"]
        let run = try scratch.run(
            bytes: (words + ["--for", "tiktok,shorts", "-o", "out/"]).map { Array($0.utf8) })
        try #require(run.code == 0, "\(run.errors)")
        let made = try FileManager.default.subpathsOfDirectory(atPath: "\(scratch.path)/out").sorted()
        #expect(made == ["shorts", "shorts/clip-3s-shorts.mp4", "tiktok", "tiktok/clip-3s-tiktok.mp4"])
        let without = try scratch.run(bytes: words.map { Array($0.utf8) })
        #expect(without.code == 64)
        #expect(without.errors.contains("--each is for --for"), "\(without.errors)")
    }

    @Test(arguments: ["--each --for tiktok,shorts", "--join clip.mp4"])
    func `no folder is left where nothing was made`(
        more: String
    ) throws {
        try scratch.write("no clip", as: "clip.mp4")
        let words = "trim clip.mp4 -l 3 \(more) -o new/out/".split(separator: " ").map { Array($0.utf8) }
        #expect(try scratch.run(bytes: words).code == 65)
        #expect(scratch.names == ["clip.mp4"])
        try scratch.write("mine", as: "new")
        #expect(try scratch.run(bytes: words).code == 73)
        #expect(scratch.names == ["clip.mp4", "new"])
    }

    @Test func `a name may say what the clip is about`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        try scratch.write("Batik tulis, dari Solo! #batik\n", as: "clip.txt")
        let words = [
            "trim", "clip.mp4", "--pick", "start", "-l", "1", "--dry-run", "--json", "-o", "{about}-{length}",
        ]
        func name(_ more: String...) throws -> String {
            let run = try scratch.run(bytes: (words + more).map { Array($0.utf8) })
            let output = try run.objects().first?["output"] as? [String: Any]
            return ((output?["file"] as? [String: Any])?["path"] as? String) ?? run.errors
        }
        #expect(try name() == "Batik-tulis-dari-Solo-1.mp4")
        #expect(try name("--about", "Kopi pagi") == "Kopi-pagi-1.mp4")
    }

    @Test func `the edit goes on elsewhere`() throws {
        try scratch.add(.batik, as: "clip.mp4")
        let run = try scratch.run(
            "trim", "clip.mp4", "-s", "2", "-l", "1", "--timeline", "edl", "-o", "out.mp4", "--json")
        try #require(run.code == 0, "\(run.errors)")
        #expect(try run.objects()[0]["timeline"] as? String == "out.edl")
        let list = String(decoding: try scratch.contents(of: "out.edl"), as: UTF8.self)
        #expect(list.contains(" 00:00:02:00 00:00:03:00 01:00:00:00 01:00:01:00"), "\(list)")
        let plan = try scratch.run(
            "trim", "clip.mp4", "-s", "2", "-l", "1", "-o", "x.mp4", "--dry-run", "--json")
        try scratch.write(plan.output, as: "plan.json")
        let only = try scratch.run("render", "plan.json", "--timeline-only")
        #expect(only.code == 0 && only.output == "x.otio\n", "\(only.errors)")
        #expect(scratch.names == ["clip.mp4", "out.edl", "out.mp4", "plan.json", "x.otio"])
        let probe = try scratch.run("probe", "--deep", "--timeline", "fcpxml", "clip.mp4")
        #expect(probe.code == 0, "\(probe.errors)")
        #expect(String(decoding: try scratch.contents(of: "clip.fcpxml"), as: UTF8.self).contains("<marker "))
        #expect(try scratch.run("probe", "--timeline", "edl", "clip.mp4").code == 64)
    }
}
