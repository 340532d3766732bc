internal import GRDB

/// The journal's tables.
enum JournalSchema {
    /// Incremented when tables change. Earlier versions are upgraded; later ones are set aside.
    static let version = 3
    /// Identifies journals among databases (`PRAGMA application_id`): `clpf`.
    static let application = 0x636C_7066

    private static let tables =
        String(decoding: PackageResources.journal1_sql, as: UTF8.self) + changes.joined()
    /// From one version to the next, from 1.
    private static let changes = [
        String(decoding: PackageResources.journal2_sql, as: UTF8.self),
        "ALTER TABLE output ADD COLUMN report TEXT;",
    ]

    /// Creates the tables of a new journal in an empty file.
    ///
    /// - Returns: why the file is unusable; nil if it is usable.
    static func prepare(_ queue: DatabaseQueue) throws -> String? {
        try queue.writeWithoutTransaction { database in
            let found = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
            guard found != 0 || tables != 0 else {
                try database.execute(sql: "PRAGMA journal_mode = WAL")
                try database.inTransaction(.immediate) {
                    try database.execute(sql: Self.tables)
                    try database.execute(sql: "PRAGMA application_id = \(application)")
                    try database.execute(sql: "PRAGMA user_version = \(version)")
                    return .commit
                }
                return nil
            }
            guard found == application else { return "it is no journal" }
            let made = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            guard (1...version).contains(made) else { return "another version of clipfit made it" }
            let answer = try String.fetchOne(database, sql: "PRAGMA quick_check(1)")
            guard answer == "ok" else { return "it is damaged" }
            if made < version {
                try database.inTransaction(.immediate) {
                    try database.execute(sql: Self.changes[(made - 1)...].joined())
                    try database.execute(sql: "PRAGMA user_version = \(version)")
                    return .commit
                }
            }
            return nil
        }
    }
}
