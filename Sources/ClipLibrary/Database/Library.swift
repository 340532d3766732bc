public import ClipCore
internal import GRDB
internal import SystemLibrary

/// The user's library: music and licences, trend charts, renders, suggestions, posts and their figures.
///
/// One SQLite file that other tools can read while nobody writes. Each change is one transaction. A missing
/// library reads as an empty one.
public struct Library: Sendable {
    /// Access mode.
    public enum Purpose: Sendable {
        /// Read only; creates nothing.
        case reading
        /// Read and write; creates file and folder if missing.
        case writing
        /// Write a few lines: like writing, without the check for damage.
        case noting
    }

    /// Path of the file, which need not exist.
    public let path: FilePath
    /// nil if there is none to read.
    private let database: OpenDatabase?

    /// How long a change waits for another writing process.
    private static let patience = 4.0

    /// Opens the library at `path`, checks it, and upgrades it to this program's version.
    ///
    /// - Throws: ``Failure/Kind/newer``, ``Failure/Kind/damaged``, ``Failure/Kind/locked`` and the like; the
    ///   file is then unchanged.
    public init(at path: FilePath, for purpose: Purpose) throws(Failure) {
        self.path = path
        guard purpose != .reading || Self.exists(path) else {
            database = nil
            return
        }
        if purpose != .reading { try LibraryFolder.make(path.removingLastComponent(), for: path) }
        database = try failing(at: path) {
            let database = OpenDatabase(
                try DatabaseQueue(path: path.string, configuration: Self.configuration))
            try database.use { try Schema.prepare($0, at: path, checks: purpose == .writing) }
            return database
        }
    }

    private static func exists(_ path: FilePath) -> Bool {
        path.withPlatformString { access($0, F_OK) } == 0
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "library"
        configuration.busyMode = .timeout(patience)
        configuration.prepareDatabase { database in
            // Deleted data is overwritten.
            try database.execute(sql: "PRAGMA secure_delete = ON")
            // 32 MB: otherwise an import of 100,000 posts would write its pages again and again.
            try database.execute(sql: "PRAGMA cache_size = -32000")
            // Otherwise rows to be updated go through a temporary file, 35 times each; and no post may leave
            // the library's folder.
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        return configuration
    }

    /// Reads; nil if there is no library.
    func read<Value>(_ body: (Database) throws -> Value) throws(Failure) -> Value? {
        guard let database else { return nil }
        return try failing(at: path) { try database.use { try $0.read(body) } }
    }

    /// Changes the library in one transaction.
    func write<Value>(_ body: (Database) throws -> Value) throws(Failure) -> Value {
        guard let database else { preconditionFailure("a library that is read is not written to") }
        return try failing(at: path) { try database.use { try $0.write(body) } }
    }

    /// Frees deleted space and empties the write-ahead log: deleted data is then in no file.
    func compact() throws(Failure) {
        guard let database else { return }
        try failing(at: path) { try database.use(Self.compact) }
    }

    private static func compact(_ queue: DatabaseQueue) throws {
        // Vacuum's second copy of everything may not fit in memory.
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA temp_store = FILE") }
        defer { try? queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA temp_store = MEMORY") } }
        try queue.vacuum()
        _ = try queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    }
}

/// Runs `body`; converts GRDB's errors to failures about the library at `path`.
func failing<Value>(at path: FilePath, _ body: () throws -> Value) throws(Failure) -> Value {
    do {
        return try body()
    } catch let error as Failure {
        throw error
    } catch let error as DatabaseError {
        throw Failure(error, at: path)
    } catch { throw Failure(.bug, path, "\(error)") }
}

extension Failure {
    init(_ error: DatabaseError, at path: FilePath) {
        switch error.resultCode.primaryResultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(
                .libraryLocked, path, "another program is writing into it",
                hint: "wait for its end and try again")
        case .SQLITE_NOTADB:
            self = .damaged(path, "it is no library of clipfit's, or its beginning is damaged")
        case .SQLITE_CORRUPT: self = .damaged(path, "it is damaged")
        case .SQLITE_FULL:
            self.init(.diskFull, path, "the disk is full", hint: "free some space and try again")
        case .SQLITE_CANTOPEN:
            self.init(
                .libraryUnreadable, path, "it cannot be opened",
                hint: "check its and its folder's permissions")
        case .SQLITE_READONLY, .SQLITE_PERM:
            self.init(
                .cannotCreate, path, "it cannot be written to", hint: "check its and its folder's permissions"
            )
        case .SQLITE_IOERR: self.init(.readWrite, path, "reading or writing it failed")
        default: self.init(.bug, path, error.message ?? "\(error)")
        }
    }

    static func damaged(_ path: FilePath, _ message: String) -> Failure {
        Failure(
            .libraryDamaged, path, message,
            hint: "it is left as it is: restore a copy of it, or move it away and a new one is begun")
    }
}
