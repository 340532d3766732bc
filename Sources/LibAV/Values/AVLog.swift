internal import CFFmpegShims
internal import Synchronization
internal import SystemLibrary

/// Captures FFmpeg's warnings and errors instead of printing them.
///
/// FFmpeg logs through one callback per process. Lines are stored by the logging thread: a thread that called
/// ``begin()`` gets only its own lines, even while other threads decode or encode. Lines of FFmpeg's own
/// threads are shared.
public enum AVLog {
    struct State {
        var lines: [UInt: [String]] = [:]
        /// Number of errors, without warnings, that each thread has logged.
        var errors: [UInt: Int] = [:]
    }

    static let state = Mutex(State())
    private static let limit = 32
    /// Key for lines of threads that never called ``begin()``.
    private static let foreign: UInt = 0

    private static var thread: UInt { UInt(bitPattern: Int(pthread_self())) }

    /// Installs the capture; triggered by every open, once per process.
    static let installed: Void = clipfit_log_install { level, line in
        guard let line else { return }
        let text = String(cString: line).filter { !$0.isNewline }
        guard !text.isEmpty else { return }
        AVLog.state.withLock { state in
            let key = state.lines[AVLog.thread] == nil ? AVLog.foreign : AVLog.thread
            var lines = state.lines[key] ?? []
            if lines.last != text { lines.append(text) }
            if lines.count > AVLog.limit { lines.removeFirst() }
            state.lines[key] = lines
            if level <= clipfit_log_error() { state.errors[key, default: 0] += 1 }
        }
    }

    /// Captures all that FFmpeg logs from now on. Also what codecs and fontconfig print past its log: nothing
    /// reaches standard error. Call it once, before any other use of FFmpeg.
    public static func capture() {
        _ = installed
        _ = stream
    }

    private static let stream: Void = clipfit_log_take_stderr()

    /// Clears this thread's log for a new operation.
    public static func begin() {
        _ = installed
        state.withLock {
            $0.lines[thread] = []
            $0.lines[foreign] = nil
        }
    }

    /// Removes this thread's log; it logs no more.
    public static func end() { state.withLock { ($0.lines[thread], $0.errors[thread]) = (nil, nil) } }

    /// Number of errors logged for this thread so far: compare two readings.
    public static var errors: Int {
        state.withLock { $0.errors[$0.lines[thread] == nil ? foreign : thread] ?? 0 }
    }

    /// The latest lines since ``begin()``, oldest first; at most 32.
    public static func recent() -> [String] {
        state.withLock { $0.lines[thread].flatMap { $0.isEmpty ? nil : $0 } ?? $0.lines[foreign] ?? [] }
    }
}
