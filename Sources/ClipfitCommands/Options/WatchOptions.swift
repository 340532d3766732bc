internal import ArgumentParser
internal import ClipCore

/// Whether a batch stays, and waits for more clips; as typed.
struct WatchOptions: ParsableArguments {
    @Flag(help: "Stay, and work on clips that are added or changed from then on, until SIGINT or SIGTERM.")
    var watch = false

    @Option(help: "Take a clip of a watched folder when it has not changed for so long (default: 10s).")
    var settle: MediaTime?

    func validate() throws {
        guard let settle else { return }
        guard watch else { throw ValidationError("--settle is for --watch") }
        guard (0...86_400).contains(settle.seconds) else {
            throw ValidationError("--settle goes from 0 to a day")
        }
    }

    /// For how long a clip has to stay as it is.
    var patience: Duration { .seconds(settle?.seconds ?? 10) }
}
