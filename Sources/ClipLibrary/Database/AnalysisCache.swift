public import ClipCore
internal import GRDB
internal import SystemLibrary
public import SystemPackage

/// Analyses of clips in a SQLite file of their own, which can be deleted at any time.
///
/// It knows clips by what tells their bytes apart, not by their names. Where it cannot be written, or is damaged, clips
/// are analysed anew.
public struct AnalysisCache: AnalysisStore {
    private let path: FilePath
    private let limit: Int

    /// - Parameters:
    ///   - path: of the file; it and its folder are made when there is something to keep.
    ///   - limit: bytes of analyses; beyond it those go that were not used for the longest time.
    public init(at path: FilePath, limit: Int = 200_000_000) { (self.path, self.limit) = (path, limit) }

    /// The analysis that was kept; nil where there is none, or none that this program can read.
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

    /// Keeps an analysis where that is possible.
    public func keep(_ analysis: Analysis, of identity: String) {
        let bytes = Data(AnalysisCoding.bytes(of: analysis))
        guard bytes.count <= limit else { return }
        do { try keep(bytes, of: identity) } catch {
            // It was damaged, or another version's: nothing in it cannot be made again.
            guard (error as? DatabaseError)?.isDamage == true else { return }
            for suffix in ["", "-wal", "-shm", "-journal"] {
                _ = (path.string + suffix).withCString { unlink($0) }
            }
            try? keep(bytes, of: identity)
        }
    }

    private func keep(_ bytes: Data, of identity: String) throws {
        try LibraryFolder.make(path.removingLastComponent(), for: path)
        // For the user alone from the beginning: confined processes cannot change that later.
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
        // Confined processes can make no files elsewhere.
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
