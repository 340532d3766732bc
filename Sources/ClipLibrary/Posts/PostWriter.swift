internal import GRDB
internal import Recommendation

/// Writes posts and figures within one transaction.
struct PostWriter {
    private let database: Database
    private let source: String
    private let joiner: PostJoiner
    private let known, figures, post, told, figure, tags, untag, tag, join: Statement
    private(set) var result = PostImport()

    init(_ database: Database, source: String) throws {
        (self.database, self.source) = (database, source)
        joiner = try PostJoiner(database)
        known = try database.makeStatement(sql: "SELECT brand, render_id FROM post WHERE id = ?")
        figures = try database.makeStatement(
            sql: """
                SELECT measured, views, likes, comments, shares, saves FROM metric WHERE post_id = ? ORDER BY measured
                """)
        post = try database.makeStatement(sql: Self.upsertPost)
        told = try database.makeStatement(
            sql: "UPDATE post SET source_file = ?1 WHERE id = ?2 AND source_file IS NOT ?1")
        figure = try database.makeStatement(sql: Self.upsertFigures)
        tags = try database.makeStatement(sql: "SELECT tag FROM post_tag WHERE post_id = ?")
        untag = try database.makeStatement(sql: "DELETE FROM post_tag WHERE post_id = ?")
        tag = try database.makeStatement(sql: "INSERT INTO post_tag VALUES (?, ?)")
        join = try database.makeStatement(sql: "UPDATE post SET render_id = ? WHERE id = ?")
    }

    mutating func write(_ record: PostRecord) throws {
        let id = record.post.id
        let (brand, render): (String?, Int64?) =
            try Row.fetchOne(known, arguments: [id]).map { ($0[0], $0[1]) } ?? (nil, nil)
        if let brand, !brand.isEmpty, !record.post.creator.isEmpty, brand != record.post.creator {
            return leaveOut(record, "it is stored for another brand", brand)
        }
        let day = PostTime.measuredText(record.post.measured ?? record.post.posted)
        var place = day
        if brand != nil {
            let stored = try Row.fetchAll(figures, arguments: [id]).map(Snapshot.init)
            if stored.contains(where: { Snapshot(record, day).contradicts($0) }) {
                return leaveOut(
                    record, "a count is more than 5 % lower than earlier, or higher than later", nil)
            }
            place = stored.first { $0.day == day.prefix(10) }?.measured ?? day
        }
        var changes = try writePost(record) + writeTags(record.post, isNew: brand == nil)
        changes += try writeFigures(record, at: place)
        let found = render ?? joiner.render(of: record)
        if let found, render == nil {
            try join.execute(arguments: [found, id])
            changes += 1
        }
        if found != nil { result.joined += 1 }
        switch (brand, changes) {
        case (nil, _): result.added += 1
        case (_, 0): result.unchanged += 1
        default: result.updated += 1
        }
    }

    private mutating func leaveOut(_ record: PostRecord, _ reason: String, _ found: String?) {
        result.leftOut.append(LeftOutRow(row: record.row, reason: reason, found: found))
    }

    private func writePost(_ record: PostRecord) throws -> Int {
        let post = record.post
        try self.post.execute(arguments: [
            post.id, post.creator, record.platform, PostTime.text(post.posted), record.url, record.title,
            Self.known(post.category), post.duration, Self.known(post.music), Self.known(post.look), source,
            post.musicUses, post.isOriginalSound,
        ])
        let changes = database.changesCount
        // Also if the post itself is unchanged: its figures are new.
        try told.execute(arguments: [source, post.id])
        return changes
    }

    private func writeTags(_ post: Post, isNew: Bool) throws -> Int {
        guard !post.hashtags.isEmpty else { return 0 }
        if !isNew {
            let stored = try String.fetchSet(tags, arguments: [post.id])
            guard stored != Set(post.hashtags) else { return 0 }
            try untag.execute(arguments: [post.id])
        }
        for word in post.hashtags { try tag.execute(arguments: [post.id, word]) }
        return 1
    }

