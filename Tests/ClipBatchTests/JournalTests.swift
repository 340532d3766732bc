import ClipCore
import ClipMedia
import Foundation
import GRDB
import Glibc
import SystemPackage
import Testing

@testable import ClipBatch

@Suite struct JournalTests {
    private let folder: TestFolder

    init() throws {
        folder = try TestFolder()
        try folder.make("a.mp4", "b.mp4")
        for name in ["a.mp4", "b.mp4"] {
            try Data("a clip".utf8).write(
                to: URL(fileURLWithPath: folder.path.pushing(FilePath(name)).string))
        }
    }

    private var file: URL { URL(fileURLWithPath: folder.path.pushing(".clipfit/journal.sqlite").string) }

    private func output(
        _ place: FilePath, key: String = "k", settings: String = "s", identity: String = "i",
        version: String = "1"
    ) -> Journal.Output {
        Journal.Output(
            place: place, path: folder.path.pushing(place),
            OutputMaking(key: key, settings: settings, identity: identity, version: version))
    }

    private func make(
        _ output: Journal.Output, of source: FilePath = "clip.mp4", in journal: Journal, attempt: Int = 1
    ) throws {
        #expect(try journal.claim(source) == .granted(attempt: attempt))
        try journal.begin([output], of: source, attempt: attempt)
        try name(output, in: journal)
        try journal.finish([output], kept: [], of: source, attempt: attempt, isWhole: true)
    }

    private func name(_ output: Journal.Output, in journal: Journal) throws {
        let facts = try #require(OutputFacts(at: output.path))
        let content = ContentHash.of(output.path)
        try journal.name(OutputFile(output.place, facts, content: content), of: output.place)
    }

    private func finished(_ output: Journal.Output, _ journal: Journal) throws -> Int? {
        guard case .finished(let attempt, _) = try journal.standing(of: output, comparing: false) else {
            return nil
        }
        return attempt
    }

    private func standing(_ output: Journal.Output, _ journal: Journal, comparing: Bool = false) throws
        -> OutputStanding
    {
        try journal.standing(of: output, comparing: comparing)
    }

    private func write(_ text: String, to name: String, keepingTime: Bool = false) throws {
        let descriptor = open(folder.path.pushing(FilePath(name)).string, O_WRONLY)
        defer { close(descriptor) }
        var facts = stat()
        #expect(fstat(descriptor, &facts) == 0 && ftruncate(descriptor, 0) == 0)
        #expect(Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count)
        if keepingTime { #expect(futimens(descriptor, [facts.st_atim, facts.st_mtim]) == 0) }
    }

    private func unmark(_ name: String) throws {
        let path = folder.path.pushing(FilePath(name)).string
        // Bytes copied to another file: size and time may be the same, the attribute is not.
        let other = path + ".copy"
        try FileManager.default.copyItem(atPath: path, toPath: other)
        try FileManager.default.setAttributes(
            [.modificationDate: FileManager.default.attributesOfItem(atPath: path)[.modificationDate]!],
            ofItemAtPath: other)
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: other, toPath: path)
    }

    @Test func `an output is finished as long as key, size and time are those of its making`() throws {
        do { try make(output("a.mp4"), in: Journal(of: folder.path)) }
        let journal = try Journal(of: folder.path)
        #expect(try finished(output("a.mp4"), journal) == 1)
        #expect(try finished(output("a.mp4", key: "other"), journal) == nil)
        #expect(try finished(output("b.mp4"), journal) == nil)
        try Data([1]).write(to: URL(fileURLWithPath: folder.path.pushing("a.mp4").string))
        #expect(try finished(output("a.mp4"), journal) == nil)
        try FileManager.default.removeItem(atPath: folder.path.pushing("a.mp4").string)
        #expect(try finished(output("a.mp4"), journal) == nil)
        #expect(try journal.record(of: "a.mp4")?.source == "clip.mp4")
    }

    @Test func `what was begun is not finished, and what was there before still is`() throws {
        let journal = try Journal(of: folder.path)
        try make(output("a.mp4"), in: journal)
        #expect(try journal.claim("clip.mp4") == .granted(attempt: 1))
        try journal.begin([output("a.mp4", key: "new")], of: "clip.mp4", attempt: 1)
        #expect(try finished(output("a.mp4"), journal) == 1)
        #expect(try finished(output("a.mp4", key: "new"), journal) == nil)
        try journal.begin([output("b.mp4")], of: "clip.mp4", attempt: 1)
        #expect(try journal.standing(of: output("b.mp4"), comparing: false) == .foreign)
    }

