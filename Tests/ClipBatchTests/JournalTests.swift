import ClipBatch
import ClipMedia
import Foundation
import SystemPackage
import Testing

@Suite struct JournalTests {
    private let folder: TestFolder

    init() throws {
        folder = try TestFolder()
        try folder.make("a.mp4", "b.mp4")
        for name in ["a.mp4", "b.mp4"] {
            try Data("a clip".utf8).write(to: URL(fileURLWithPath: folder.path.pushing(FilePath(name)).string))
        }
    }

    private var file: URL { URL(fileURLWithPath: folder.path.pushing(".clipfit/journal.sqlite").string) }

    private func output(_ place: FilePath, key: String = "k") -> Journal.Output {
        Journal.Output(place: place, path: folder.path.pushing(place), key: key)
    }

    private func make(
        _ output: Journal.Output, of source: FilePath = "clip.mp4", in journal: Journal, attempt: Int = 1
    ) throws {
        #expect(try journal.claim(source) == .granted(attempt: attempt))
        try journal.begin([output], of: source, attempt: attempt)
        try journal.finish([output], kept: [], of: source, attempt: attempt, isWhole: true)
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
        #expect(try journal.finished(output("a.mp4")) == 1)
        #expect(try journal.finished(output("a.mp4", key: "other")) == nil)
        #expect(try journal.finished(output("b.mp4")) == nil)
        try Data([1]).write(to: URL(fileURLWithPath: folder.path.pushing("a.mp4").string))
        #expect(try journal.finished(output("a.mp4")) == nil)
        try FileManager.default.removeItem(atPath: folder.path.pushing("a.mp4").string)
        #expect(try journal.finished(output("a.mp4")) == nil)
        #expect(try journal.owner("a.mp4", at: folder.path.pushing("a.mp4")) == "clip.mp4")
    }

    @Test func `what was begun is not finished, though it was before, and a file proves nothing`() throws {
        let journal = try Journal(of: folder.path)
        try make(output("a.mp4"), in: journal)
        #expect(try journal.claim("clip.mp4") == .granted(attempt: 1))
        try journal.begin([output("a.mp4", key: "new")], of: "clip.mp4", attempt: 1)
        for key in ["k", "new"] { #expect(try journal.finished(output("a.mp4", key: key)) == nil) }
        #expect(try journal.owner("b.mp4", at: folder.path.pushing("b.mp4")) == nil)
    }

    @Test func `tries are counted until one succeeds`() throws {
        let wrong = MediaError(.unusable, "clip.mp4", "no clip")
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

    @Test func `names of any bytes, of folders too, are kept`() throws {
        let odd = FilePath(platformString: [0x63, -0x17, 0x0A, 0x2E, 0])
        let root = folder.path.pushing(odd)
        #expect(root.withPlatformString { mkdir($0, 0o700) } == 0)
        let output = Journal.Output(place: odd, path: root.pushing(odd), key: "k")
        let descriptor = output.path.withPlatformString { creat($0, 0o600) }
        #expect(descriptor >= 0)
        close(descriptor)
        do {
            let journal = try Journal(of: root)
            _ = try journal.claim(odd)
            try journal.finish([output], kept: [], of: odd, attempt: 1, isWhole: true)
        }
        #expect(try Journal(of: root, writes: false).finished(output) == 1)
    }

    @Test func `two batches share the work: what one has, the other waits for`() throws {
        let (first, second) = (try Journal(of: folder.path), try Journal(of: folder.path))
        #expect(try first.claim("clip.mp4") == .granted(attempt: 1))
        #expect(try second.claim("clip.mp4") == .taken)
        #expect(try second.claim("other.mp4") == .granted(attempt: 1))
        try first.begin([output("a.mp4")], of: "clip.mp4", attempt: 1)
        try first.finish([output("a.mp4")], kept: [], of: "clip.mp4", attempt: 1, isWhole: true)
        #expect(try second.claim("clip.mp4") == .granted(attempt: 1))
        #expect(try second.finished(output("a.mp4")) == 1)
        try second.fail("other.mp4", attempt: 1, MediaError(.unusable, "other.mp4", "no clip"))
        guard case .failed(let error, attempt: 1) = try first.claim("other.mp4") else {
            Issue.record("a batch of the same time tries again what another one failed at")
            return
        }
        #expect(error.message == "no clip" && error.code == .unusable)
        #expect(try Journal(of: folder.path).claim("other.mp4") == .granted(attempt: 2))
    }

    @Test func `a batch that was asked for something else tries itself`() throws {
        let first = try Journal(of: folder.path, ask: "15 s")
        let second = try Journal(of: folder.path, ask: "60 s")
        #expect(try first.claim("clip.mp4") == .granted(attempt: 1))
        try first.fail("clip.mp4", attempt: 1, MediaError(.unusable, "clip.mp4", "no clip"))
        #expect(try second.claim("clip.mp4") == .granted(attempt: 2))
    }

    @Test func `what another batch failed at is tried when it has changed since`() throws {
        let (first, second) = (try Journal(of: folder.path), try Journal(of: folder.path))
        let clip = folder.path.pushing("a.mp4")
        #expect(try first.claim("a.mp4", as: SourceFacts(at: clip)) == .granted(attempt: 1))
        let wrong = MediaError(.unusable, "a.mp4", "no clip")
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
            #expect(try journal.finished(made) == 1, "cut at \(count)")
            #expect(try journal.claim("clip.mp4") == .granted(attempt: 1))
        }
        #expect(setAside > 3)
        try Data("no database at all, but long enough to be one".utf8).write(to: file)
        let journal = try Journal(of: folder.path)
        #expect(journal.warnings.count == 1)
        #expect(try journal.finished(made) == 1)
    }

    @Test func `a mark holds for the file that it was put on alone`() throws {
        do { try make(output("a.mp4"), in: Journal(of: folder.path)) }
        try FileManager.default.removeItem(at: file)
        let journal = try Journal(of: folder.path)
        #expect(try journal.finished(output("a.mp4")) == 1)
        #expect(try journal.finished(output("a.mp4", key: "other")) == nil)
        try unmark("a.mp4")
        #expect(try journal.finished(output("a.mp4")) == nil)
    }

    @Test func `reading alone makes nothing`() throws {
        _ = try Journal(of: folder.path.pushing("new"), writes: false)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path.string).sorted() == [
                "a.mp4", "b.mp4",
            ])
    }
}
