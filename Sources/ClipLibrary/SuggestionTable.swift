internal import ClipCore
internal import GRDB
public import Recommendation

/// The log of suggestions.
extension Library {
    /// Adds suggestions; those of one kind for one clip stand together, the best first.
    public func log(_ suggestions: [SuggestionRecord]) throws(LibraryError) {
        try write { database in
            for one in suggestions {
                try database.execute(
                    sql: """
                        INSERT INTO suggestion
                        VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)
                        """,
                    arguments: [
                        one.brand, one.clip, one.made.text, one.kind, one.item, one.rank, one.score, one.sd,
                        one.probability, Int64(bitPattern: one.seed), one.policy, one.why,
                    ])
            }
        }
    }

    /// The suggestions of a kind that were made for a clip, the oldest first.
    public func suggestions(_ kind: String, for clip: String) throws(LibraryError) -> [SuggestionRecord] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM suggestion WHERE kind = ? AND clip = ? ORDER BY id",
                arguments: [kind, clip]
            ).map(SuggestionRows.record)
        } ?? []
    }

    /// The first suggestions of a kind that a render took up, with what was suggested beside them, and the post that came of it.
    ///
    /// Of those that were taken up from another place it is not known with what probability: they are left out.
    ///
    /// - Parameter reward: how good a post was, by its id; nil leaves it out.
    public func choices(_ kind: String, reward: (String) -> (value: Double, posted: Double)?)
        throws(LibraryError) -> [LoggedChoice]
    {
        let rows: [(SuggestionRecord, String?)] =
            try read { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT suggestion.*, (SELECT min(post.id) FROM post WHERE post.render_id = suggestion.render_id) AS post
                        FROM suggestion WHERE kind = ? ORDER BY suggestion.id
                        """, arguments: [kind]
                ).map { (SuggestionRows.record($0), $0["post"]) }
            } ?? []
        var choices: [LoggedChoice] = []
        for index in rows.indices where rows[index].0.rank == 1 {
            let (first, post) = rows[index]
            guard let probability = first.probability, probability > 0, let post, let found = reward(post)
            else { continue }
            let next = rows[(index + 1)...].firstIndex { $0.0.rank == 1 } ?? rows.endIndex
            let options = rows[index..<next].map { record, _ in
                LoggedChoice.Option(item: record.item, mean: record.belief.mean, sd: record.belief.sd)
            }
            choices.append(
                LoggedChoice(
                    item: first.item, position: 1, propensity: min(1, probability), reward: found.value,
                    time: found.posted, options: options))
        }
        return choices
    }
}

/// Rows of suggestions.
enum SuggestionRows {
    static func record(_ row: Row) -> SuggestionRecord {
        var one = SuggestionRecord(
            row["kind"], row["item_id"], rank: row["rank"], score: row["score"], clip: row["clip"],
            made: CalendarDay(row["made"] as String) ?? CalendarDay(number: 0),
            seed: UInt64(bitPattern: row["seed"]))
        (one.brand, one.policy, one.why) = (row["brand"], row["policy"], row["why"])
        (one.sd, one.probability) = (row["sd"], row["probability"])
        one.isAccepted = row["accepted"] ?? false
        return one
    }

    /// Marks the latest suggestions for the render's clip and brand that are in the render.
    static func accept(_ render: RenderRecord, as id: Int64, in database: Database) throws {
        let music = render.musicID.map { ("music", $0) }
        let used = [music, render.look.map { ("look", $0) }].compactMap { $0 }
        for (kind, item) in used + render.tags.map({ ("hashtag", $0) }) {
            try database.execute(
                sql: """
                    UPDATE suggestion SET accepted = 1, render_id = ?1 WHERE id =
                        (SELECT max(id) FROM suggestion WHERE clip = ?2 AND kind = ?3 AND item_id = ?4 AND brand = ?5)
                    """, arguments: [id, render.identity, kind, item, render.brand])
        }
    }
}