    @Test func `tries are counted until one succeeds`() throws {
        let wrong = Failure(.unusable, "clip.mp4", "no clip")
        for attempt in 1...2 {
            let journal = try Journal(of: folder.path)
            #expect(try journal.claim("clip.mp4") == .granted(attempt: attempt))
            try journal.fail("clip.mp4", attempt: attempt, wrong)
        }
        do {
            let journal = try Journal(of: folder.path)
            #expect(try journal.claim("clip.mp4") == .granted(attempt: 3))
            try journal.begin([output("a.mp4")], of: "clip.mp4", attempt: 3)
        }
        do { try make(output("a.mp4"), in: Journal(of: folder.path), attempt: 4) }
        #expect(try Journal(of: folder.path).claim("clip.mp4") == .granted(attempt: 1))
    }

    @Test(.disabled(if: isPortable, "a path to an entry of an open folder is needed"))
    func `names of any bytes, of folders too, are kept`() throws {
        let odd = FilePath(platformString: [0x63, -0x17, 0x0A, 0x2E, 0])
        let root = folder.path.pushing(odd)
        #expect(root.withPlatformString { mkdir($0, 0o700) } == 0)
        let output = Journal.Output(
            place: odd, path: root.pushing(odd),
            OutputMaking(key: "k", settings: "s", identity: "i", version: "1"))
        let descriptor = output.path.withPlatformString { creat($0, 0o600) }
        #expect(descriptor >= 0)
        close(descriptor)
        do {
            let journal = try Journal(of: root)
            _ = try journal.claim(odd)
            try name(output, in: journal)
            try journal.finish([output], kept: [], of: odd, attempt: 1, isWhole: true)
        }
        #expect(try finished(output, Journal(of: root, writes: false)) == 1)
    }

    @Test func `two batches share the work: what one has, the other waits for`() throws {
        let (first, second) = (try Journal(of: folder.path), try Journal(of: folder.path))
        #expect(try first.claim("clip.mp4") == .granted(attempt: 1))
        #expect(try second.claim("clip.mp4") == .taken)
        #expect(try second.claim("other.mp4") == .granted(attempt: 1))
        try first.begin([output("a.mp4")], of: "clip.mp4", attempt: 1)
        try name(output("a.mp4"), in: first)
        try first.finish([output("a.mp4")], kept: [], of: "clip.mp4", attempt: 1, isWhole: true)
        #expect(try second.claim("clip.mp4") == .granted(attempt: 1))
        #expect(try finished(output("a.mp4"), second) == 1)
        try second.fail("other.mp4", attempt: 1, Failure(.unusable, "other.mp4", "no clip"))
        guard case .failed(let error, attempt: 1) = try first.claim("other.mp4") else {
            Issue.record("a batch of the same time tries again what another one failed at")
            return
        }
        #expect(error.message == "no clip" && error.kind == .unusable)
        #expect(try Journal(of: folder.path).claim("other.mp4") == .granted(attempt: 2))
    }

    @Test func `a batch that was asked for something else tries itself`() throws {
        let first = try Journal(of: folder.path, ask: "15 s")
        let second = try Journal(of: folder.path, ask: "60 s")
        #expect(try first.claim("clip.mp4") == .granted(attempt: 1))
        try first.fail("clip.mp4", attempt: 1, Failure(.unusable, "clip.mp4", "no clip"))
        #expect(try second.claim("clip.mp4") == .granted(attempt: 2))
    }

    @Test func `what another batch failed at is tried when it has changed since`() throws {
        let (first, second) = (try Journal(of: folder.path), try Journal(of: folder.path))
        let clip = folder.path.pushing("a.mp4")
        #expect(try first.claim("a.mp4", as: SourceFacts(at: clip)) == .granted(attempt: 1))
        let wrong = Failure(.unusable, "a.mp4", "no clip")
        try first.fail("a.mp4", attempt: 1, wrong)
        #expect(try second.claim("a.mp4", as: SourceFacts(at: clip)) == .failed(wrong, attempt: 1))
        try Data([1]).write(to: URL(fileURLWithPath: clip.string))
        #expect(try second.claim("a.mp4", as: SourceFacts(at: clip)) == .granted(attempt: 2))
    }

    @Test func `what a batch had is free when it ends, and its leftovers go`() throws {
        do {
            let journal = try Journal(of: folder.path)
            _ = try journal.claim("clip.mp4")
            try journal.begin([output("a.mp4")], of: "clip.mp4", attempt: 1)
        }
        try folder.make(".a.mp4.123.part", ".b.mp4.123.part", ".a.mp4.x.part")
        let journal = try Journal(of: folder.path)
        #expect(try journal.claim("clip.mp4") == .granted(attempt: 2))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path.string).sorted()
        #expect(names == [".a.mp4.x.part", ".b.mp4.123.part", ".clipfit", "a.mp4", "b.mp4"])
    }

