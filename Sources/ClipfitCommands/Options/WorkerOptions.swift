internal import ArgumentParser
internal import ClipBatch
internal import ClipCore
internal import ClipEditing
internal import ClipMedia

/// Options of worker processes, as typed.
struct WorkerOptions: ParsableArguments {
    @Option(
        name: .customLong("jobs"), help: "Clips in parallel (default: one per CPU core, as memory allows).")
    var typedJobs: Int?

    @Option(help: "Give up on a clip after this many seconds without progress (default: 120).") var patience:
        MediaTime = MediaTime(ticks: 120, timescale: 1)

    @OptionGroup var sandbox: SandboxOptions

    func validate() throws {
        if let typedJobs, !(1...1024).contains(typedJobs) {
            throw ValidationError("--jobs goes from 1 to 1024")
        }
        if patience < MediaTime(ticks: 1, timescale: 1) {
            throw ValidationError("--patience is at least 1 second")
        }
    }

    /// Clips in parallel: as typed, else as in the user's settings file, else what the machine allows.
    func jobs() throws -> Int { try typedJobs ?? UserSettings.read().jobs ?? Machine.jobs }

    /// Whether workers are sandboxed; warns if this machine supports it only in part. Throws if a complete
    /// sandbox is required but impossible.
    func areConfined(in folder: FilePath) throws(Failure) -> Bool {
        if let obstacle = try sandbox.obstacle(to: folder) {
            Console.warning("not all that workers do is confined: \(obstacle)")
        }
        return sandbox.sandbox != .off
    }
}

/// Whether a batch keeps running and waits for more clips, as typed.
struct WatchOptions: ParsableArguments {
    @Flag(help: "Keep running, and work on clips that are added or changed, until SIGINT or SIGTERM.")
    var watch = false

    @Option(help: "Start on a clip of a watched folder when it has not changed for this long (default: 10s).")
    var settle: MediaTime?

    func validate() throws {
        guard let settle else { return }
        guard watch else { throw ValidationError("--settle is for --watch") }
        guard (0...86_400).contains(settle.seconds) else {
            throw ValidationError("--settle goes from 0 to a day")
        }
    }

    /// How long a clip must be unchanged.
    var patience: Duration { .seconds(settle?.seconds ?? 10) }
}
