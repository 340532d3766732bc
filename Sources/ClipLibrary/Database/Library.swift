public import ClipCore
internal import GRDB
internal import SystemLibrary
public import SystemPackage

/// The user's library: music and its licences, trend boards, what was rendered and suggested, posts and their figures.
///
/// One SQLite file that other tools can read while nobody writes. Each change is one transaction: it is there whole, or
/// not at all. A library that does not exist reads as an empty one.
public struct Library: Sendable {
    /// What it is opened for.
    public enum Purpose: Sendable {
        /// Nothing is created.
        case reading
        /// The file and its folder are made where they are missing.
        case writing
        /// The same for a few lines: the file is not searched for damage first.
        case noting
    }

    /// Where it is, whether it exists or not.
    public let path: FilePath
    /// Nil where there is none to read.
    private let database: OpenDatabase?

    /// How long a change waits for another process that is writing.
    private static let patience = 4.0

    /// Opens the library at `path`, checked, and brought to this program's version.
    ///
    /// - Throws: ``Failure/Kind/newer``, ``Failure/Kind/damaged``, ``Failure/Kind/locked`` and the
    ///   like; the file is left as it is then.
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

    /// There is a file of that name.
    private static func exists(_ path: FilePath) -> Bool {
        path.withPlatformString { access($0, F_OK) } == 0
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "library"
        configuration.busyMode = .timeout(patience)
        configuration.prepareDatabase { database in
            // What is deleted is overwritten.
            try database.execute(sql: "PRAGMA secure_delete = ON")
            // 32 MB: an import of 100,000 posts would write its pages again and again.
            try database.execute(sql: "PRAGMA cache_size = -32000")
            // What a row would change again is written into a file otherwise, 35 times for each of them; and no post leaves the
            // library's folder.
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        return configuration
    }

    /// Reads; nil where there is no library.
    func read<Value>(_ body: (Database) throws -> Value) throws(Failure) -> Value? {
        guard let database else { return nil }
        return try failing(at: path) { try database.use { try $0.read(body) } }
    }

    /// Changes it, in one transaction.
    func write<Value>(_ body: (Database) throws -> Value) throws(Failure) -> Value {
        guard let database else { preconditionFailure("a library that is read is not written to") }
        return try failing(at: path) { try database.use { try $0.write(body) } }
    }

    /// Gives deleted space back, and empties the log of changes: then nothing of what was deleted is in any file.
    func compact() throws(Failure) {
        guard let database else { return }
        try failing(at: path) { try database.use(Self.compact) }
    }

    private static func compact(_ queue: DatabaseQueue) throws {
        // Its second copy of all may be too large for the memory.
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA temp_store = FILE") }
        defer { try? queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA temp_store = MEMORY") } }
        try queue.vacuum()
        _ = try queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    }
}

/// Runs `body`; what GRDB throws becomes an error about the library at `path`.
func failing<Value>(at path: FilePath, _ body: () throws -> Value) throws(Failure) -> Value {
    do {
        return try body()
    } catch let error as Failure {
        throw error
    } catch let error as DatabaseError {
        throw Failure(error, at: path)
    } catch {
        throw Failure(.bug, path, "\(error)")
    }
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
