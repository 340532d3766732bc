import ClipBatch
import ClipCore
import SystemPackage
import Testing

@Suite struct JournalIndexTests {
    private let file = JournalEntry.File(size: 100, modified: 7)

    private func index(_ entries: JournalEntry...) -> JournalIndex {
        entries.reduce(into: JournalIndex()) { $0.add($1) }
    }

    private func entry(
        _ event: JournalEntry.Event, _ attempt: Int = 1, key: String = "k", _ file: JournalEntry.File? = nil
    ) -> JournalEntry {
        var entry = JournalEntry(event, of: "clip.mp4", attempt: attempt)
        if event != .failed { (entry.output, entry.key, entry.file) = (PlannedPath("out.mp4"), key, file) }
        return entry
    }

    @Test func `an output is finished as long as key, size and time are those of its making`() {
        let index = index(entry(.begun, 2), entry(.done, 2, file))
        #expect(index.finished("out.mp4", key: "k", file) == 2)
        #expect(index.finished("out.mp4", key: "other", file) == nil)
        #expect(index.finished("out.mp4", key: "k", .init(size: 101, modified: 7)) == nil)
        #expect(index.finished("out.mp4", key: "k", .init(size: 100, modified: 8)) == nil)
        #expect(index.finished("out.mp4", key: "k", nil) == nil)
        #expect(index.finished("other.mp4", key: "k", file) == nil)
    }

    @Test func `what was begun is not finished, though it was before`() {
        let index = index(entry(.begun), entry(.done, 1, file), entry(.begun, key: "new"))
        #expect(index.finished("out.mp4", key: "k", file) == nil)
        #expect(index.finished("out.mp4", key: "new", file) == nil)
        #expect(index.knows("out.mp4"))
    }

    @Test func `a file that is there proves nothing`() {
        let index = index(entry(.failed))
        #expect(index.finished("out.mp4", key: "k", file) == nil)
        #expect(!index.knows("out.mp4"))
    }

    @Test func `tries are counted until one succeeds`() {
        #expect(index().nextAttempt(of: "clip.mp4") == 1)
        #expect(index(entry(.failed)).nextAttempt(of: "clip.mp4") == 2)
        #expect(index(entry(.failed), entry(.begun, 2)).nextAttempt(of: "clip.mp4") == 3)
        #expect(
            index(entry(.failed), entry(.begun, 2), entry(.done, 2, file)).nextAttempt(of: "clip.mp4") == 1)
        #expect(index(entry(.failed)).nextAttempt(of: "other.mp4") == 1)
    }
}
