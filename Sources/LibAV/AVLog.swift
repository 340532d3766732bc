internal import CFFmpegShims
internal import Synchronization

/// FFmpeg's warnings and errors, kept instead of printed.
///
/// FFmpeg logs through one callback for the whole process and from any of its threads. The last
/// lines are kept here; an operation that wants only its own begins with ``begin()``.
public enum AVLog {
    struct State {
        var lines: [String] = []
        var errors = 0
    }

    static let state = Mutex(State())
    private static let limit = 32

    /// Installs the capture; called by every opener, once a process.
    static let installed: Void = clipfit_log_install { level, line in
        guard let line else { return }
        let text = String(cString: line).filter { !$0.isNewline }
        guard !text.isEmpty else { return }
        AVLog.state.withLock { state in
            if level <= 16 { state.errors += 1 }
            if state.lines.last != text { state.lines.append(text) }
            if state.lines.count > AVLog.limit { state.lines.removeFirst() }
        }
    }

    /// Forgets what was logged before: the lines that follow belong to the operation that begins.
    public static func begin() {
        _ = installed
        state.withLock { $0 = State() }
    }

    /// The last lines since ``begin()``, oldest first; at most 32.
    public static func recent() -> [String] { state.withLock { $0.lines } }

    /// How many messages of level error or worse were logged since ``begin()``.
    public static var errorCount: Int { state.withLock { $0.errors } }
}
