internal import CFFmpegShims
internal import CPlatform
internal import Synchronization
internal import SystemLibrary

/// A stop requested by a signal.
///
/// Every loop over packets or frames and every file read checks ``signal``; a second signal ends the process
/// at once.
public enum Interruption {
    private static let received = Atomic<Int32>(0)
    private static let isAsking = Atomic<Bool>(false)

    /// The signal that requested the stop; nil for none. Reading it also counts as a sign of progress.
    public static var signal: Int32? {
        clipfit_pulse_beat()
        let number = received.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }

    /// Makes SIGINT and SIGTERM request a stop, and SIGHUP unless it is ignored (`nohup`).
    public static func watchSignals() {
        for number in [SIGINT, SIGTERM, SIGHUP]
        where number != SIGHUP || clipfit_signal_is_ignored(number) == 0 {
            clipfit_on_signal(number) { Interruption.note($0) }
        }
    }

    /// Throws an ``AVFailure/isInterruption`` if a stop was requested: for loops that read no file.
    ///
    /// - Parameter operation: the operation to stop, e.g. `mix the sound`.
    public static func check(
        _ operation: @autoclosure () -> String, _ side: AVFailure.Side = .writing
    ) throws(AVFailure) {
        if signal != nil { throw AVFailure(operation(), code: clipfit_error_exit(), side) }
    }

    /// Waits for a person's answer; a signal ends the process at once meanwhile.
    public static func asking<Answer>(_ wait: () -> Answer) -> Answer {
        isAsking.store(true, ordering: .relaxed)
        defer { isAsking.store(false, ordering: .relaxed) }
        return wait()
    }

    private static func note(_ number: Int32) {
        let isRepeated = received.exchange(number, ordering: .relaxed) != 0
        if isRepeated || isAsking.load(ordering: .relaxed) { _exit(128 + number) }
    }
}
