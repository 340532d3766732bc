public import ClipCore
internal import ClipMedia
internal import GRDB
internal import SystemLibrary
public import SystemPackage

/// The record of what batches made in a folder, an SQLite file in it: `.clipfit/journal.sqlite`.
///
/// An output is finished as long as it is the file that was proved, by size and time, and was made of the same source in the
/// same way. Several batches may work in one folder at a time: a source is claimed by one of them, and is free again
/// when that one ends, however it does. What is returned from is on the disk.
///
/// A journal that is damaged is set aside, and a new one begun: finished outputs carry a mark of their own by which they
/// are found again.
public final class Journal: BatchJournal {
    /// What had to be told when it was opened.
    public private(set) var warnings: [String] = []
    /// Nil where there is none to read.
    private var database: JournalDatabase?
    /// Nil where nothing is written.
    private let batches: LiveBatches?
    private var number: Int64 = 0
    /// Failures that were noted before it began.
    private var horizon: Int64 = 0
    private let ask: String
    /// What is asked for of the sources that this batch has, told in the same way.
    private var asks: [FilePath: String] = [:]
    private let path: FilePath

    /// Opens the journal of an output folder, and makes both where they are missing.
    ///
    /// - Parameters:
    ///   - ask: tells what this batch makes of a source from what others make of it.
    ///   - writes: false only reads what there is.
    /// - Throws: where nothing can be read or written, or the journal is damaged while another batch uses it.
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
            throw Failure(
                .locked, path, "\(wrong), and another batch is using it", hint: "wait for its end")
        }
        warnings.append(try DamagedJournal.setAside(path, because: wrong))
    }

    /// - Returns: why the file is no journal that can be used.
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

    // MARK: Sources

    /// Asks for a source, by its place below the folder that was named.
    ///
    /// - Parameter facts: what it is now; nil where nothing is known of it.
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
                let text: String = row?["failure"],
                let error: Failure = Wire.value(text.utf8)
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

    /// No output, or not every one, came of a source; it is free again.
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

    /// What is known of an output by its place; nil where nothing is.
    public func record(of output: FilePath) throws(Failure) -> OutputRecord? {
        try row(output).map { row in
            let size: Int64? = row["size"]
            let modified: Int64? = row["modified"]
            return OutputRecord(
                source: FilePath(bytes: [UInt8](row["source"] as Data)),
                made: OutputMaking(stored: row["key"], settings: row["settings"], identity: row["identity"]),
                attempt: row["attempt"],
                facts: size.flatMap { size in modified.map { OutputFacts(size: size, modified: $0) } },
                content: row["content"])
        }
    }

    /// All files that were named for an output, itself included.
    public func files(of output: FilePath) throws(Failure) -> [OutputFile] {
        try database?.read { database in
            // A journal of an earlier version that is only read has none.
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

    /// Outputs are about to be made. What is known of files that are there holds on.
    public func begin(_ outputs: [Output], of source: FilePath, attempt: Int)
        throws(Failure)
    {
        guard batches != nil, !outputs.isEmpty else { return }
        try write { database in
            for output in outputs {
                try database.execute(
                    sql: """
                        INSERT INTO output (place, source, key, attempt, begun) VALUES (?, ?, ?, ?, 1)
                        ON CONFLICT (place) DO UPDATE SET source = excluded.source, begun = 1
                        """,
                    arguments: [
                        Data(output.place.bytes), Data(source.bytes), output.made.stored, attempt,
                    ])
            }
            try database.execute(
                sql: "UPDATE source SET tries = ? WHERE place = ?", arguments: [attempt, Data(source.bytes)])
        }
    }

    /// A file of an output is about to get its name: it is known as clipfit's own from now on, whatever comes between.
    public func name(_ file: OutputFile, of output: FilePath) throws(Failure) {
        guard batches != nil else { return }
        try write { try $0.note(file, of: output) }
    }

    /// Outputs were proved and have their names.
    ///
    /// - Parameters:
    ///   - kept: those that were there already.
    ///   - isWhole: they are all that was asked for, and the source is free again.
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

    /// What has to be written down of an output that was there: where only its mark told it, or its content because its
    /// time is another one.
    private func news(of output: Output) throws(Failure) -> OutputFile? {
        let record = try record(of: output.place)
        guard let facts = OutputFacts(at: output.path), record?.facts != facts else { return nil }
        let content = ContentHash.of(output.path)
        let isSame =
            record?.facts == nil
            ? OutputMark(of: output.path) != nil : content != nil && content == record?.content
        return isSame ? OutputFile(output.place, facts, content: content) : nil
    }

    /// What processes that were killed left beside outputs that they had begun.
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
