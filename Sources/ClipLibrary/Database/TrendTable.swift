public import ClipCore
internal import GRDB
public import Recommendation

/// Counts of an import's changes.
public struct TrendImport: Hashable, Sendable {
    /// New lines.
    public var added: Int
    /// Lines with a changed rank or count.
    public var changed: Int
    /// Unchanged lines.
    public var same: Int
}

/// Trend charts.
extension Library {
    /// Adds chart lines, all or none. A line is identified by kind, item, region, category, source and day;
    /// new values replace old ones. A series relative to its own peak replaces its older version completely.
    public func add(_ lines: [TrendObservation]) throws(Failure) -> TrendImport {
        try write { database in
            let before = try Self.count(database)
            var writer = try TrendWriter(database)
            let removed = try writer.removeOlderSeries(lines)
            var touched = 0
            for line in lines { touched += try writer.write(line) }
            let added = try Self.count(database) - before + removed
            return TrendImport(added: added, changed: touched - added, same: lines.count - touched)
        }
    }

    /// All chart lines by kind, chart, item and day.
    ///
    /// - Parameters:
    ///   - kind: only this kind; nil for all.
    ///   - region: only this region, in its stored form; nil for all.
    ///   - first: only from this day on.
    public func observations(
        _ kind: TrendKind? = nil, region: String? = nil, since first: CalendarDay? = nil
    ) throws(Failure) -> [TrendObservation] {
        try read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT i.kind, i.item, i.name, i.author, b.region, b.category, b.source, d.day, d.rank, d.count, i.cleared
                    FROM trend_day d JOIN trend_board b ON b.id = d.board_id JOIN trend_item i ON i.id = d.item_id
                    WHERE (?1 IS NULL OR b.kind = ?1) AND (?2 IS NULL OR b.region = ?2) AND (?3 IS NULL OR d.day >= ?3)
                    ORDER BY d.board_id, d.item_id, d.day
                    """, arguments: [kind?.rawValue, region, first?.number])
            return try Array(rows.map(Self.observation))
        } ?? []
    }

    private static func observation(_ row: Row) -> TrendObservation {
        var line = TrendObservation(
            kind: TrendKind(rawValue: row[0]) ?? .keyword, item: row[1], name: row[2],
            day: CalendarDay(number: row[7]))
        (line.author, line.region, line.category, line.source) = (row[3], row[4], row[5], row[6])
        (line.rank, line.count, line.isBusinessCleared) = (row[8], row[9], row[10])
        return line
    }

    /// Erases all lines before that day from all of the library's files.
    ///
    /// - Returns: the number of deleted lines.
    public func expireTrends(before day: CalendarDay) throws(Failure) -> Int {
        let count = try write { database in
            try database.execute(sql: "DELETE FROM trend_day WHERE day < ?", arguments: [day.number])
            let count = database.changesCount
            for table in ["board", "item"] {
                try database.execute(
                    sql: "DELETE FROM trend_\(table) WHERE id NOT IN (SELECT \(table)_id FROM trend_day)")
            }
            return count
        }
        if count > 0 { try compact() }
        return count
    }

    private static func count(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM trend_day") ?? 0
    }
}
