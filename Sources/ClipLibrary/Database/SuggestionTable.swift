public import ClipCore
internal import GRDB
internal import Recommendation
internal import SystemLibrary

/// Log of suggestions.
extension Library {
    /// Adds suggestions; those of one kind for one clip must be adjacent, best first.
    public func log(_ suggestions: [SuggestionRecord]) throws(Failure) {
        try write { database in
            for one in suggestions {
                try database.execute(
                    sql: """
                        INSERT INTO suggestion
                        VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?)
                        """,
                    arguments: [
                        one.brand, one.clip, one.made.text, one.kind, one.item, one.rank, one.score, one.sd,
                        one.probability, Int64(bitPattern: one.seed), one.policy, one.why,
                        SuggestionRows.text(one.options),
                    ])
            }
        }
    }

    /// The suggestions of a kind for a clip, oldest first.
    public func suggestions(_ kind: String, for clip: String) throws(Failure) -> [SuggestionRecord] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM suggestion WHERE kind = ? AND clip = ? ORDER BY id",
                arguments: [kind, clip]
            ).map(SuggestionRows.record)
        } ?? []
    }
}

/// Converts suggestions to and from rows.
enum SuggestionRows {
    static func record(_ row: Row) -> SuggestionRecord {
        var one = SuggestionRecord(
            row["kind"], row["item_id"], rank: row["rank"], score: row["score"], clip: row["clip"],
            made: CalendarDay(row["made"] as String) ?? CalendarDay(number: 0),
            seed: UInt64(bitPattern: row["seed"]))
        (one.brand, one.policy, one.why) = (row["brand"], row["policy"], row["why"])
        (one.sd, one.probability) = (row["sd"], row["probability"])
        one.isAccepted = row["accepted"] ?? false
        let options: String? = row["options"]
        one.options =
            options.flatMap { try? JSONDecoder().decode([Advice.Contender].self, from: Data($0.utf8)) } ?? []
        return one
    }

    /// The column's text; nil if empty.
    static func text(_ options: [Advice.Contender]) -> String? {
        guard !options.isEmpty else { return nil }
        return (try? JSONEncoder().encode(options)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Marks the latest suggestions for the render's clip and brand that the render contains.
    static func accept(_ render: RenderRecord, as id: Int64, in database: Database) throws {
        let music = render.musicID.map { ("music", $0) }
        let used = [music, render.look.map { ("look", $0) }].compactMap { $0 }
        for (kind, item) in used + render.tags.map({ ("hashtag", $0) }) {
            try database.execute(
                sql: """
                    UPDATE suggestion SET accepted = 1, render_id = coalesce(render_id, ?1) WHERE id =
                        (SELECT max(id) FROM suggestion WHERE clip = ?2 AND kind = ?3 AND item_id = ?4 AND brand = ?5)
                    """, arguments: [id, render.identity, kind, item, render.brand])
        }
    }
}