    @Test func `a journal that is cut anywhere costs no output`() throws {
        let made = output("a.mp4")
        do { try make(made, in: Journal(of: folder.path)) }
        let whole = try Data(contentsOf: file)
        #expect(whole.count > 4096)
        var setAside = 0
        for count in [0, 1, 99, 100, 511, 4095, 4096, 8192, whole.count - 4096, whole.count - 1] {
            for ending in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file.path + ending) }
            try whole.prefix(count).write(to: file)
            let journal = try Journal(of: folder.path)
            setAside += journal.warnings.count
            #expect(try finished(made, journal) == 1, "cut at \(count)")
            #expect(try journal.claim("clip.mp4") == .granted(attempt: 1))
        }
        #expect(setAside > 3)
        try Data("no database at all, but long enough to be one".utf8).write(to: file)
        let journal = try Journal(of: folder.path)
        #expect(journal.warnings.count == 1)
        #expect(try finished(made, journal) == 1)
    }

    @Test func `a mark holds for the file that it was put on alone`() throws {
        do { try make(output("a.mp4"), in: Journal(of: folder.path)) }
        try FileManager.default.removeItem(at: file)
        let journal = try Journal(of: folder.path)
        #expect(try finished(output("a.mp4"), journal) == 1)
        #expect(try finished(output("a.mp4", key: "other"), journal) == nil)
        try unmark("a.mp4")
        #expect(try finished(output("a.mp4"), journal) == nil)
    }

    @Test func `reading alone makes nothing`() throws {
        _ = try Journal(of: folder.path.pushing("new"), writes: false)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path.string).sorted() == [
                "a.mp4", "b.mp4",
            ])
    }

    // MARK: What may be replaced

    @Test func `how a file stands to what is wanted now`() throws {
        let journal = try Journal(of: folder.path)
        #expect(try standing(output("c.mp4"), journal) == .free)
        #expect(try standing(output("a.mp4"), journal) == .foreign)
        try make(output("a.mp4"), in: journal)
        #expect(try standing(output("a.mp4"), journal) == .finished(attempt: 1, isOlder: false))
        #expect(
            try standing(output("a.mp4", version: "2"), journal) == .finished(attempt: 1, isOlder: true))
        // The source changed; its captions did; somebody wants something else; both.
        #expect(try standing(output("a.mp4", key: "x", identity: "j"), journal) == .outdated)
        #expect(try standing(output("a.mp4", key: "x"), journal) == .outdated)
        #expect(try standing(output("a.mp4", key: "x", settings: "t"), journal) == .otherSettings)
        #expect(
            try standing(output("a.mp4", key: "x", settings: "t", identity: "j"), journal) == .otherSettings)
        // Another version plans in other words.
        #expect(
            try standing(output("a.mp4", key: "x", version: "2"), journal)
                == .finished(attempt: 1, isOlder: true))
        #expect(
            try standing(output("a.mp4", key: "x", identity: "j", version: "2"), journal) == .outdated)
        #expect(
            try standing(output("a.mp4", key: "x", settings: "t", version: "2"), journal) == .otherSettings)
        // Plans that say nothing of settings.
        #expect(try standing(output("a.mp4", key: "x", settings: ""), journal) == .otherSettings)
        #expect(try standing(output("a.mp4", key: "x", settings: "", identity: "j"), journal) == .outdated)
    }

    @Test(arguments: [true, false])
    func `a file that somebody changed is not the batch's any more`(isMarked: Bool) throws {
        let journal = try Journal(of: folder.path)
        try make(output("a.mp4"), in: journal)
        if !isMarked { try unmark("a.mp4") }
        #expect(try standing(output("a.mp4"), journal) == .finished(attempt: 1, isOlder: false))
        try write("an edit", to: "a.mp4")
        #expect(try standing(output("a.mp4"), journal) == .changed)
        #expect(try standing(output("a.mp4", key: "x"), journal) == .changed)
        #expect(try journal.untouched(of: output("a.mp4"), comparing: false).isEmpty)
    }

    @Test func `the same size and time are not enough where contents are compared`() throws {
        let journal = try Journal(of: folder.path)
        try make(output("a.mp4"), in: journal)
        #expect(
            try standing(output("a.mp4"), journal, comparing: true) == .finished(attempt: 1, isOlder: false))
        try write("b clip", to: "a.mp4", keepingTime: true)
        #expect(try standing(output("a.mp4"), journal) == .finished(attempt: 1, isOlder: false))
        #expect(try standing(output("a.mp4"), journal, comparing: true) == .changed)
    }

    @Test func `a copy that lost its time is known by its content`() throws {
        let journal = try Journal(of: folder.path)
        try make(output("a.mp4"), in: journal)
        try unmark("a.mp4")
        let path = folder.path.pushing("a.mp4").string
        let time = Date(timeIntervalSince1970: 1_000_000_000)
        try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path)
        #expect(try standing(output("a.mp4"), journal) == .finished(attempt: 1, isOlder: false))
        try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path)
        try write("b clip", to: "a.mp4", keepingTime: true)
        #expect(try standing(output("a.mp4"), journal) == .changed)
    }

    @Test func `a file that a batch had just named when it was killed is its own, and made again`() throws {
        do {
            let journal = try Journal(of: folder.path)
            _ = try journal.claim("clip.mp4")
            try journal.begin([output("a.mp4")], of: "clip.mp4", attempt: 1)
            let facts = try #require(OutputFacts(at: folder.path.pushing("a.mp4")))
            try journal.name(OutputFile("a.mp4", facts, content: nil), of: "a.mp4")
        }
        let journal = try Journal(of: folder.path)
        #expect(try standing(output("a.mp4"), journal) == .outdated)
        #expect(try journal.untouched(of: output("a.mp4"), comparing: false).count == 1)
        try write("an edit", to: "a.mp4")
        #expect(try standing(output("a.mp4"), journal) == .foreign)
    }

    @Test func `files beside an output are the batch's as long as nobody changes them`() throws {
        let journal = try Journal(of: folder.path)
        var made = output("a.mp4")
        made.companions = ["b.mp4", "other.txt"].map { folder.path.pushing($0) }
        try folder.make("other.txt")
        _ = try journal.claim("clip.mp4")
        try journal.begin([made], of: "clip.mp4", attempt: 1)
        let facts = try #require(OutputFacts(at: folder.path.pushing("b.mp4")))
        try name(made, in: journal)
        try journal.name(OutputFile("b.mp4", facts, content: nil), of: "a.mp4")
        try journal.finish([made], kept: [], of: "clip.mp4", attempt: 1, isWhole: true)
        func known() throws -> [String] {
            try journal.untouched(of: output("a.mp4"), comparing: false).map(\.file.path.string).map {
                String($0.split(separator: "/").last ?? "")
            }.sorted()
        }
        // What was not named before is nobody's.
        #expect(try known() == ["a.mp4", "b.mp4"])
        try write("an edit", to: "b.mp4")
        #expect(try known() == ["a.mp4"])
    }

    @Test func `a journal of the first version is taken over`() throws {
        do {
            try make(output("a.mp4"), in: Journal(of: folder.path))
            let database = try DatabaseQueue(path: file.path)
            try database.write { database in
                try database.execute(
                    sql: """
                        DROP INDEX file_output; DROP TABLE file; ALTER TABLE output DROP COLUMN settings;
                        ALTER TABLE output DROP COLUMN identity; ALTER TABLE output DROP COLUMN content;
                        ALTER TABLE output DROP COLUMN begun; ALTER TABLE output DROP COLUMN report;
                        PRAGMA user_version = 1;
                        """)
            }
        }
        // One that only reads changes nothing.
        let old = try Journal(of: folder.path, writes: false)
        #expect(try standing(output("a.mp4"), old) == .finished(attempt: 1, isOlder: false))
        let journal = try Journal(of: folder.path)
        #expect(journal.warnings.isEmpty)
        #expect(try standing(output("a.mp4"), journal) == .finished(attempt: 1, isOlder: false))
        #expect(try standing(output("a.mp4", key: "x"), journal) == .otherSettings)
        #expect(try journal.untouched(of: output("a.mp4"), comparing: false).count == 1)
        try write("an edit", to: "a.mp4")
        #expect(try standing(output("a.mp4"), journal) == .changed)
    }

    @Test func `what somebody changes between its naming and the end of its clip is not the batch's`() throws
    {
        let journal = try Journal(of: folder.path)
        _ = try journal.claim("clip.mp4")
        try journal.begin([output("a.mp4")], of: "clip.mp4", attempt: 1)
        try name(output("a.mp4"), in: journal)
        try write("an edit", to: "a.mp4")
        try journal.finish([output("a.mp4")], kept: [], of: "clip.mp4", attempt: 1, isWhole: true)
        #expect(try standing(output("a.mp4"), journal) == .foreign)
    }
}
