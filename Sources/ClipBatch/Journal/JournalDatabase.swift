internal import ClipCore
internal import ClipMedia
internal import GRDB
internal import Platform
internal import SystemLibrary

/// An open journal database.
struct JournalDatabase {
    let queue: DatabaseQueue
    private let path: FilePath

    init(at path: FilePath) throws {
        self.path = path
        var configuration = Configuration()
        configuration.label = "journal"
        configuration.busyMode = .timeout(20)
        // GRDB needs a text path. A folder with another name is opened by descriptor, which stays open for
        // the process's life: there is one journal per process.
        guard String(validating: path) == nil else {
            queue = try DatabaseQueue(path: path.string, configuration: configuration)
            return
        }
        let folder = path.removingLastComponent().withPlatformString { open($0, O_RDONLY | O_CLOEXEC) }
        guard let open = OpenFile.path(of: path.lastComponent!, in: folder) else {
            throw Failure(.unusable, path, "the folder's name is not text", hint: "rename the folder")
        }
        queue = try DatabaseQueue(path: open, configuration: configuration)
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(Failure) -> Value {
        do { return try queue.read(body) } catch { throw Self.failure(error, path) }
    }

    /// - Parameter durably: sync to disk before returning; otherwise a power loss may undo the change, no more.
    func write<Value>(durably: Bool, _ body: (Database) throws -> Value) throws(Failure) -> Value {
        do {
            return try queue.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = \(durably ? "FULL" : "NORMAL")")
                var value: Value?
                try database.inTransaction(.immediate) {
                    value = try body(database)
                    return .commit
                }
                return value!
            }
        } catch { throw Self.failure(error, path) }
    }

    static func failure(_ error: any Error, _ path: FilePath) -> Failure {
        if let known = error as? Failure { return known }
        guard let error = error as? DatabaseError else { return Failure(.bug, path, "\(error)") }
        switch error.resultCode.primaryResultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return Failure(.locked, path, "another program is writing into it", hint: "try again")
        case .SQLITE_FULL: return Folder.failure(path, ENOSPC)
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM: return Folder.failure(path, EACCES)
        case .SQLITE_IOERR: return Folder.failure(path, Folder.isFull(path) ? ENOSPC : EIO)
        default: return Failure(.readWrite, path, error.message ?? "\(error)")
        }
    }
}

extension DatabaseError {
    /// Whether the file is not a database, or a damaged one.
    var isDamage: Bool { [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(resultCode.primaryResultCode) }
}
