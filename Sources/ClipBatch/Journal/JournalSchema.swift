internal import GRDB

/// The journal's tables.
enum JournalSchema {
    /// Incremented when tables change. Version 1 is upgraded; later versions are set aside.
    static let version = 2
    /// Identifies journals among databases (`PRAGMA application_id`): `clpf`.
    static let application = 0x636C_7066

    /// Paths are bytes. `failed` numbers failures in order, and the following columns describe the last one.
    /// An output without size was begun only. `file` holds the state of each file when it was about to be
    /// named, including companion files and, until an output is finished again, earlier versions.
    private static let tables = """
        CREATE TABLE batch (id INTEGER PRIMARY KEY AUTOINCREMENT);
        CREATE TABLE source (
            place BLOB PRIMARY KEY, tries INTEGER NOT NULL, lease INTEGER,
            failed INTEGER, failed_by INTEGER, failed_ask TEXT, failure TEXT
        ) WITHOUT ROWID;
        CREATE TABLE output (
            place BLOB PRIMARY KEY, source BLOB NOT NULL, key TEXT NOT NULL, attempt INTEGER NOT NULL,
            size INTEGER, modified INTEGER
        ) WITHOUT ROWID;
        """ + changes

    private static let changes = """
        ALTER TABLE output ADD COLUMN settings TEXT;
        ALTER TABLE output ADD COLUMN identity TEXT;
        ALTER TABLE output ADD COLUMN content TEXT;
        ALTER TABLE output ADD COLUMN begun INTEGER;
        CREATE TABLE file (
            place BLOB NOT NULL, output BLOB NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL, content TEXT,
            PRIMARY KEY (place, size, modified)
        ) WITHOUT ROWID;
        CREATE INDEX file_output ON file (output);
        """

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
            if made == 1 {
                try database.inTransaction(.immediate) {
                    try database.execute(sql: Self.changes)
                    try database.execute(sql: "PRAGMA user_version = \(version)")
                    return .commit
                }
            }
            return nil
        }
    }
}
