import Foundation
import Glibc
import Testing

/// `clipfit batch --watch`, as somebody meets it who leaves it running.
@Suite struct BatchWatchTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeFolder("in")
    }

    private func words(_ more: String) -> [[UInt8]] {
        "batch in -o in/out -v --json --pick start --watch --settle 200ms --speed ultrafast --lang en \(more)"
            .split(
                separator: " "
            ).map { Array($0.utf8) }
    }

    /// Begins to watch, and waits until it does.
    private func watch(_ more: String = "-l 1") throws -> Running {
        let running = try scratch.start(words(more))
        #expect(wait { running.errorsSoFar.contains("clipfit: watching in\n") }, "\(running.errorsSoFar)")
        return running
    }

    private func wait(_ isThere: () -> Bool) -> Bool {
        let began = ContinuousClock.now
        while !isThere(), ContinuousClock.now - began < .seconds(300) { usleep(5000) }
        return isThere()
    }

    /// Waits until so many results were told.
    private func results(_ count: Int, of running: Running) -> Bool {
        wait { running.outputSoFar.split(separator: "\n").count >= count }
    }

    private func end(_ running: Running, _ number: Int32 = SIGTERM) throws -> Outcome {
        kill(running.process, number)
        return try running.wait()
    }

    /// The sources of results without their folder, each with its status.
    private func told(_ run: Outcome) throws -> [String] {
        try run.objects().compactMap { object in
            (object["source"] as? String).map { "\($0.dropFirst(3)) \(object["status"] as? String ?? "")" }
        }
    }

    private func summary(_ run: Outcome) throws -> [Int?] {
        let last = try #require(try run.objects().last?["summary"] as? [String: Any])
        return ["done", "skipped", "failed", "left"].map { last[$0] as? Int }
    }

    private var outputs: [String] {
        let names = FileManager.default.enumerator(atPath: "\(scratch.path)/in/out")?.allObjects ?? []
        return names.compactMap { $0 as? String }.filter { $0.hasSuffix(".mp4") || $0.hasSuffix(".part") }
            .sorted()
    }

    @Test
    func `what is there is made first, what comes is made too, and nobody waits for the end to be told`()
        throws
    {
        try scratch.add(.batik, as: "in/a.mp4")
        let running = try watch()
        #expect(results(1, of: running))
        try scratch.makeFolder("in/day")
        try scratch.add(.batik, as: "in/day/b.mp4")
        #expect(results(2, of: running))
        let run = try end(running, SIGINT)
        #expect(run.code == 0, "\(run.errors)")
        #expect(try told(run) == ["a.mp4 done", "day/b.mp4 done"])
        #expect(try summary(run) == [2, 0, 0, 0])
        #expect(outputs == ["a-1s.mp4", "day/b-1s.mp4"])
        // The next one knows what is finished, and makes anew what changed in the meantime.
        try scratch.add(.kopi, as: "in/day/b.mp4")
        let second = try watch()
        #expect(results(2, of: second))
        #expect(try told(end(second)).sorted() == ["a.mp4 skipped", "day/b.mp4 done"])
    }

    @Test func `a failure is tried again when the file changes, and counts as long as it is one`() throws {
        let running = try watch()
        try scratch.write("no video", as: "in/a.mp4")
        #expect(results(1, of: running))
        try scratch.add(.batik, as: "in/b.mp4")
        #expect(results(2, of: running))
        try scratch.add(.batik, as: "in/a.mp4")
        #expect(results(3, of: running))
        let run = try end(running)
        #expect(run.code == 0, "\(run.errors)")
        #expect(try told(run) == ["a.mp4 failed", "b.mp4 done", "a.mp4 done"])
        #expect(try summary(run) == [2, 0, 0, 0])
        try scratch.write("no video", as: "in/c.mp4")
        let second = try watch()
        #expect(results(3, of: second))
        #expect(try end(second).code == 1)
    }

    @Test func `the end in the middle of work leaves nothing behind, and the next one begins it again`()
        throws
    {
        try scratch.add(.batik, as: "in/a.mp4")
        let running = try watch("-l 15 --aspect 1:1 --speed medium --progress plain")
        #expect(wait { running.errorsSoFar.contains("in/a.mp4: 0 %") })
        let run = try end(running)
        #expect(run.code == 143)
        #expect(try told(run) == [])
        #expect(try summary(run) == [0, 0, 0, 1])
        #expect(outputs == [])
        let second = try watch()
        #expect(results(1, of: second))
        #expect(try told(end(second)) == ["a.mp4 done"])
    }

    @Test func `two watch one folder, and each clip is made by one of them`() throws {
        let both = [try watch(), try watch()]
        for number in 1...4 { try scratch.add(.batik, as: "in/\(number).mp4") }
        try scratch.write("no video", as: "in/5.mp4")
        for running in both { #expect(results(5, of: running)) }
        let lists = try both.map { try told(end($0)).sorted() }
        try #require(lists.allSatisfy { $0.count == 5 })
        for number in 1...4 {
            let states = lists.map { $0[number - 1] }.sorted()
            #expect(states == ["\(number).mp4 done", "\(number).mp4 skipped"])
        }
        #expect(lists.allSatisfy { $0[4] == "5.mp4 failed" })
        #expect(outputs == (1...4).map { "\($0)-1s.mp4" })
    }

    @Test func `links that come are read through, also when they lead to another file`() throws {
        let running = try watch("-l 1 --jobs 1")
        try scratch.add(.batik, as: "in/a.mp4")
        #expect(results(1, of: running))
        try scratch.add(.batik, as: "elsewhere.mp4")
        try FileManager.default.createSymbolicLink(
            atPath: "\(scratch.path)/in/b.mp4", withDestinationPath: "../elsewhere.mp4")
        #expect(results(2, of: running))
        for name in ["in/b.mp4", "elsewhere.mp4"] { unlink("\(scratch.path)/\(name)") }
        try scratch.add(.kopi, as: "elsewhere.mp4")
        try FileManager.default.createSymbolicLink(
            atPath: "\(scratch.path)/in/b.mp4", withDestinationPath: "../elsewhere.mp4")
        #expect(results(3, of: running))
        let run = try end(running)
        #expect(try told(run) == ["a.mp4 done", "b.mp4 done", "b.mp4 done"], "\(run.errors)")
    }

    @Test func `folders that come are brands, and others are told`() throws {
        try scratch.makeFolder("config/clipfit/presets")
        try scratch.write("output: '{stem}-{preset}'\n", as: "config/clipfit/presets/shop.yaml")
        try scratch.write("lenghts: [1]\n", as: "config/clipfit/presets/wrong.yaml")
        // env takes the setting before the program.
        let running = try scratch.start(
            [Array(clipfit.utf8)] + words("--preset-by-folder -l 1"),
            program: "XDG_CONFIG_HOME=\(scratch.path)/config")
        #expect(wait { running.errorsSoFar.contains("clipfit: watching in\n") }, "\(running.errorsSoFar)")
        for name in ["shop", "shpo", "wrong"] {
            try scratch.makeFolder("in/\(name)")
            try scratch.add(.batik, as: "in/\(name)/a.mp4")
        }
        #expect(results(3, of: running))
        let run = try end(running)
        #expect(run.code == 1)
        #expect(try told(run).sorted() == ["shop/a.mp4 done", "shpo/a.mp4 failed", "wrong/a.mp4 failed"])
        #expect(outputs == ["shop/a-shop.mp4"])
        #expect(run.errors.contains("did you mean 'shop'?"))
        #expect(run.errors.contains("'wrong' could not be used: "))
    }

    @Test func `it ends by itself with its limit, or when the folder is gone`() throws {
        try scratch.add(.batik, as: "in/a.mp4")
        let limited = try scratch.start(words("-l 1 --limit 1")).wait()
        #expect(limited.code == 0)
        #expect(try told(limited) == ["a.mp4 done"])
        let running = try watch()
        #expect(rename("\(scratch.path)/in", "\(scratch.path)/away") == 0)
        let run = try running.wait()
        #expect(run.code == 66)
        #expect(run.errors.contains("could not watch in: the folder that was watched is gone"))
    }

    /// A user who may watch no folder.
    private static let unshare = ["--user", "--map-root-user", "sh", "-c"]
    private static let prelude = "echo 0 > /proc/sys/user/max_inotify_watches && "
    private static let canUnshare: Bool = {
        guard let scratch = try? Scratch() else { return false }
        let words = (unshare + [prelude + "true"]).map { Array($0.utf8) }
        return (try? scratch.start(words, program: "unshare").wait().code) == 0
    }()

    @Test(
        .enabled(if: canUnshare, "no user of one's own can be made here"),
        .disabled(if: isPortable, "nothing comes from the kernel"))
    func `where the kernel watches nothing, folders are looked through, which is told once`() throws {
        let line = words("-l 1").map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        let arguments = Self.unshare + [Self.prelude + "exec '\(clipfit)' \(line)"]
        let running = try scratch.start(arguments.map { Array($0.utf8) }, program: "unshare")
        #expect(wait { running.errorsSoFar.contains("clipfit: watching in\n") }, "\(running.errorsSoFar)")
        try scratch.makeFolder("in/day")
        try scratch.add(.batik, as: "in/day/a.mp4")
        #expect(results(1, of: running))
        let run = try end(running)
        #expect(try told(run) == ["day/a.mp4 done"], "\(run.errors)")
        #expect(run.errors.components(separatedBy: "fs.inotify.max_user_watches").count == 2)
    }

    @Test(arguments: [
        "--dry-run", "--report r.html", "--plan-only p.jsonl", "--from-plan p.jsonl", "--shard 1/2",
        "--manifest m.jsonl", "--settle 2days", "--settle 90000",
    ])
    func `what does not go with it is refused`(flag: String) throws {
        let run = try scratch.run(
            bytes: "batch in -o out --watch \(flag)".split(separator: " ").map { Array($0.utf8) })
        #expect(run.code == 64, "\(run.errors)")
        #expect(scratch.names == ["in"])
        #expect(try scratch.run("batch", "in", "-o", "out", "--settle", "1s").code == 64)
    }
}
