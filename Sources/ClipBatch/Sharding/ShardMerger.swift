public import ClipCore
internal import ClipMedia
internal import SystemLibrary

/// Merges the results of all shards of a batch; order and repetition do not matter.
public struct ShardMerger {
    /// The merged results.
    public struct Merged: Sendable {
        /// The last result per source, by path bytes.
        public var results: [ShardRecord.Result] = []
        /// Missing shards, results and outputs, each with its reason.
        public var missing: [Failure] = []
        /// Counts of sources; those without a result count as left.
        public var summary = BatchSummary()
        /// Number of shards.
        public var count = 0
    }

    /// Reads the shards' records in an output folder.
    ///
    /// - Throws: if there are none, or records with different shard counts.
    public static func merge(_ output: FilePath) throws(Failure) -> Merged {
        let shards = try ShardRecord.shards(in: output)
        let counts = Set(shards.map(\.count)).sorted()
        guard let count = counts.first else {
            throw Failure(
                .unreadable, output, "there are no results of shards in it",
                hint: "name the folder that 'clipfit batch --shard' wrote to")
        }
        guard counts.count == 1 else {
            throw Failure(
                .unusable, output,
                "results of \(counts.map(String.init).joined(separator: " and of ")) shards lie in it",
                hint: "move away the files of .clipfit that do not count any more")
        }
        var merged = Merged()
        merged.count = count
        var seen: Set<FilePath> = []
        for number in 1...count {
            guard let shard = Shard(number, of: count) else { continue }
            try add(shard, exists: shards.contains(shard), output, &merged, &seen)
        }
        merged.results.sort { $0.source.bytes.lexicographicallyPrecedes($1.source.bytes) }
        return merged
    }

    private static func add(
        _ shard: Shard, exists: Bool, _ output: FilePath, _ merged: inout Merged, _ seen: inout Set<FilePath>
    ) throws(Failure) {
        let file = ShardRecord.folder(in: output).appending(shard.fileName)
        let again = "run it again: --shard \(shard.number)/\(shard.count)"
        guard exists else {
            merged.missing.append(
                Failure(.unreadable, file, "shard \(shard.number) did not run", hint: again))
            return
        }
        let record = try ShardRecord(of: shard, in: output)
        if !record.isComplete {
            merged.missing.append(
                Failure(
                    .unusable, file, "shard \(shard.number) did not come to its end",
                    hint: "wait for it, or \(again)"))
        }
        for source in record.missing {
            merged.summary.left += 1
            merged.missing.append(
                Failure(.unusable, source, "shard \(shard.number) has no result of it", hint: again))
        }
        let proved = Dictionary(
            record.entries.filter { $0.event == .done }.compactMap { entry in
                entry.output.map { ($0.path, entry.facts) }
            }, uniquingKeysWith: { $1 })
        // Every shard reports an unreadable folder.
        for result in record.results where seen.insert(result.source).inserted {
            merged.results.append(result)
            merged.summary.seconds += result.seconds
            if result.isOlder { merged.summary.older += 1 }
            merged.summary.count(JobResult.Status(rawValue: result.status) ?? .failed)
            for place in result.outputs {
                let path = output.pushing(place)
                if let reason = fault(path, proved[place] ?? nil) {
                    merged.missing.append(Failure(.unreadable, path, reason, hint: again))
                }
            }
        }
    }

    /// Why a finished output differs from its record; nil if it does not.
    private static func fault(_ path: FilePath, _ proved: OutputFacts?) -> String? {
        guard let file = OutputFacts(at: path) else { return "the output is not there" }
        guard let proved, proved.size != file.size else { return nil }
        return "the output has \(file.size) bytes, not \(proved.size)"
    }
}
