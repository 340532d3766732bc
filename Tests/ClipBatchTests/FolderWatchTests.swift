import ClipBatch
import ClipCore
import ClipMedia
import Foundation
import Glibc
import SystemPackage
import Testing

@Suite struct FolderWatchTests {
    private static let settle = Duration.milliseconds(150)
    private let folder: TestFolder

    init() throws {
        folder = try TestFolder()
        for name in ["in", "elsewhere"] { #expect(mkdir(path(name), 0o700) == 0) }
    }

    private func path(_ place: String) -> String { folder.path.pushing(FilePath(place)).string }

    private func write(_ text: String = "clip", to places: String...) throws {
        for place in places {
            let file = path(place)
            try FileManager.default.createDirectory(
                atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        }
    }

    private func append(_ text: String, to place: String) throws {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path(place)))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }

    private func move(_ from: String, _ to: String) { #expect(rename(path(from), path(to)) == 0) }

    private func watch(
        polls: Bool = false, _ rule: SourceRule = SourceRule(), isRecursive: Bool = true,
        sweep: Duration = .seconds(60), warn: @escaping (String) -> Void = { _ in }
    ) throws -> FolderWatch {
        try FolderWatch(
            rule, isRecursive: isRecursive, of: [folder.path.pushing("in")],
            output: folder.path.pushing("in/out"), settle: Self.settle, polls: polls, sweep: sweep, warn: warn
        )
    }

    /// The jobs that come until there are so many; where there are too many, a moment later.
    private func jobs(
        _ count: Int, from watch: FolderWatch, after: () throws -> Void = {}, atMost: Duration = .seconds(20)
    ) throws -> [Job] {
        try after()
        var jobs: [Job] = []
        let began = ContinuousClock.now
        while jobs.count < count, ContinuousClock.now - began < atMost {
            jobs += try watch.update().jobs
            usleep(10_000)
        }
        return try jobs + quiet(watch)
    }

    /// What comes in the time in which a change would settle.
    private func quiet(_ watch: FolderWatch) throws -> [Job] {
        var jobs: [Job] = []
        let began = ContinuousClock.now
        while ContinuousClock.now - began < Self.settle * 3 {
            jobs += try watch.update().jobs
            usleep(10_000)
        }
        return jobs
    }

    private func places(_ jobs: [Job]) -> [String] { jobs.map(\.place.string).sorted() }

    private func finish(_ jobs: [Job], _ status: JobResult.Status = .done, in watch: FolderWatch) {
        for job in jobs {
            #expect(watch.begin(job))
            _ = watch.end(job, status)
        }
    }

    @Test func `what has settled already comes at once and in order, what is new when it has settled`() throws
    {
        try write(to: "in/b.mp4", "in/a/z.mov", "in/c.txt")
        usleep(300_000)
        try write(to: "in/new.mp4")
        let watch = try watch()
        #expect(try watch.update().jobs.map(\.place) == ["a/z.mov", "b.mp4"])
        #expect(places(try jobs(1, from: watch)) == ["new.mp4"])
    }

    @Test(arguments: [false, true])
    func `a file that is written slowly comes once, after its last byte`(polls: Bool) throws {
        let watch = try watch(polls: polls)
        var early: [Job] = []
        try write(to: "in/a.mp4")
        for _ in 1...12 {
            usleep(50_000)
            try append("more", to: "in/a.mp4")
            early += try watch.update().jobs
        }
        #expect(early.isEmpty)
        #expect(places(try jobs(1, from: watch)) == ["a.mp4"])
    }

    @Test(arguments: [false, true])
    func `each file of a burst comes once, folders and all`(polls: Bool) throws {
        let watch = try watch(polls: polls)
        let names = (0..<300).map { "day\($0 % 7)/deep/clip\($0).mp4" }
        for name in names { try write(to: "in/\(name)") }
        #expect(places(try jobs(300, from: watch)) == names.sorted())
    }

    @Test(arguments: [false, true])
    func `files and whole folders are moved in, within, and out`(polls: Bool) throws {
        try write(to: "elsewhere/a.mp4", "elsewhere/day/b.mp4", "elsewhere/day/deep/c.mp4")
        let watch = try watch(polls: polls)
        move("elsewhere/a.mp4", "in/a.mp4")
        move("elsewhere/day", "in/day")
        let first = try jobs(3, from: watch)
        #expect(places(first) == ["a.mp4", "day/b.mp4", "day/deep/c.mp4"])
        finish(first, in: watch)
        move("in/a.mp4", "in/aa.mp4")
        move("in/day", "in/night")
        let second = try jobs(3, from: watch)
        #expect(places(second) == ["aa.mp4", "night/b.mp4", "night/deep/c.mp4"])
        finish(second, in: watch)
        // Nothing is told of what was moved out, whatever happens to it.
        move("in/night", "elsewhere/night")
        #expect(try quiet(watch).isEmpty)
        try write("changed", to: "elsewhere/night/b.mp4", "elsewhere/night/new.mp4")
        #expect(try quiet(watch).isEmpty)
    }

    @Test(arguments: [false, true])
    func `what goes before its turn is no job, and is told as gone`(polls: Bool) throws {
        let watch = try watch(polls: polls)
        try write(to: "in/a.mp4")
        _ = try watch.update()
        unlink(path("in/a.mp4"))
        #expect(try quiet(watch).isEmpty)
        try write(to: "in/b.mp4")
        let found = try jobs(1, from: watch)
        unlink(path("in/b.mp4"))
        #expect(!watch.begin(try #require(found.first)))
        #expect(try watch.update().gone == [folder.path.pushing("in/b.mp4")])
    }

    @Test(arguments: [false, true])
    func `what is over comes again when it was changed or replaced, and not else`(polls: Bool) throws {
        let watch = try watch(polls: polls)
        try write(to: "in/a.mp4", "in/b.mp4", "in/c.mp4")
        finish(try jobs(3, from: watch), in: watch)
        try append("more", to: "in/a.mp4")
        try write("anew", to: "elsewhere/b.mp4")
        move("elsewhere/b.mp4", "in/b.mp4")
        #expect(chmod(path("in/c.mp4"), 0o400) == 0)
        #expect(places(try jobs(2, from: watch)) == ["a.mp4", "b.mp4"])
    }

    @Test func `what failed comes again when it changes, be it only who may read it`() throws {
        let watch = try watch()
        try write(to: "in/a.mp4", "in/b.mp4")
        let found = try jobs(2, from: watch)
        finish(found, .failed, in: watch)
        #expect(try quiet(watch).isEmpty)
        #expect(chmod(path("in/a.mp4"), 0o400) == 0)
        let again = try jobs(1, from: watch)
        #expect(places(again) == ["a.mp4"])
        #expect(watch.begin(again[0]))
        #expect(watch.end(again[0], .done) == .failed)
    }

    @Test func `what changes while it is worked on comes again, once`() throws {
        let watch = try watch()
        try write(to: "in/a.mp4")
        let job = try #require(try jobs(1, from: watch).first)
        #expect(watch.begin(job))
        try append("more", to: "in/a.mp4")
        #expect(try quiet(watch).isEmpty)
        #expect(!watch.begin(job), "two would work on one file")
        _ = watch.end(job, .done)
        #expect(places(try jobs(1, from: watch)) == ["a.mp4"])
    }

    @Test func `what changes before its turn settles first`() throws {
        let watch = try watch()
        try write(to: "in/a.mp4")
        let job = try #require(try jobs(1, from: watch).first)
        try append("more", to: "in/a.mp4")
        #expect(!watch.begin(job))
        let again = try jobs(1, from: watch)
        #expect(places(again) == ["a.mp4"])
        #expect(watch.begin(again[0]))
    }

    @Test(arguments: [false, true])
    func `the rules of a search hold: patterns, hidden files, links, the output folder`(polls: Bool) throws {
        nonisolated(unsafe) var warnings: [String] = []
        let rule = SourceRule(excluding: [Array("draft*".utf8)])
        let watch = try watch(polls: polls, rule) { warnings.append($0) }
        warnings = []
        try write(
            to: "in/a.mp4", "in/draft.mp4", "in/drafts/b.mp4", "in/.hidden/c.mp4", "in/.d.mp4",
            "in/notes.txt",
            "in/out/a-15s.mp4", "elsewhere/e.mp4", "elsewhere/f.mp4")
        try folder.link("in/link.mp4", to: "../elsewhere/e.mp4")
        try folder.link("in/way", to: "../elsewhere")
        try folder.link("in/nowhere.mp4", to: "none.mp4")
        #expect(places(try jobs(2, from: watch)) == ["a.mp4", "link.mp4"])
        #expect(warnings.count == 1 && warnings.first?.contains("in/way: a link to a folder") == true)
        try write("more", to: "in/out/b-15s.mp4", "in/.hidden/c.mp4", "in/drafts/g.mp4", "elsewhere/f.mp4")
        #expect(try quiet(watch).isEmpty)
    }

    @Test(arguments: [false, true])
    func `folders below are left out where that is asked for`(polls: Bool) throws {
        let watch = try watch(polls: polls, isRecursive: false)
        try write(to: "in/day/b.mp4", "in/a.mp4")
        #expect(places(try jobs(1, from: watch)) == ["a.mp4"])
    }

    @Test(.disabled(if: isPortable, "nothing comes from the kernel"), arguments: [false, true])
    func `what the kernel does not tell is found by looking through all now and then`(sweeps: Bool) throws {
        let watch = try sweeps ? watch(sweep: .milliseconds(200)) : watch()
        try write(to: "elsewhere/a.mp4")
        try folder.link("in/link.mp4", to: "../elsewhere/a.mp4")
        finish(try jobs(1, from: watch), in: watch)
        try append("more", to: "elsewhere/a.mp4")
        #expect(places(try sweeps ? jobs(1, from: watch) : quiet(watch)) == (sweeps ? ["link.mp4"] : []))
    }

    @Test func `an empty file is waited for`() throws {
        let watch = try watch()
        try write("", to: "in/a.mp4")
        #expect(try quiet(watch).isEmpty)
        try append("clip", to: "in/a.mp4")
        #expect(places(try jobs(1, from: watch)) == ["a.mp4"])
    }

    @Test(arguments: [false, true])
    func `a folder that is gone, or another one of its name, is told`(polls: Bool) throws {
        for isReplaced in [false, true] {
            let watch = try watch(polls: polls)
            move("in", "elsewhere/in\(isReplaced)")
            if isReplaced { mkdir(path("in"), 0o700) }
            let error = #expect(throws: Failure.self) { _ = try quiet(watch) }
            #expect(error?.kind == .unreadable)
            mkdir(path("in"), 0o700)
        }
        rmdir(path("in"))
        #expect(throws: Failure.self) { _ = try self.watch(polls: polls) }
    }

    @Test func `the folder of the outputs being gone is told too`() throws {
        mkdir(path("in/out"), 0o700)
        let watch = try watch()
        rmdir(path("in/out"))
        let error = #expect(throws: Failure.self) { _ = try watch.update() }
        #expect(error?.kind == .cannotCreate)
    }

    /// The kernel keeps so many notices; what comes then is lost.
    private static let limit =
        (try? String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8))
        .flatMap { Int($0.dropLast()) } ?? .max

