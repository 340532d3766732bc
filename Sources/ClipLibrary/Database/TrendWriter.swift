internal import ClipCore
internal import GRDB
internal import Recommendation

/// Writes chart lines within one transaction; looks up each chart and item once.
struct TrendWriter {
    private struct Chart: Hashable {
        let (kind, region, category, source): (TrendKind, String, String, String)
    }
    private struct Item: Hashable {
        let (kind, item): (TrendKind, String)
    }

    private let database: Database
    private let board: Statement
    private let item: Statement
    private let day: Statement
    private var boards: [Chart: Int64] = [:]
    private var items: [Item: Int64] = [:]

    init(_ database: Database) throws {
        self.database = database
        board = try database.makeStatement(
            sql: """
                INSERT INTO trend_board VALUES (NULL, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET kind = kind RETURNING id
                """)
        item = try database.makeStatement(
            sql: """
                INSERT INTO trend_item VALUES (NULL, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET name = excluded.name, author = excluded.author,
                    cleared = coalesce(excluded.cleared, cleared) RETURNING id
                """)
        day = try database.makeStatement(
            sql: """
                INSERT INTO trend_day VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET rank = coalesce(excluded.rank, rank), count = coalesce(excluded.count, count)
                WHERE (excluded.rank IS NOT NULL AND excluded.rank IS NOT rank)
                    OR (excluded.count IS NOT NULL AND excluded.count IS NOT count)
                """)
    }

    /// - Returns: 1 if the line changed something, else 0.
    mutating func write(_ line: TrendObservation) throws -> Int {
        let (board, item) = (try boardID(line), try itemID(line))
        try day.execute(arguments: [board, item, line.day.number, line.rank, line.count])
        return database.changesCount
    }

    /// Removes older relative series: each file has its own scale, so only the newer one counts.
    ///
    /// - Returns: the number of removed lines.
    mutating func removeOlderSeries(_ lines: [TrendObservation]) throws -> Int {
        var newest: [[Int64]: Int] = [:]
        for line in lines where line.source.hasSuffix(TrendObservation.interestSuffix) {
            let key = [try boardID(line), try itemID(line)]
            newest[key] = max(newest[key] ?? .min, line.day.number)
        }
        var removed = 0
        for (key, day) in newest {
            try database.execute(
                sql: "DELETE FROM trend_day WHERE board_id = ? AND item_id = ? AND ? >= "
                    + "(SELECT max(day) FROM trend_day WHERE board_id = ? AND item_id = ?)",
                arguments: [key[0], key[1], day, key[0], key[1]])
            removed += database.changesCount
        }
        return removed
    }

    private mutating func boardID(_ line: TrendObservation) throws -> Int64 {
        let key = Chart(kind: line.kind, region: line.region, category: line.category, source: line.source)
        if let id = boards[key] { return id }
        let id = try Int64.fetchOne(
            board, arguments: [line.kind.rawValue, line.region, line.category, line.source])!
        boards[key] = id
        return id
    }

    private mutating func itemID(_ line: TrendObservation) throws -> Int64 {
        let key = Item(kind: line.kind, item: line.item)
        if let id = items[key] { return id }
        let id = try Int64.fetchOne(
            item, arguments: [line.kind.rawValue, line.item, line.name, line.author, line.isBusinessCleared])!
        items[key] = id
        return id
    }
}
