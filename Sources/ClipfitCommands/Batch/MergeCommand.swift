internal import ArgumentParser
internal import ClipBatch
internal import ClipCore
internal import ClipMedia

struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Put the results of all shards of a batch together, and tell what is missing.",
        discussion: """
            They go into .clipfit/results.jsonl of the folder. It does not matter in which order shards ended, how often they \
            ran, or how often they are merged.
            """)

    @Argument(help: "The folder that 'clipfit batch --shard' wrote to.", completion: .directory)
    var folder: FileArgument

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        let merged: ShardMerger.Merged
        do throws(Failure) {
            merged = try ShardMerger.merge(folder.path)
            let file = try WrittenFile(folder.path.appending(".clipfit/results.jsonl"), overwrites: true)
            for line in lines(merged) { try file.write(Array((line + "\n").utf8)) }
            try file.commit()
        } catch { throw common.errors.print(error, "merge") }
        for error in merged.missing { common.errors.print(error, "find") }
        for result in merged.results where result.status == JobResult.Status.failed.rawValue {
            Console.note("\(result.source.shown): failed")
        }
        if common.asJSON {
            lines(merged).forEach { Output.json($0) }
        } else if Console.level != .quiet {
            Output.line("\(BatchSummaryText(merged.summary).text), by \(merged.count) shards")
        }
        if merged.summary.failed > 0 || !merged.missing.isEmpty { throw ExitCode(1) }
    }

    private func lines(_ merged: ShardMerger.Merged) -> [String] {
        merged.results.map(\.line) + [Output.jsonText(JSONObject.batch, JSONObject(merged.summary))]
    }
}
