public import ClipCore
internal import ClipMedia
internal import GRDB
internal import SystemLibrary

/// Record of the outputs made in a folder: the SQLite file `.clipfit/journal.sqlite`.
///
/// An output is finished as long as the file is unchanged in size and time, and was made of the same source
/// in the same way. Several batches may use a folder at a time: each claims its sources, which are free again
/// when it ends, even by a crash. Completed calls are durable.
///
/// A damaged journal is set aside and a new one begun: finished outputs are recognised by their own marks.
public final class Journal: BatchJournal {
    /// Warnings from opening it.
    public private(set) var warnings: [String] = []
    /// nil if there is none to read.
    private var database: JournalDatabase?
    /// nil if nothing is written.
    private let batches: LiveBatches?
    private var number: Int64 = 0
    /// Number of the last failure before this batch.
    private var horizon: Int64 = 0
    private let ask: String
    /// Job keys of the sources that this batch has claimed.
    private var asks: [FilePath: String] = [:]
    private let path: FilePath

    /// Opens the journal of an output folder; creates both if missing.
    ///
    /// - Parameters:
    ///   - ask: key that distinguishes this batch's jobs from others'.
    ///   - writes: false to only read an existing journal.
    /// - Throws: if reading or writing fails, or the journal is damaged while another batch uses it.
    public init(of folder: FilePath, ask: String = "", writes: Bool = true) throws(Failure) {
        path = folder.pushing(".clipfit/journal.sqlite")
        self.ask = ask
        guard writes else {
            batches = nil
            if OutputFacts(at: path) != nil { database = try? JournalDatabase(at: path) }
            return
        }
        try Folder.make(path.removingLastComponent())
        let batches = try LiveBatches(path.removingLastComponent().pushing("journal.lock"))
        self.batches = batches
        try batches.alone { () throws(Failure) in try begin(batches) }
    }

    private func begin(_ batches: LiveBatches) throws(Failure) {
        if let wrong = try open() {
            try setAside(because: wrong, batches)
            if let still = try open() { throw Failure(.readWrite, path, "a new journal: \(still)") }
        }
        (number, horizon) = try write { (database) -> (Int64, Int64) in
            try database.execute(sql: "INSERT INTO batch DEFAULT VALUES")
            let number = database.lastInsertedRowID
            let others = try Int64.fetchAll(
                database, sql: "SELECT id FROM batch WHERE id < ?", arguments: [number])
            for id in others where !batches.isAlive(id) {
                try database.execute(sql: "DELETE FROM batch WHERE id = ?", arguments: [id])
                try database.execute(sql: "UPDATE source SET lease = NULL WHERE lease = ?", arguments: [id])
            }
            return (number, try Self.failures(database))
        }
        try batches.begin(number)
        try removeOrphans()
    }

    private func setAside(because wrong: String, _ batches: LiveBatches) throws(Failure) {
        guard !batches.areAny else {
            throw Failure(.locked, path, "\(wrong), and another batch is using it", hint: "wait for its end")
        }
        warnings.append(try DamagedJournal.setAside(path, because: wrong))
    }

    /// - Returns: why the file is unusable; nil if it is usable.
    private func open() throws(Failure) -> String? {
        do {
            let opened = try JournalDatabase(at: path)
            if let wrong = try JournalSchema.prepare(opened.queue) { return wrong }
            database = opened
            return nil
        } catch let error as DatabaseError where error.isDamage {
            return "it is damaged"
        } catch { throw JournalDatabase.failure(error, path) }
    }

    /// How many outputs an output folder's journal has finished, and what is wrong with it; nil if there is none.
    public static func state(of folder: FilePath) -> (outputs: Int, problem: String?)? {
        let path = folder.pushing(".clipfit/journal.sqlite")
        guard OutputFacts(at: path) != nil else { return nil }
        do {
            return try JournalDatabase(at: path).queue.read { database in
                let answer = try String.fetchOne(database, sql: "PRAGMA quick_check(1)")
                let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM output WHERE size NOT NULL")
                return (count ?? 0, answer == "ok" ? nil : damage)
            }
        } catch let error as DatabaseError where error.isDamage {
            return (0, damage)
        } catch { return (0, JournalDatabase.failure(error, path).message) }
    }

