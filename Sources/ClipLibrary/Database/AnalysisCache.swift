public import ClipCore
internal import GRDB
internal import SystemLibrary

/// Cache of clip analyses in a separate SQLite file, which may be deleted at any time.
///
/// Clips are identified by content, not by name. If the file is read-only or damaged, clips are analysed
/// again.
public struct AnalysisCache: AnalysisStore {
    private let path: FilePath
    private let limit: Int

    /// - Parameters:
    ///   - path: the file; created with its folder when first needed.
    ///   - limit: bytes of analyses; beyond it the least recently used are deleted.
    public init(at path: FilePath, limit: Int = 200_000_000) { (self.path, self.limit) = (path, limit) }

    /// The cached analysis; nil if there is none, or this program cannot read it.
    public func analysis(of identity: String) -> Analysis? {
        guard path.withPlatformString({ access($0, R_OK) }) == 0 else { return nil }
        let bytes = try? write { database -> Data? in
            try database.execute(
                sql: "UPDATE analysis SET used = unixepoch() WHERE identity = ?", arguments: [identity])
            return try Data.fetchOne(
                database, sql: "SELECT bytes FROM analysis WHERE identity = ?", arguments: [identity])
        }
        return (bytes ?? nil).flatMap { AnalysisCoding.analysis(of: [UInt8]($0)) }
    }

    /// Stores an analysis if possible.
    public func keep(_ analysis: Analysis, of identity: String) {
        let bytes = Data(AnalysisCoding.bytes(of: analysis))
        guard bytes.count <= limit else { return }
        do { try keep(bytes, of: identity) } catch {
            // It is damaged or of another version; everything in it can be computed again.
            guard (error as? DatabaseError)?.isDamage == true else { return }
            for suffix in ["", "-wal", "-shm", "-journal"] {
                _ = (path.string + suffix).withCString { unlink($0) }
            }
            try? keep(bytes, of: identity)
        }
    }

    private func keep(_ bytes: Data, of identity: String) throws {
        try LibraryFolder.make(path.removingLastComponent(), for: path)
        // Private to the user from the beginning: sandboxed processes cannot change that later.
        let file = path.withPlatformString { open($0, O_RDWR | O_CREAT | O_CLOEXEC, 0o600) }
        if file >= 0 { close(file) }
        try write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO analysis VALUES (?, unixepoch(), ?)",
                arguments: [identity, bytes])
            try database.execute(
                sql: """
                    DELETE FROM analysis WHERE identity IN (
                        SELECT identity FROM (
                            SELECT identity, sum(length(bytes)) OVER (ORDER BY used DESC, rowid DESC) AS total
                            FROM analysis)
                        WHERE total > ?)
                    """, arguments: [limit])
        }
    }

    private func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        var configuration = Configuration()
        configuration.busyMode = .timeout(1)
        // Sandboxed processes cannot create temporary files elsewhere.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA temp_store = MEMORY") }
        let opened = OpenDatabase(try DatabaseQueue(path: path.string, configuration: configuration))
        return try opened.use { queue in
            try queue.write {
                try $0.execute(
                    sql: """
                        CREATE TABLE IF NOT EXISTS analysis (
                            identity TEXT PRIMARY KEY, used INTEGER NOT NULL, bytes BLOB NOT NULL)
                        """)
            }
            return try queue.write(body)
        }
    }
}

extension DatabaseError {
    fileprivate var isDamage: Bool {
        [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR].contains(resultCode)
    }
}
