internal import ArgumentParser
internal import ClipBatch
internal import SystemLibrary

/// Options to split a batch into shards and plan ahead, as typed.
struct ShareOptions: ParsableArguments {
    @Flag(help: "Use each subfolder's name as preset.") var presetByFolder = false

    @Option(help: "Write the plans of all clips to a file, one per line, and render nothing.")
    var planOnly: FileArgument?

    @Option(help: "Run plans made with --plan-only; other options are not allowed.")
    var fromPlan: FileArgument?

    @Option(
        help:
            "Work on the K-th of N shares of the clips: K/N, or auto/N under Slurm, Kubernetes or AWS Batch.")
    var shard: String?

    @Option(help: "Work on the clips of this list; if it is missing, it is written.")
    var manifest: FileArgument?

    func validate() throws {
        if planOnly != nil && fromPlan != nil {
            throw ValidationError("--plan-only writes plans, --from-plan carries them out: leave one out")
        }
        if presetByFolder && fromPlan != nil {
            throw ValidationError("--from-plan tells everything: leave --preset-by-folder out")
        }
        if manifest != nil && fromPlan != nil {
            throw ValidationError("--from-plan tells the clips: leave --manifest out")
        }
        _ = try share
    }

    /// The shard to work on; nil for everything.
    var share: Shard? {
        get throws {
            guard let shard else { return nil }
            let words = shard.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard words.count == 2, let count = Int(words[1]) else {
                throw ValidationError("--shard is K/N or auto/N, e.g. 2/8: N is never guessed")
            }
            let number = words[0] == "auto" ? try Self.numberOfTask() : Int(words[0])
            guard let number, let share = Shard(number, of: count) else {
                throw ValidationError("--shard \(shard): K goes from 1 to N")
            }
            return share
        }
    }

    /// Environment variables with an array task's number, and their first number.
    private static let variables = [
        ("SLURM_ARRAY_TASK_ID", 1), ("JOB_COMPLETION_INDEX", 0), ("AWS_BATCH_JOB_ARRAY_INDEX", 0),
    ]

    private static func numberOfTask() throws -> Int {
        let told = variables.compactMap { name, first in
            getenv(name).map { (name: name, first: first, text: String(cString: $0)) }
        }
        guard let one = told.first, told.count == 1 else {
            let names = (told.isEmpty ? variables.map(\.0) : told.map(\.name)).joined(
                separator: told.isEmpty ? " or " : " and ")
            throw ValidationError(
                told.isEmpty
                    ? "--shard auto needs \(names) in the environment" : "--shard auto: \(names) are both set"
            )
        }
        guard let index = Int(one.text), index >= one.first else {
            throw ValidationError("--shard auto: \(one.name) is '\(one.text)'; it counts from \(one.first)")
        }
        return index - one.first + 1
    }
}
