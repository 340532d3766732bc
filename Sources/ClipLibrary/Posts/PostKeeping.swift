public import ClipCore
internal import GRDB
public import Recommendation

/// Counts of a brand's stored posts.
public struct PostSummary: Hashable, Sendable {
    /// The brand; "" if unknown.
    public var brand: String
    /// Number of posts.
    public var posts: Int
    /// Posts with known views, which the model learns from.
    public var usable: Int
    /// Posts with watch time or completion.
    public var watched: Int
    /// Figures, one per post and day.
    public var snapshots: Int
    /// Posts made with clipfit.
    public var joined: Int
    /// Posts with imported comments.
    public var commented: Int
    /// Dates of the earliest and latest post, and of the latest figures.
    public var oldest, newest, measured: CalendarDay?
}

/// Selects posts.
public enum PostChoice: Hashable, Sendable {
    /// By id.
    case post(String)
    /// All of a brand's posts.
    case brand(String)
    /// Posts last imported from a file; its absolute path.
    case source(String)
    /// Posts before a day, in UTC.
    case before(CalendarDay)
    /// All.
    case all

    fileprivate var condition: (sql: String, arguments: StatementArguments) {
        switch self {
        case .post(let id): ("id = ?", [id])
        case .brand(let brand): ("brand = ?", [brand])
        case .source(let path): ("source_file = ?", [path])
        case .before(let day): ("posted < ?", [day.text])
        case .all: ("true", [])
        }
    }
}

/// Counts of deleted posts.
public struct ForgottenPosts: Hashable, Sendable {
    /// Number of posts.
    public var posts: Int
    /// Their figures, one per day.
    public var snapshots: Int
}

extension Library {
    /// Counts of each brand's stored posts, by brand name.
    public func postSummaries() throws(Failure) -> [PostSummary] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT p.brand, count(*), sum(m.viewed), sum(m.watched), sum(m.days), count(p.render_id),
                        count(p.comments_clean), min(p.posted), max(p.posted), max(m.latest)
                    FROM post p JOIN (
                        SELECT post_id, count(*) AS days, max(measured) AS latest, max(views IS NOT NULL) AS viewed,
                            max(coalesce(watch_average, completion, skip_rate) IS NOT NULL) AS watched
                        FROM metric GROUP BY post_id
                    ) m ON m.post_id = p.id
                    GROUP BY p.brand ORDER BY p.brand
                    """
            ).map { row in
                let day = { (index: Int) in (row[index] as String?).flatMap { CalendarDay($0) } }
                return PostSummary(
                    brand: row[0], posts: row[1], usable: row[2], watched: row[3], snapshots: row[4],
                    joined: row[5], commented: row[6], oldest: day(7), newest: day(8), measured: day(9))
            }
        } ?? []
    }

    /// Stores the share of comments that count, per post.
    ///
    /// - Returns: how many of the posts are stored.
    public func setComments(_ counts: [String: CommentFilter.Count]) throws(Failure) -> Int {
        try write { database in
            let statement = try database.makeStatement(
                sql: "UPDATE post SET comments_read = ?, comments_clean = ? WHERE id = ? OR url = ?")
            var known = 0
            for (post, count) in counts {
                try statement.execute(arguments: [count.read, count.share, post, post])
                known += database.changesCount
            }
            return known
        }
    }

    /// Counts posts and figures that match any of the choices, each once.
    public func countPosts(_ choices: [PostChoice]) throws(Failure) -> ForgottenPosts {
        let snapshots = try read { database in
            var snapshots: [String: Int] = [:]
            for choice in choices {
                let (condition, arguments) = choice.condition
                let rows = try Row.fetchCursor(
                    database,
                    sql: """
                        SELECT id, (SELECT count(*) FROM metric WHERE post_id = id) FROM post WHERE \(condition)
                        """, arguments: arguments)
                while let row = try rows.next() { snapshots[row[0]] = row[1] }
            }
            return snapshots
        }
        return ForgottenPosts(posts: snapshots?.count ?? 0, snapshots: snapshots?.values.reduce(0, +) ?? 0)
    }

    /// Deletes posts with their figures and hashtags; their text is then in no file of the library.
    public func forgetPosts(_ choices: [PostChoice]) throws(Failure) -> ForgottenPosts {
        var forgotten = ForgottenPosts(posts: 0, snapshots: 0)
        try write { database in
            for choice in choices {
                let (condition, arguments) = choice.condition
                let count = try Self.count(database, condition, arguments)
                try database.execute(sql: "DELETE FROM post WHERE \(condition)", arguments: arguments)
                forgotten.posts += count.posts
                forgotten.snapshots += count.snapshots
            }
        }
        try compact()
        return forgotten
    }

    /// Moves posts to another brand.
    ///
    /// - Returns: how many posts moved.
    public func assignPosts(_ choices: [PostChoice], to brand: String) throws(Failure) -> Int {
        try write { database in
            try choices.reduce(0) { sum, choice in
                let (condition, arguments) = choice.condition
                try database.execute(
                    sql: "UPDATE post SET brand = ? WHERE brand <> ? AND (\(condition))",
                    arguments: [brand, brand] + arguments)
                return sum + database.changesCount
            }
        }
    }

    private static func count(
        _ database: Database, _ condition: String, _ arguments: StatementArguments
    ) throws -> ForgottenPosts {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT (SELECT count(*) FROM post WHERE \(condition)),
                    (SELECT count(*) FROM metric WHERE post_id IN (SELECT id FROM post WHERE \(condition)))
                """, arguments: arguments + arguments)!
        return ForgottenPosts(posts: row[0], snapshots: row[1])
    }
}
