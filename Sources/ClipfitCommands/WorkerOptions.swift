internal import ArgumentParser
internal import ClipBatch
internal import ClipCore
internal import ClipMedia
internal import SystemPackage

/// How the processes that read clips work; as typed.
struct WorkerOptions: ParsableArguments {
    /// Whether workers are confined.
    enum Sandbox: String, ExpressibleByArgument, CaseIterable { case auto, require, off }

    @Option(help: "Work on so many clips at a time (default: one a core, as far as the memory goes).")
    var jobs: Int?

    @Option(
        help: "Give a clip up whose work stands still for so long, and for its own length (default: 120).")
    var patience: MediaTime = MediaTime(ticks: 120, timescale: 1)

    @Option(
        help:
            "Keep the processes that read clips to the clips and the outputs: auto (where the system can), require or off."
    )
    var sandbox: Sandbox = .auto

    func validate() throws {
        if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs goes from 1 to 1024") }
        if patience < MediaTime(ticks: 1, timescale: 1) {
            throw ValidationError("--patience is at least 1 second")
        }
    }

    /// Whether this machine confines them, which is told where it cannot.
    ///
    /// - Throws: where it cannot and has to.
    func areConfined(in folder: FilePath) throws(MediaError) -> Bool {
        guard sandbox != .off else { return false }
        guard let obstacle = Confinement.obstacle else { return true }
        if sandbox == .require {
            throw MediaError(.noSandbox, folder, obstacle, hint: "--sandbox auto does without")
        }
        Console.warning("workers are not confined: \(obstacle)")
        return false
    }
}
