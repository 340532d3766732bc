import ClipBatch
import ClipCore
import ClipMedia
import Foundation
import SystemPackage
import Testing

@Suite struct JournalTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private var file: URL { URL(fileURLWithPath: folder.path.pushing(".clipfit/batch.jsonl").string) }

    private func done(_ output: FilePath) -> JournalEntry {
        var entry = JournalEntry(.done, of: "clip.mp4", attempt: 1)
        (entry.output, entry.key) = (PlannedPath(output), "k")
        entry.file = JournalEntry.File(size: 1, modified: 2)
        return entry
    }

    @Test func `what was added is read back, names of any bytes too`() throws {
        let odd = FilePath(bytes: [0x63, 0xE9, 0x0A, 0x2E])
        do {
            let journal = try Journal(of: folder.path)
            try journal.add(done("a.mp4"))
            try journal.add(done(odd))
        }
        let index = try Journal(of: folder.path, writes: false).index
        for name in ["a.mp4", odd] {
            #expect(index.finished(name, key: "k", .init(size: 1, modified: 2)) == 1)
        }
    }

    @Test func `a line that was cut off is passed over, and the next one stands alone`() throws {
        do { try Journal(of: folder.path).add(done("a.mp4")) }
        let whole = try Data(contentsOf: file)
        try (whole + whole.dropLast(20)).write(to: file)
        do { try Journal(of: folder.path).add(done("b.mp4")) }
        let index = try Journal(of: folder.path, writes: false).index
        #expect(index.knows("a.mp4") && index.knows("b.mp4"))
    }

    @Test func `lines of another schema are passed over`() throws {
        var entry = done("a.mp4")
        entry.schema = "clipfit.journal/2"
        do { try Journal(of: folder.path).add(entry) }
        #expect(!(try Journal(of: folder.path, writes: false).index.knows("a.mp4")))
    }

    @Test func `a second batch in one folder is refused as long as the first is at work`() throws {
        let first = try Journal(of: folder.path)
        let error = #expect(throws: MediaError.self) { try Journal(of: folder.path) }
        #expect(error?.code == .locked)
        withExtendedLifetime(first) {}
    }

    @Test func `reading alone makes nothing`() throws {
        _ = try Journal(of: folder.path.pushing("new"), writes: false)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path.string) == [])
    }
}