    private static let damage = "it is damaged: the next batch sets it aside"

    // MARK: Sources

    /// Claims a source by its path relative to the source folder.
    ///
    /// - Parameter facts: its current state; nil if unknown.
    public func claim(_ source: FilePath, as facts: SourceFacts? = nil) throws(Failure) -> Claim {
        guard let batches else { return .granted(attempt: 1) }
        let ask = "\(self.ask)\u{1F}\(facts?.version ?? "")"
        let claim = try write(durably: false) { (database) -> Claim in
            let row = try Row.fetchOne(
                database, sql: "SELECT * FROM source WHERE place = ?", arguments: [Data(source.bytes)])
            if let lease: Int64 = row?["lease"], lease != self.number, batches.isAlive(lease) {
                return .taken
            }
            let tries: Int = row?["tries"] ?? 0
            if let failed: Int64 = row?["failed"], failed > self.horizon,
                row?["failed_by"] as Int64? != self.number, row?["failed_ask"] as String? == ask,
                let text: String = row?["failure"], let error: Failure = Wire.value(text.utf8)
            {
                return .failed(error, attempt: tries)
            }
            try database.execute(
                sql: """
                    INSERT INTO source (place, tries, lease) VALUES (?, 0, ?)
                    ON CONFLICT (place) DO UPDATE SET lease = excluded.lease
                    """, arguments: [Data(source.bytes), self.number])
            return .granted(attempt: tries + 1)
        }
        if case .granted = claim { asks[source] = ask }
        return claim
    }

    /// Releases a claim without recording a result.
    public func release(_ source: FilePath) throws(Failure) {
        guard batches != nil else { return }
        asks[source] = nil
        try write(durably: false) { database in
            try database.execute(
                sql: "UPDATE source SET lease = NULL WHERE place = ?", arguments: [Data(source.bytes)])
        }
    }

    /// Records that a source's outputs are missing or incomplete; frees the source.
    public func fail(_ source: FilePath, attempt: Int, _ error: Failure) throws(Failure) {
        guard batches != nil else { return }
        let text = String(decoding: Wire.line(error).dropLast(), as: UTF8.self)
        let ask = asks.removeValue(forKey: source)
        try write { database in
            try database.execute(
                sql: """
                    UPDATE source SET tries = ?, lease = NULL, failed = ?, failed_by = ?, failed_ask = ?, failure = ?
                    WHERE place = ?
                    """,
                arguments: [
                    attempt, try Self.failures(database) + 1, self.number, ask, text, Data(source.bytes),
                ])
        }
    }

    /// The number of the latest failure.
    private static func failures(_ database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT max(failed) FROM source") ?? 0
    }

    // MARK: Outputs

    /// The record of the output at a path; nil if there is none.
    public func record(of output: FilePath) throws(Failure) -> OutputRecord? {
        try row(output).map { row in
            let size: Int64? = row["size"]
            let modified: Int64? = row["modified"]
            return OutputRecord(
                source: FilePath(bytes: [UInt8](row["source"] as Data)),
                made: OutputMaking(stored: row["key"], settings: row["settings"], identity: row["identity"]),
                attempt: row["attempt"],
                facts: size.flatMap { size in modified.map { OutputFacts(size: size, modified: $0) } },
                content: row["content"], report: (row["report"] as String?).flatMap { Wire.value($0.utf8) })
        }
    }

    /// All files named for an output, itself included.
    public func files(of output: FilePath) throws(Failure) -> [OutputFile] {
        try database?.read { database in
            // An old journal that is only read has no such table.
            guard try database.tableExists("file") else { return [] }
            return try Row.fetchAll(
                database, sql: "SELECT * FROM file WHERE output = ?", arguments: [Data(output.bytes)]
            ).map { row in
                OutputFile(
                    FilePath(bytes: [UInt8](row["place"] as Data)),
                    OutputFacts(size: row["size"], modified: row["modified"]), content: row["content"])
            }
        } ?? []
    }

