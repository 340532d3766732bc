internal import CFFmpegShims
internal import CLinux
internal import Synchronization
internal import SystemLibrary

/// The wish of the user, told by a signal, that everything stops.
///
/// Every loop over packets or frames and every read of a file asks ``signal``; a second signal ends
/// the process at once.
public enum Interruption {
    private static let received = Atomic<Int32>(0)

    /// The number of the signal that asked for the stop, or nil. Whoever asks gets on with its work, which is counted.
    public static var signal: Int32? {
        clipfit_pulse_beat()
        let number = received.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }

    /// Turns SIGINT and SIGTERM into a request to stop, and SIGHUP too unless it is ignored (`nohup`).
    public static func watchSignals() {
        for number in [SIGINT, SIGTERM, SIGHUP] where number != SIGHUP || !isIgnored(number) {
            #if canImport(Glibc)
                _ = Glibc.signal(number) { Interruption.note($0) }
            #else
                _ = Darwin.signal(number) { Interruption.note($0) }
            #endif
        }
    }

    /// Throws a failure that ``AVFailure/isInterruption`` when a stop was asked for: for loops that read no file.
    ///
    /// - Parameter operation: what is stopped, e.g. `mix the sound`.
    public static func check(
        _ operation: @autoclosure () -> String, _ side: AVFailure.Side = .writing
    ) throws(AVFailure) {
        if signal != nil { throw AVFailure(operation(), code: clipfit_error_exit(), side) }
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        #if canImport(Glibc)
            let handler = action.__sigaction_handler.sa_handler
        #else
            let handler = action.__sigaction_u.__sa_handler
        #endif
        // SIG_IGN is a number that is no function.
        return unsafeBitCast(handler, to: Int.self) == 1
    }

    private static func note(_ number: Int32) {
        if received.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
    }
}