    private func writeFigures(_ record: PostRecord, at measured: String) throws -> Int {
        let post = record.post
        try figure.execute(arguments: [
            post.id, measured, record.tellsViews ? post.views : nil, record.reach, post.likes, post.comments,
            post.shares, post.saves, record.follows, record.impressions, post.watchAverage, post.completion,
            post.followers, post.skipped,
        ])
        return database.changesCount
    }

    private static func known(_ text: String) -> String? { text.isEmpty ? nil : text }

    /// SQL that updates columns with a later row's new values; empty text changes nothing.
    private static func upsert(_ columns: [String], _ condition: String = "true") -> String {
        let new = columns.map { ($0, "coalesce(nullif(excluded.\($0), ''), \($0))") }
        let set = new.map { "\($0) = \($1)" }.joined(separator: ", ")
        let differ = new.map { "\($1) IS NOT \($0)" }.joined(separator: " OR ")
        return "\(set) WHERE \(condition) AND (\(differ))"
    }

    private static let upsertPost: String = {
        let columns = [
            "brand", "platform", "posted", "url", "title", "category", "duration", "sound_id", "look",
            "sound_uses", "sound_original",
        ]
        return """
            INSERT INTO post (id, brand, platform, posted, url, title, category, duration, sound_id, look, source_file,
                sound_uses, sound_original)
            VALUES (?, ifnull(?, ''), ifnull(?, ''), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET
            """ + " " + upsert(columns)
    }()

    private static let upsertFigures: String = {
        let columns = [
            "views", "reach", "likes", "comments", "shares", "saves", "follows", "impressions",
            "watch_average", "completion", "followers", "skip_rate",
        ]
        return """
            INSERT INTO metric (post_id, measured, views, reach, likes, comments, shares, saves, follows, impressions,
                watch_average, completion, followers, skip_rate)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET
            """ + " " + upsert(columns, "ifnull(excluded.views, ifnull(views, 0)) >= ifnull(views, 0)")
    }()
}

/// Counts at one time.
private struct Snapshot {
    let measured: String
    let counts: [Double?]
    var day: Substring { measured.prefix(10) }

    init(_ row: Row) {
        measured = row[0]
        counts = (1...5).map { row[$0] }
    }

    init(_ record: PostRecord, _ measured: String) {
        self.measured = measured
        let post = record.post
        counts = [record.tellsViews ? post.views : nil, post.likes, post.comments, post.shares, post.saves]
    }

    /// Whether counts contradict each other: they grow, and only small losses are normal.
    func contradicts(_ other: Snapshot) -> Bool {
        guard day != other.day else { return false }
        let (earlier, later) = day < other.day ? (self, other) : (other, self)
        return zip(earlier.counts, later.counts).contains { before, after in
            guard let before, let after else { return false }
            return after < before * 0.95 && before - after > 10
        }
    }
}

/// Matches posts to renders.
struct PostJoiner {
    private struct Candidate {
        let id: Int64
        let made: String
        let choice: [String?]
    }

    private var byKey: [String: Int64] = [:]
    private var byCaption: [String: [Candidate]] = [:]

    init(_ database: Database) throws {
        let rows = try Row.fetchCursor(
            database,
            sql:
                "SELECT id, made, music_id, look, post_key, caption_print, variant FROM render WHERE post_key IS NOT NULL "
                + "OR caption_print IS NOT NULL ORDER BY id")
        while let row = try rows.next() {
            let candidate = Candidate(id: row[0], made: row[1], choice: [row[2], row[3], row[6]])
            if let key = row[4] as String? { byKey[key] = candidate.id }
            if let caption = row[5] as String? { byCaption[caption, default: []].append(candidate) }
        }
    }

    /// Matches by the id in its facts; else by its text, if all renders with that text made before the post
    /// have the same music and look, and are the same variant of an experiment. Takes the latest.
    func render(of record: PostRecord) -> Int64? {
        if let found = byKey[record.renderKey ?? record.post.id] { return found }
        guard let caption = CaptionPrint.print(of: record.title ?? "") else { return nil }
        // One day of tolerance: dates of renders are local, times of posts are UTC.
        let last = PostTime.text(record.post.posted + 86_400).prefix(10)
        let candidates = (byCaption[caption] ?? []).filter { $0.made <= last }
        guard Set(candidates.map(\.choice)).count == 1 else { return nil }
        return candidates.last?.id
    }
}