    @Test(.enabled(if: limit <= 100_000, "it would take too many files"))
    func `where notices are lost, all is looked through`() throws {
        let watch = try watch()
        for number in 0...(Self.limit / 3) {
            let name = path("in/\(number % 2).txt")
            close(creat(name, 0o600))
            unlink(name)
        }
        try write(to: "in/day/a.mp4")
        #expect(places(try jobs(1, from: watch)) == ["day/a.mp4"])
    }

    @Test(.enabled(if: getuid() != 0, "root may read every folder"))
    func `a folder that cannot be read is told once, and again when it was readable`() throws {
        try write(to: "in/closed/a.mp4")
        #expect(chmod(path("in/closed"), 0) == 0)
        defer { chmod(path("in/closed"), 0o700) }
        let watch = try watch(polls: true)
        #expect(try watch.update().failures.map(\.path) == [folder.path.pushing("in/closed")])
        #expect(try watch.update().failures.isEmpty)
        #expect(chmod(path("in/closed"), 0o700) == 0)
        #expect(places(try jobs(1, from: watch)) == ["closed/a.mp4"])
    }

    @Test(.disabled(if: isPortable, "who writes is not known"))
    func `a file that is still being written does not settle`() throws {
        let watch = try watch()
        try write("half", to: "in/a.ts")
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path("in/a.ts")))
        #expect(try jobs(1, from: watch, after: { usleep(800_000) }, atMost: .seconds(2)).isEmpty)
        try handle.close()
        #expect(try jobs(1, from: watch).count == 1)
    }
}