    private func row(_ output: FilePath) throws(Failure) -> Row? {
        try database?.read {
            try Row.fetchOne($0, sql: "SELECT * FROM output WHERE place = ?", arguments: [Data(output.bytes)])
        }
    }

    /// Records that outputs are about to be made; keeps the records of existing files.
    public func begin(_ outputs: [Output], of source: FilePath, attempt: Int) throws(Failure) {
        guard batches != nil, !outputs.isEmpty else { return }
        try write { database in
            for output in outputs {
                try database.execute(
                    sql: """
                        INSERT INTO output (place, source, key, attempt, begun) VALUES (?, ?, ?, ?, 1)
                        ON CONFLICT (place) DO UPDATE SET source = excluded.source, begun = 1
                        """,
                    arguments: [Data(output.place.bytes), Data(source.bytes), output.made.stored, attempt])
            }
            try database.execute(
                sql: "UPDATE source SET tries = ? WHERE place = ?", arguments: [attempt, Data(source.bytes)])
        }
    }

    /// Records that a file is about to be named: from now on it is clipfit's own, even after a crash.
    public func name(_ file: OutputFile, of output: FilePath) throws(Failure) {
        guard batches != nil else { return }
        try write { try $0.note(file, of: output) }
    }

    /// Records proven, named outputs.
    ///
    /// - Parameters:
    ///   - kept: outputs that existed before.
    ///   - isWhole: nothing is missing, and the source is free again.
    public func finish(
        _ made: [Output], kept: [Output], of source: FilePath, attempt: Int, isWhole: Bool
    ) throws(Failure) {
        guard batches != nil else { return }
        if isWhole { asks[source] = nil }
        var found: [(Output, [OutputFile])] = []
        for output in made { found.append((output, try settled(output))) }
        var there: [(Output, OutputFile)] = []
        for output in kept { if let file = try news(of: output) { there.append((output, file)) } }
        try write(durably: !made.isEmpty) { database in
            for (output, files) in found {
                guard let itself = files.first(where: { $0.place == output.place }) else { continue }
                for file in files {
                    try database.execute(
                        sql: "DELETE FROM file WHERE place = ?", arguments: [Data(file.place.bytes)])
                    try database.note(file, of: output.place)
                }
                try database.note(output, itself, source, attempt, "REPLACE")
            }
            for (output, file) in there { try database.keep(output, file, of: source, attempt) }
            guard isWhole else { return }
            try database.execute(
                sql: """
                    UPDATE source SET tries = 0, lease = NULL, failed = NULL, failed_by = NULL, failed_ask = NULL, failure = NULL
                    WHERE place = ?
                    """, arguments: [Data(source.bytes)])
        }
    }

    /// Record for an existing output that only its mark identified, or its content because its time differs.
    private func news(of output: Output) throws(Failure) -> OutputFile? {
        let record = try record(of: output.place)
        guard let facts = OutputFacts(at: output.path), record?.facts != facts else { return nil }
        let content = ContentHash.of(output.path)
        let isSame =
            record?.facts == nil
            ? OutputMark(of: output.path) != nil : content != nil && content == record?.content
        return isSame ? OutputFile(output.place, facts, content: content) : nil
    }

    /// Removes files that killed processes left next to unfinished outputs.
    private func removeOrphans() throws(Failure) {
        let root = path.removingLastComponent().removingLastComponent()
        let begun = try write { database in
            try Data.fetchAll(
                database,
                sql: """
                    SELECT output.place FROM output LEFT JOIN source ON source.place = output.source
                    WHERE (size IS NULL OR begun IS NOT NULL) AND lease IS NULL
                    """)
        }
        for place in begun { Leftovers.remove(of: root.pushing(FilePath(bytes: [UInt8](place)))) }
    }

    private func write<Value>(durably: Bool = true, _ body: (Database) throws -> Value) throws(Failure)
        -> Value
    {
        guard let database else { throw Failure(.bug, path, "a journal that is read is not written to") }
        return try database.write(durably: durably, body)
    }
}
