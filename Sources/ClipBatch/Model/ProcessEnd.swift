internal import SystemLibrary

/// How a process ended, from `waitpid`'s status.
public struct ProcessEnd: Hashable, Sendable {
    private let status: Int32

    /// - Parameter status: status from `waitpid`.
    public init(_ status: Int32) { self.status = status }

    /// The exit code; nil if a signal ended it.
    public var code: Int32? { status & 0x7F == 0 ? (status >> 8) & 0xFF : nil }

    private var signal: Int32 { status & 0x7F }

    /// Whether it crashed: by its own fault or a library's.
    public var isCrash: Bool {
        [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS].contains(signal)
    }

    /// The cause of its end, as text.
    public var cause: String {
        if let code { return "ended with code \(code)" }
        let name = String(cString: strsignal(signal)).lowercased()
        switch signal {
        case SIGKILL: return "was killed (signal 9), as the system does where memory is short"
        case SIGXCPU: return "took too much time on the processor"
        case _ where isCrash: return "crashed: \(name) (signal \(signal))"
        default: return "was ended: \(name) (signal \(signal))"
        }
    }
}
