public import ClipCore
internal import ClipMedia
internal import SystemLibrary
public import SystemPackage

/// The record of one shard, `.clipfit/shard-2-of-8.jsonl` in the output folder: what it is to do, an entry for
/// everything that happens, and its results, line by line. Lines are only ever appended; one that a crash cut off is passed
/// over.
///
/// No other shard writes to it, so that a disk of the network need not know locks; where it does, a second run of the same
/// shard is refused. What other shards finished is known too, however many they were.
public final class ShardJournal: BatchJournal {
    /// How each was finished last, or else that it was begun.
    private var outputs: [FilePath: ShardEntry] = [:]
    private var files: [FilePath: [OutputFile]] = [:]
    private var tries: [FilePath: Int] = [:]
    private let path: FilePath
    private let descriptor: Int32
    private let paths: PortablePaths
    private var failure: Failure?

    /// Opens the record of a shard, makes it where it is missing, and writes down what the shard is to do.
    ///
    /// - Parameters:
    ///   - found: its sources, and what counts as failed.
    ///   - folders: the folders that the sources were found in, as they were named.
    /// - Throws: where the shard runs already, or nothing can be read or written.
    public init(
        of folder: FilePath, _ shard: Shard, _ found: SourceFinder.Found, in folders: [FilePath]
    ) throws(Failure) {
        paths = PortablePaths(folders, output: folder)
        let own = ShardRecord.folder(in: folder)
        path = own.appending(shard.fileName)
        try Folder.make(own)
        let opened = path.withPlatformString { open($0, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o666) }
        guard opened >= 0 else { throw Folder.failure(path, errno) }
        descriptor = opened
        if flock(opened, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
            throw Failure(
                .locked, path, "the same shard is running already", hint: "try again when it has ended")
        }
        let others = try ShardRecord.shards(in: folder).filter { $0 != shard }
        for each in others + [shard] {
            for entry in try ShardRecord(of: each, in: folder).entries { note(entry) }
        }
        // After a line that was cut off, the next one begins anew.
        let size = lseek(opened, 0, SEEK_END)
        var last: UInt8 = 0
        if size > 0, pread(opened, &last, 1, size - 1) == 1, last != UInt8(ascii: "\n") { try write([10]) }
        try tell(
            ShardRecord.Head(
                shard: shard.number, of: shard.count, output: PlannedPath(paths.outputFolder),
                sources: (found.jobs.map(\.source) + found.failures.map(\.path))
                    .map { PlannedPath(paths.source($0)) }))
    }

    deinit { close(descriptor) }

    private func note(_ entry: ShardEntry) {
        if entry.event != .named { tries[entry.source.path] = entry.event == .done ? nil : entry.attempt }
        guard let output = entry.output?.path else { return }
        switch entry.event {
        case .named:
            guard let file = entry.file?.path, let facts = entry.facts else { return }
            files[output, default: []].append(OutputFile(file, facts, content: entry.content))
        case .begun where outputs[output]?.facts != nil: outputs[output]?.source = entry.source
        case .begun, .done, .failed: outputs[output] = entry
        }
    }

    private func add(_ entry: ShardEntry) throws(Failure) {
        note(entry)
        try tell(entry)
    }

    // MARK: Sources

    /// Every source of the shard is its own; the number of the try counts on.
    public func claim(_ source: FilePath, as facts: SourceFacts?) -> Journal.Claim {
        .granted(attempt: (tries[source] ?? 0) + 1)
    }

    /// Nothing is said of it.
    public func release(_ source: FilePath) {}

    /// Adds a line with the reason.
    public func fail(_ source: FilePath, attempt: Int, _ error: Failure) throws(Failure) {
        var entry = ShardEntry(.failed, of: source, attempt: attempt)
        entry.error = paths.text(error.message)
        try add(entry)
    }

    // MARK: Outputs

    /// As the records of shards tell.
    public func record(of output: FilePath) -> OutputRecord? {
        outputs[output].map { entry in
            OutputRecord(
                source: entry.source.path,
                made: OutputMaking(
                    stored: entry.key ?? "", settings: entry.settings, identity: entry.identity),
                attempt: entry.attempt, facts: entry.facts, content: entry.content)
        }
    }

    /// As the records of shards tell.
    public func files(of output: FilePath) -> [OutputFile] { files[output] ?? [] }

    /// Adds a line.
    public func name(_ file: OutputFile, of output: FilePath) throws(Failure) {
        guard let begun = outputs[output] else { return }
        var entry = ShardEntry(.named, of: begun.source.path, attempt: begun.attempt)
        (entry.output, entry.file) = (PlannedPath(output), PlannedPath(file.place))
        (entry.size, entry.modified, entry.content) = (file.facts.size, file.facts.modified, file.content)
        try add(entry)
    }

    /// Adds a line for each.
    public func begin(_ outputs: [Journal.Output], of source: FilePath, attempt: Int) throws(Failure) {
        for output in outputs { try add(ShardEntry(.begun, of: source, attempt: attempt, output)) }
    }

    /// Marks what was made, and adds a line for each.
    public func finish(
        _ made: [Journal.Output], kept: [Journal.Output], of source: FilePath, attempt: Int, isWhole: Bool
    ) throws(Failure) {
        for output in made {
            guard let itself = try settled(output).first, itself.place == output.place else { continue }
            var entry = ShardEntry(.done, of: source, attempt: attempt, output)
            (entry.size, entry.modified) = (itself.facts.size, itself.facts.modified)
            entry.content = itself.content
            try add(entry)
        }
    }

    // MARK: Lines

    /// The result of a source as its line states it: without absolute paths.
    public func portable(_ result: JobResult) -> JobResult { paths.result(result) }

    /// Appends a line of results; a failure is told by ``check()``.
    public func note(_ line: String) {
        do throws(Failure) { try append(line) } catch { failure = failure ?? error }
    }

    /// Throws where a result could not be kept.
    public func check() throws(Failure) { if let failure { throw failure } }

    private func append(_ line: String) throws(Failure) {
        try write(Array((line + "\n").utf8))
        while fdatasync(descriptor) != 0 {
            guard errno == EINTR else { throw Folder.failure(path, errno) }
        }
    }

    private func tell(_ value: some Encodable) throws(Failure) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let line = try? encoder.encode(value) else {
            throw Failure(.bug, path, "an entry cannot be told as JSON")
        }
        try append(String(decoding: line, as: UTF8.self))
    }

    private func write(_ bytes: [UInt8]) throws(Failure) {
        var done = 0
        while done < bytes.count {
            let wrote = bytes[done...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if wrote > 0 { done += wrote } else if errno != EINTR { throw Folder.failure(path, errno) }
        }
    }
}
