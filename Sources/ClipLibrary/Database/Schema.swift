internal import ClipCore
internal import GRDB

/// The library's tables and their migrations.
enum Schema {
    /// Checks that the file is a library of a supported version, and migrates it.
    ///
    /// - Parameter checks: scan the whole file for damage (`PRAGMA quick_check`).
    static func prepare(_ queue: DatabaseQueue, at path: FilePath, checks: Bool) throws {
        if checks, let wrong = try damage(queue) {
            throw Failure.damaged(path, "it is damaged: \(wrong)")
        }
        let (isNewer, isCurrent, isForeign) = try queue.read { database in
            let isLibrary = try database.tableExists("grdb_migrations")
            return (
                isLibrary ? try migrator.hasBeenSuperseded(database) : false,
                isLibrary ? try migrator.hasCompletedMigrations(database) : false,
                try !isLibrary && Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") != 0
            )
        }
        if isNewer {
            throw Failure(
                .libraryNewer, path, "a newer version of clipfit made it",
                hint: "use that version; this one leaves the library as it is")
        }
        if isForeign { throw Failure.damaged(path, "it is a database of another program") }
        guard !isCurrent else { return }
        // Persistent: readers and one writer do not block each other.
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
        do {
            try migrator.migrate(queue)
        } catch {
            // Another process may have migrated it in the meantime.
            guard try queue.read(migrator.hasCompletedMigrations) else { throw error }
        }
    }

    private static func damage(_ queue: DatabaseQueue) throws -> String? {
        let answer = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
        return answer == "ok" ? nil : answer?.split(separator: "\n").last.map(String.init) ?? "no answer"
    }

    /// Published migrations never change; add new ones instead.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        let published = [
            PackageResources.library1_sql, PackageResources.library2_sql, PackageResources.library3_sql,
        ]
        for (index, statements) in published.enumerated() {
            migrator.registerMigration("\(index + 1)") {
                try $0.execute(sql: String(decoding: statements, as: UTF8.self))
            }
        }
        // Content of a music file, by which its copies are recognised.
        migrator.registerMigration("4") { try $0.execute(sql: "ALTER TABLE track ADD COLUMN content TEXT") }
        migrator.registerMigration("5") { database in
            for column in ["experiment", "experiment_kind", "variant"] {
                try database.execute(sql: "ALTER TABLE render ADD COLUMN \(column) TEXT")
            }
            try database.execute(sql: "ALTER TABLE metric ADD COLUMN skip_rate REAL")
        }
        return migrator
    }
}
