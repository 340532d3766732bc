internal import CFFmpegShims
internal import Synchronization
internal import SystemLibrary

/// FFmpeg's warnings and errors, kept instead of printed.
///
/// FFmpeg logs through one callback for the whole process. Lines are kept by the thread that FFmpeg logs from: a thread
/// that begins an operation with ``begin()`` gets the lines of its own operation only, also while others decode or
/// encode. Lines of FFmpeg's own threads go to everybody.
public enum AVLog {
    struct State {
        var lines: [UInt: [String]] = [:]
        /// How many errors, and not only warnings, each thread has logged.
        var errors: [UInt: Int] = [:]
    }

    static let state = Mutex(State())
    private static let limit = 32
    /// Lines of threads that never began an operation.
    private static let foreign: UInt = 0

    private static var thread: UInt { UInt(bitPattern: Int(pthread_self())) }

    /// Installs the capture; called by every opener, once a process.
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

    /// Takes all that FFmpeg logs from now on, and what codecs and fontconfig print past its log: nothing of that reaches
    /// standard error. Called once, before anything else of FFmpeg is used.
    public static func capture() {
        _ = installed
        _ = stream
    }

    private static let stream: Void = clipfit_log_take_stderr()

    /// Forgets what this thread logged before: the lines that follow belong to the operation that begins.
    public static func begin() {
        _ = installed
        state.withLock {
            $0.lines[thread] = []
            $0.lines[foreign] = nil
        }
    }

    /// This thread logs no more: its lines are forgotten.
    public static func end() {
        state.withLock { ($0.lines[thread], $0.errors[thread]) = (nil, nil) }
    }

    /// How many errors FFmpeg has logged for this thread so far: compare two readings.
    public static var errors: Int {
        state.withLock { $0.errors[$0.lines[thread] == nil ? foreign : thread] ?? 0 }
    }

    /// The last lines since ``begin()``, oldest first; at most 32.
    public static func recent() -> [String] {
        state.withLock { $0.lines[thread].flatMap { $0.isEmpty ? nil : $0 } ?? $0.lines[foreign] ?? [] }
    }
}
