import ClipCore
import Foundation
import GRDB
import Recommendation
import SystemPackage
import Testing

@testable import ClipLibrary

@Suite struct PostTableTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    /// A post of brand `kopi` as of a day of November 2026.
    private func record(_ id: String, views: Double = 1000, day: Int = 20, likes: Double? = 50) -> PostRecord
    {
        var post = Post(id: id, posted: 1_788_574_800, views: views)
        (post.creator, post.likes, post.hashtags) = ("kopi", likes, ["kopi", "fyp"])
        post.measured = Double(CalendarDay(year: 2026, month: 11, day: day)!.number) * 86_400
        return PostRecord(post, platform: "tiktok", row: 2)
    }

    private func add(_ records: PostRecord...) throws -> PostImport {
        try folder.open().add(records, from: "/a.csv")
    }

    @Test func `a post is stored with its figures and tags, once`() throws {
        let first = try add(record("1"), record("2"))
        #expect((first.added, first.updated, first.unchanged) == (2, 0, 0))
        let again = try add(record("1"), record("2", likes: nil))
        #expect((again.added, again.updated, again.unchanged) == (0, 0, 2))
        let posts = try folder.open(.reading).posts(of: "kopi")
        #expect(posts.map(\.id) == ["1", "2"] && posts[1].likes == 50 && posts[0].posted == 1_788_574_800)
        #expect(Set(posts[0].hashtags) == ["kopi", "fyp"])
        #expect(posts[0].measured == record("1").post.measured.map { $0 + 43_200 })
        #expect(try folder.open(.reading).posts(of: "other").isEmpty)
    }

    @Test func `figures are kept by day, and the latest count`() throws {
        _ = try add(record("1", views: 1000, day: 10))
        #expect(try add(record("1", views: 1500, day: 20)).updated == 1)
        #expect(try folder.open(.reading).posts().map(\.views) == [1500])
        // Of one day the larger.
        #expect(try add(record("1", views: 1400, day: 20)).unchanged == 1)
        #expect(try add(record("1", views: 1600, day: 20)).updated == 1)
        #expect(try folder.open(.reading).posts().map(\.views) == [1600])
    }

    @Test func `counts that shrink are left out, those that a few are taken back of are not`() throws {
        _ = try add(record("1", views: 1000, day: 10))
        let shrunk = try add(record("1", views: 900, day: 20))
        #expect(shrunk.leftOut.map(\.row) == [2] && shrunk.updated == 0)
        let early = try add(record("1", views: 1200, day: 5))
        #expect(early.leftOut.count == 1)
        #expect(try add(record("1", views: 990, day: 20)).updated == 1)
        #expect(try folder.open(.reading).posts().map(\.views) == [990])
    }

    @Test func `a post of another brand stays that brand's`() throws {
        _ = try add(record("1"))
        var other = record("1", views: 5000)
        other.post.creator = "teh"
        let result = try add(other)
        #expect(result.leftOut.map(\.found) == ["kopi"])
        #expect(try folder.open(.reading).posts().map(\.creator) == ["kopi"])
    }

    @Test func `sound and look of a post come from its render, found by key or caption`() throws {
        var render = RenderRecord(
            source: "clip.mp4", identity: "x", output: "out.mp4", made: CalendarDay("2026-09-01")!, start: 0,
            length: 15)
        (render.musicID, render.look, render.postKey) = ("kopi-pagi", "warm", "0123456789abcdef")
        render.caption = "Kopi pagi di Bandung\n\n#kopi #fyp"
        try folder.open().add([render])
        var (byKey, byCaption, other) = (record("1"), record("2"), record("3"))
        byKey.renderKey = "0123456789abcdef"
        byCaption.title = "kopi pagi di BANDUNG #kopi  #fyp"
        other.title = "Something else altogether"
        #expect(try add(byKey, byCaption, other).joined == 2)
        let posts = try folder.open(.reading).posts()
        #expect(posts.map(\.music) == ["kopi-pagi", "kopi-pagi", ""])
        #expect(posts.map(\.look) == ["warm", "warm", ""] && posts[0].duration == 15)
        // One text of two renders with different music says nothing.
        render.musicID = "other"
        try folder.open().add([render])
        var late = record("4")
        late.title = byCaption.title
        #expect(try add(late).joined == 0)
        #expect(try add(byCaption).joined == 1)
    }

    @Test func `a library of the first version is brought to this one's`() throws {
        try FileManager.default.createDirectory(
            atPath: folder.library.removingLastComponent().string, withIntermediateDirectories: true)
        let queue = try DatabaseQueue(path: folder.library.string)
        try Schema.migrator.migrate(queue, upTo: "1")
        try queue.write { database in
            try database.execute(
                sql: """
                    INSERT INTO post (id, brand, platform, posted, sound_id)
                        VALUES ('old', 'kopi', 'tiktok', '2026-09-05T02:20:00Z', 's');
                    INSERT INTO post_tag VALUES ('old', 'fyp');
                    INSERT INTO metric (post_id, measured, views, likes) VALUES ('old', '2026-09-20', 100, 9);
                    """)
        }
        try queue.close()
        #expect(try add(record("new")).added == 1)
        let posts = try folder.open(.reading).posts()
        #expect(posts.map(\.id) == ["new", "old"] || posts.map(\.id) == ["old", "new"])
        let old = try #require(posts.first { $0.id == "old" })
        #expect(old.views == 100 && old.hashtags == ["fyp"] && old.music == "s" && old.creator == "kopi")
        #expect(try folder.open(.reading).needsLearning)
    }

    @Test func `what a later file does not tell stays as it was`() throws {
        _ = try add(record("1"))
        var later = record("1", day: 21)
        later.post.creator = ""
        later.platform = ""
        #expect(try folder.open().add([later], from: "/b.csv").updated == 1)
        let summary = try #require(try folder.open(.reading).postSummaries().first)
        #expect(summary.brand == "kopi" && summary.snapshots == 2)
        let stored = try DatabaseQueue(path: folder.library.string).read { database in
            try Row.fetchOne(database, sql: "SELECT platform, source_file FROM post")
        }
        #expect(stored?["platform"] == "tiktok" && stored?["source_file"] == "/b.csv")
    }

    @Test func `later figures without views do not hide earlier ones with them`() throws {
        _ = try add(record("1", views: 1000, day: 20))
        var later = record("1", day: 23, likes: 60)
        later.tellsViews = false
        _ = try add(later)
        #expect(try folder.open(.reading).posts().map(\.views) == [1000])
    }
}
