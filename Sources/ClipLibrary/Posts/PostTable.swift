public import ClipCore
internal import GRDB
public import Recommendation

/// Counts of an import's changes.
public struct PostImport: Hashable, Sendable {
    /// New posts.
    public var added = 0
    /// Posts with new data.
    public var updated = 0
    /// Unchanged posts.
    public var unchanged = 0
    /// Posts of this file matched to renders.
    public var joined = 0
    /// Rows that contradict stored data.
    public var leftOut: [LeftOutRow] = []
}

/// Posts and their figures.
extension Library {
    /// Adds posts in one transaction. A post is identified by its id, its figures by their date: of two on
    /// one day, those with more views win. Values missing in the file are kept.
    ///
    /// Leaves out posts stored for another brand, and figures more than 5 % below earlier ones.
    ///
    /// - Parameter source: the file's path, by which they can be deleted.
    public func add(_ records: [PostRecord], from source: String) throws(Failure) -> PostImport {
        try write { database in
            var writer = try PostWriter(database, source: source)
            for record in records { try writer.write(record) }
            return writer.result
        }
    }

    /// Posts with their latest figures that include views, earliest first. Sound, look and length missing in
    /// an export are taken from the matched render.
    ///
    /// - Parameters:
    ///   - brand: only this brand's, which is their ``Post/creator``; nil for all.
    ///   - count: only the latest N; nil for all.
    public func posts(of brand: String? = nil, latest count: Int? = nil) throws(Failure) -> [Post] {
        try read { database in
            let since = try count.flatMap { count in
                try String.fetchOne(
                    database,
                    sql: """
                        SELECT posted FROM post WHERE (?1 IS NULL OR brand = ?1) AND posted IS NOT NULL
                        ORDER BY posted DESC LIMIT 1 OFFSET ?2
                        """, arguments: [brand, count - 1])
            }
            var tags: [String: [String]] = [:]
            let lines = try Row.fetchCursor(
                database,
                sql: """
                    SELECT t.post_id, t.tag FROM post_tag t JOIN post p ON p.id = t.post_id
                    WHERE (?1 IS NULL OR p.brand = ?1) AND (?2 IS NULL OR p.posted >= ?2)
                    """, arguments: [brand, since])
            while let line = try lines.next() { tags[line[0], default: []].append(line[1]) }
            let rows = try Row.fetchCursor(database, sql: Self.latest, arguments: [brand, since])
            var posts: [Post] = []
            while let row = try rows.next() {
                guard var post = Self.post(row) else { continue }
                post.hashtags = tags[post.id] ?? []
                posts.append(post)
            }
            return posts
        } ?? []
    }

    private static let latest = """
        SELECT p.id, p.brand, p.posted, m.views, m.measured, m.followers, coalesce(p.duration, r.length), m.likes,
            m.comments, m.shares, m.saves, p.comments_clean, m.watch_average, m.completion,
            coalesce(p.sound_id, r.music_id), p.sound_uses, p.sound_original, coalesce(p.look, r.look), p.category,
            m.skip_rate
        FROM post p
        JOIN metric m ON m.post_id = p.id
            AND m.measured = (SELECT max(measured) FROM metric WHERE post_id = p.id AND views IS NOT NULL)
        LEFT JOIN render r ON r.id = p.render_id
        WHERE (?1 IS NULL OR p.brand = ?1) AND p.posted IS NOT NULL AND (?2 IS NULL OR p.posted >= ?2)
        ORDER BY p.posted, p.id
        """

    private static func post(_ row: Row) -> Post? {
        guard let posted = PostTime.read(row[2] as String) else { return nil }
        var post = Post(id: row[0], posted: posted, views: row[3])
        (post.creator, post.measured) = (row[1], PostTime.measured(row[4] as String))
        (post.followers, post.duration, post.likes, post.comments) = (row[5], row[6], row[7], row[8])
        (post.shares, post.saves, post.cleanComments) = (row[9], row[10], row[11])
        (post.watchAverage, post.completion) = (row[12], row[13])
        (post.music, post.musicUses, post.isOriginalSound) = (row[14] ?? "", row[15], row[16])
        (post.look, post.category) = (row[17] ?? "", row[18] ?? "")
        post.skipped = row[19]
        return post
    }
}
