public import ClipCore
internal import GRDB

/// Table of renders.
extension Library {
    /// Adds renders in the order made, and marks the suggestions that they contain as accepted.
    public func add(_ renders: [RenderRecord]) throws(Failure) {
        try write { database in
            for render in renders {
                try database.execute(
                    sql:
                        "INSERT INTO render VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    arguments: [
                        render.source, render.identity, render.output, render.made.text, render.brand,
                        TrackRow.list(render.platforms), render.musicID, render.look,
                        TrackRow.list(render.tags), render.start, render.length,
                        render.seed.map { Int64(bitPattern: $0) }, render.postKey,
                        CaptionPrint.print(of: render.caption ?? ""), render.experiment?.id,
                        render.experiment?.kind.rawValue, render.experiment?.variant,
                    ])
                try SuggestionRows.accept(render, as: database.lastInsertedRowID, in: database)
            }
        }
    }

    /// The latest renders, newest first.
    ///
    /// - Parameters:
    ///   - brand: only this preset's; nil for all.
    ///   - count: maximum number.
    public func renders(of brand: String? = nil, last count: Int) throws(Failure) -> [RenderRecord] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM render WHERE ?1 IS NULL OR brand = ?1 ORDER BY id DESC LIMIT ?2",
                arguments: [brand, count]
            ).map(Self.render)
        } ?? []
    }

    /// The number of a brand's renders and suggestions; of all brands' if nil.
    public func countRenders(of brand: String? = nil) throws(Failure) -> (renders: Int, suggestions: Int) {
        let count = { (table: String, database: Database) in
            let sql = "SELECT count(*) FROM \(table) WHERE ?1 IS NULL OR brand = ?1"
            return try Int.fetchOne(database, sql: sql, arguments: [brand]) ?? 0
        }
        return try read { (try count("render", $0), try count("suggestion", $0)) } ?? (0, 0)
    }

    /// Erases a brand's renders and suggestions from all of the library's files; those of all brands if nil.
    ///
    /// - Returns: the number of deleted renders.
    @discardableResult public func forgetRenders(of brand: String? = nil) throws(Failure) -> Int {
        let count = try write { database in
            try database.execute(
                sql: "DELETE FROM suggestion WHERE ?1 IS NULL OR brand = ?1", arguments: [brand])
            try database.execute(sql: "DELETE FROM render WHERE ?1 IS NULL OR brand = ?1", arguments: [brand])
            return database.changesCount
        }
        try compact()
        return count
    }

    private static func render(_ row: Row) -> RenderRecord {
        var render = RenderRecord(
            source: row["source"], identity: row["identity"], output: row["output"],
            made: CalendarDay(row["made"] as String) ?? CalendarDay(number: 0), start: row["start"],
            length: row["length"])
        (render.id, render.brand, render.musicID, render.look) = (
            row["id"], row["brand"], row["music_id"], row["look"]
        )
        (render.platforms, render.tags) = (TrackRow.words(row["platforms"]), TrackRow.words(row["tags"]))
        render.seed = (row["seed"] as Int64?).map { UInt64(bitPattern: $0) }
        render.postKey = row["post_key"]
        return render
    }
}
