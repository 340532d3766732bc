internal import ClipCore
internal import GRDB

/// The log of suggestions.
extension Library {
    /// Adds suggestions.
    public func log(_ suggestions: [SuggestionRecord]) throws(LibraryError) {
        try write { database in
            for one in suggestions {
                try database.execute(
                    sql: "INSERT INTO suggestion VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
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
            ).map { row in
                var one = SuggestionRecord(
                    row["kind"], row["item_id"], rank: row["rank"], score: row["score"], clip: row["clip"],
                    made: CalendarDay(row["made"] as String) ?? CalendarDay(number: 0),
                    seed: UInt64(bitPattern: row["seed"]))
                (one.brand, one.policy, one.why) = (row["brand"], row["policy"], row["why"])
                (one.sd, one.probability) = (row["sd"], row["probability"])
                return one
            }
        } ?? []
    }
}
