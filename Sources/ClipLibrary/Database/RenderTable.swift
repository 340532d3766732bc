public import ClipCore
internal import GRDB

/// Renders.
extension Library {
    /// Adds renders, in the order in which they were made. What was suggested for their clips and is in them was accepted.
    public func add(_ renders: [RenderRecord]) throws(Failure) {
        try write { database in
            for render in renders {
                try database.execute(
                    sql: "INSERT INTO render VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    arguments: [
                        render.source, render.identity, render.output, render.made.text, render.brand,
                        TrackRow.list(render.platforms), render.musicID, render.look,
                        TrackRow.list(render.tags),
                        render.start, render.length, render.seed.map { Int64(bitPattern: $0) },
                        render.postKey, CaptionPrint.print(of: render.caption ?? ""),
                    ])
                try SuggestionRows.accept(render, as: database.lastInsertedRowID, in: database)
            }
        }
    }

    /// The latest renders, the newest first.
    ///
    /// - Parameters:
    ///   - brand: only of that preset; nil for all.
    ///   - count: at most so many.
    public func renders(of brand: String? = nil, last count: Int) throws(Failure) -> [RenderRecord] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM render WHERE ?1 IS NULL OR brand = ?1 ORDER BY id DESC LIMIT ?2",
                arguments: [brand, count]
            ).map(Self.render)
        } ?? []
    }

    /// Forgets the renders and suggestions of a brand, in no file of the library any more; all of them where `brand` is nil.
    ///
    /// - Returns: how many renders there were.
    @discardableResult
    public func forgetRenders(of brand: String? = nil) throws(Failure) -> Int {
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
