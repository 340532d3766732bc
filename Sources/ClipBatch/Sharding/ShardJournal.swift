public import ClipCore
internal import ClipMedia
internal import SystemLibrary

/// Record of one shard, `.clipfit/shard-2-of-8.jsonl` in the output folder: its sources, events and results
/// as lines. Lines are only appended; a line truncated by a crash is skipped.
///
/// No other shard writes to it, so network disks need no locks; where locks work, a second run of the same
/// shard is refused. Other shards' results are read too, whatever their count.
public final class ShardJournal: BatchJournal {
    /// The last finished or begun entry per output.
    private var outputs: [FilePath: ShardEntry] = [:]
    private var files: [FilePath: [OutputFile]] = [:]
    private var tries: [FilePath: Int] = [:]
    private let path: FilePath
    private let descriptor: Int32
    private let paths: PortablePaths
    private var failure: Failure?

    /// Opens or creates a shard's record, and records the shard's sources.
    ///
    /// - Parameters:
    ///   - found: its sources and failures.
    ///   - folders: the source folders, as named.
    /// - Throws: if the shard is running already, or reading or writing fails.
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
        // Ends a truncated line before the next one.
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

    /// Always granted, with the next attempt number: each shard has its own sources.
    public func claim(_ source: FilePath, as facts: SourceFacts?) -> Journal.Claim {
        .granted(attempt: (tries[source] ?? 0) + 1)
    }

    /// Does nothing.
    public func release(_ source: FilePath) {}

    /// Appends an entry with the reason.
    public func fail(_ source: FilePath, attempt: Int, _ error: Failure) throws(Failure) {
        var entry = ShardEntry(.failed, of: source, attempt: attempt)
        entry.error = paths.text(error.message)
        try add(entry)
    }

    // MARK: Outputs

    /// The output's record from the shards' entries.
    public func record(of output: FilePath) -> OutputRecord? {
        outputs[output].map { entry in
            OutputRecord(
                source: entry.source.path,
                made: OutputMaking(
                    stored: entry.key ?? "", settings: entry.settings, identity: entry.identity),
                attempt: entry.attempt, facts: entry.facts, content: entry.content)
        }
    }

    /// The output's files from the shards' entries.
    public func files(of output: FilePath) -> [OutputFile] { files[output] ?? [] }

    /// Appends an entry.
    public func name(_ file: OutputFile, of output: FilePath) throws(Failure) {
        guard let begun = outputs[output] else { return }
        var entry = ShardEntry(.named, of: begun.source.path, attempt: begun.attempt)
        (entry.output, entry.file) = (PlannedPath(output), PlannedPath(file.place))
        (entry.size, entry.modified, entry.content) = (file.facts.size, file.facts.modified, file.content)
        try add(entry)
    }

    /// Appends an entry per output.
    public func begin(_ outputs: [Journal.Output], of source: FilePath, attempt: Int) throws(Failure) {
        for output in outputs { try add(ShardEntry(.begun, of: source, attempt: attempt, output)) }
    }

    /// Marks the finished files, and appends an entry per output.
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

    /// The result with portable paths, as its line has it.
    public func portable(_ result: JobResult) -> JobResult { paths.result(result) }

    /// Appends a result line; ``check()`` reports failures.
    public func note(_ line: String) {
        do throws(Failure) { try append(line) } catch { failure = failure ?? error }
    }

    /// Throws if a result could not be written.
    public func check() throws(Failure) { if let failure { throw failure } }

    private func append(_ line: String) throws(Failure) {
        try write(Array((line + "\n").utf8))
        guard Descriptor.retrying({ fdatasync(descriptor) }) == 0 else { throw Folder.failure(path, errno) }
    }

    private func tell(_ value: some Encodable) throws(Failure) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let line = try? encoder.encode(value) else {
            throw Failure(.bug, path, "an entry cannot be written as JSON")
        }
        try append(String(decoding: line, as: UTF8.self))
    }

    private func write(_ bytes: [UInt8]) throws(Failure) {
        guard Descriptor.writeAll(bytes, to: descriptor) else { throw Folder.failure(path, errno) }
    }
}
