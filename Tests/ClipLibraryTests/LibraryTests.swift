import ClipCore
import Foundation
import GRDB
import Recommendation
import SystemPackage
import Testing

@testable import ClipLibrary

@Suite struct LibraryTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    @Test func `a library that does not exist reads as an empty one, and is not created`() throws {
        let library = try folder.open(.reading)
        #expect(
            try library.tracks().isEmpty && library.observations().isEmpty && library.renders(last: 9).isEmpty
        )
        #expect(try library.track("none") == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path.string).isEmpty)
    }

    @Test func `what is stored is there for the next process, and for the user alone`() throws {
        try folder.open().save(track("kopi"))
        #expect(try folder.open(.reading).track("kopi") == track("kopi"))
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path.appending("data").string)
        #expect(mode[.posixPermissions] as? Int == 0o700)
    }

    @Test func `a list of tracks leaves out the series, and nothing else`() throws {
        let library = try folder.open()
        try library.save(track("kopi"))
        var expected = track("kopi")
        expected.track.analysis.alternatives = []
        (expected.track.analysis.beats, expected.track.analysis.downbeats) = ([], [])
        (expected.track.analysis.energyCurve, expected.track.analysis.sections) = ([], [])
        var found = try library.tracks()
        found[0].track.analysis.sections = []
        #expect(found == [expected])
    }

    @Test func `saving a track of the same id replaces it, and another one with its path is refused`() throws
    {
        let library = try folder.open()
        try library.save(track("kopi"))
        try library.save(track("kopi", title: "Other"))
        #expect(try library.tracks().map(\.track.title) == ["Other"])
        var other = track("other")
        other.track.path = "/music/kopi.m4a"
        #expect(throws: Failure.self) { try library.save(other) }
        #expect(try library.track(atPath: "/music/kopi.m4a")?.track.id == "kopi")
    }

    @Test func `what is removed is in no file of the library any more`() throws {
        let library = try folder.open()
        try library.save(track("kopi", title: "An unmistakable title"))
        try library.save(track("other"))
        #expect(try folder.bytes().range(of: Data("unmistakable".utf8)) != nil)
        #expect(try library.removeTrack("kopi"))
        #expect(try folder.bytes().range(of: Data("unmistakable".utf8)) == nil)
        #expect(try !library.removeTrack("kopi"))
        #expect(try library.tracks().map(\.track.id) == ["other"])
    }

    @Test func `renders are found again by brand, the newest first, and forgotten`() throws {
        let library = try folder.open()
        var one = RenderRecord(
            source: "a.mp4", identity: "1", output: "a-15s.mp4", made: today, start: 2, length: 15)
        (one.brand, one.platforms, one.musicID, one.look) = (
            "kopi-senja", ["tiktok", "reels"], "kopi", "warm-cafe"
        )
        (one.tags, one.seed) = (["kopi", "jogja"], .max)
        var other = one
        (other.brand, other.output, other.musicID) = ("oak", "b.mp4", nil)
        try library.add([one, other, one])
        let found = try library.renders(of: "kopi-senja", last: 9)
        #expect(found.map(\.id) == [3, 1])
        one.id = 3
        #expect(found.first == one)
        #expect(try library.renders(last: 2).map(\.brand) == ["kopi-senja", "oak"])
        #expect(try library.forgetRenders(of: "kopi-senja") == 2)
        #expect(try library.renders(last: 9).map(\.brand) == ["oak"])
        #expect(try folder.bytes().range(of: Data("kopi-senja".utf8)) == nil)
    }

    @Test func `suggestions are logged with what is needed to judge them`() throws {
        let library = try folder.open()
        var one = SuggestionRecord(
            "music", "kopi", rank: 1, score: 0.71, clip: "clip", made: today, seed: 1 << 63)
        (one.brand, one.sd, one.probability, one.policy, one.why) = ("b", 0.2, 0.5, "1", "[{}]")
        try library.log([one])
        #expect(try library.suggestions("music", for: "clip") == [one])
        #expect(try library.suggestions("look", for: "clip").isEmpty)
        #expect(try library.countRenders(of: "b") == (0, 1) && library.countRenders(of: "c") == (0, 0))
    }

    @Test func `many at once make one library`() async throws {
        let path = folder.library
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<6 {
                group.addTask {
                    (try? Library(at: path, for: .writing).save(ClipLibraryTests.track("t\(number)"))) != nil
                }
            }
            for await isDone in group { #expect(isDone) }
        }
        #expect(try folder.open(.reading).tracks().count == 6)
    }

    // MARK: Libraries that cannot be used

    private func change(_ sql: String) throws {
        try DatabaseQueue(path: folder.library.string).write { try $0.execute(sql: sql) }
    }

    @Test(arguments: [Library.Purpose.reading, .writing])
    func `a newer version's library is refused and left alone`(purpose: Library.Purpose) throws {
        try folder.open().save(track("kopi"))
        try change("INSERT INTO grdb_migrations VALUES ('9999')")
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.library.string))
        let error = #expect(throws: Failure.self) { try folder.open(purpose) }
        #expect(error?.kind == .libraryNewer && error?.hint != nil)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.library.string)) == before)
    }

    @Test(arguments: [Library.Purpose.reading, .writing])
    func `what is no library is refused and left alone`(purpose: Library.Purpose) throws {
        try folder.open().save(track("kopi"))
        let text = Data(String(repeating: "no database at all\n", count: 500).utf8)
        try text.write(to: URL(fileURLWithPath: folder.library.string))
        let error = #expect(throws: Failure.self) { try folder.open(purpose).tracks() }
        #expect(error?.kind == .libraryDamaged)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.library.string)) == text)
    }

    @Test func `another program's database is refused`() throws {
        try FileManager.default.createDirectory(
            atPath: folder.library.removingLastComponent().string, withIntermediateDirectories: true)
        try change("CREATE TABLE notes (text)")
        let error = #expect(throws: Failure.self) { try folder.open() }
        #expect(error?.kind == .libraryDamaged)
        #expect(try DatabaseQueue(path: folder.library.string).read { try $0.tableExists("notes") })
    }

    @Test func `damage in its middle is found before anything is written`() throws {
        let library = try folder.open()
        for number in 0..<400 { try library.save(track("track-\(number)")) }
        try library.compact()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: folder.library.string))
        for page in stride(from: 8 * 4096, to: bytes.count - 4096, by: 4096) {
            bytes.replaceSubrange(page..<page + 4096, with: Data(repeating: 0x5A, count: 4096))
        }
        try bytes.write(to: URL(fileURLWithPath: folder.library.string))
        let error = #expect(throws: Failure.self) { try folder.open() }
        #expect(error?.kind == .libraryDamaged && error?.hint?.contains("left as it is") == true)
        #expect(throws: Failure.self) { try folder.open(.reading).tracks() }
    }

    @Test func `while another is writing, reading goes on, and writing is worth another try`() throws {
        let library = try folder.open()
        try library.save(track("kopi"))
        let other = try DatabaseQueue(path: folder.library.string)
        try other.writeWithoutTransaction { database in
            try database.execute(sql: "BEGIN IMMEDIATE; DELETE FROM track")
            #expect(try folder.open(.reading).tracks().count == 1)
            let error = #expect(throws: Failure.self) { try library.save(track("second")) }
            #expect(error?.kind == .libraryLocked)
            try database.execute(sql: "ROLLBACK")
        }
        #expect(try library.tracks().count == 1)
    }

    @Test func `a folder that cannot be made is told`() throws {
        try Data("x".utf8).write(to: URL(fileURLWithPath: folder.path.appending("data").string))
        let error = #expect(throws: Failure.self) { try folder.open() }
        #expect(error?.kind == .cannotCreate)
    }
}
