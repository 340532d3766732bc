internal import ClipCore
internal import ClipMedia
internal import GRDB
internal import SystemLibrary

extension Database {
    /// Records a file of an output: itself or a companion file.
    func note(_ file: OutputFile, of output: FilePath) throws {
        try execute(
            sql: "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?)",
            arguments: [
                Data(file.place.bytes), Data(output.bytes), file.facts.size, file.facts.modified,
                file.content,
            ])
    }

    /// Records an output that existed before.
    func keep(_ output: Journal.Output, _ file: OutputFile, of source: FilePath, _ attempt: Int) throws {
        try note(output, file, source, attempt, "IGNORE")
        try execute(
            sql: "UPDATE output SET size = ?, modified = ?, content = ? WHERE place = ?",
            arguments: [file.facts.size, file.facts.modified, file.content, Data(output.place.bytes)])
    }

    /// Records a finished output. `conflict`: SQLite's conflict clause for the path: `REPLACE` or `IGNORE`.
    func note(
        _ output: Journal.Output, _ file: OutputFile, _ source: FilePath, _ attempt: Int, _ conflict: String
    ) throws {
        let report = output.report.map { String(decoding: Wire.line($0).dropLast(), as: UTF8.self) }
        try execute(
            sql: """
                INSERT OR \(conflict) INTO output
                (place, source, key, attempt, size, modified, settings, identity, content, report)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                Data(output.place.bytes), Data(source.bytes), output.made.stored, attempt, file.facts.size,
                file.facts.modified, output.made.settings, output.made.identity, file.content, report,
            ])
    }
}
