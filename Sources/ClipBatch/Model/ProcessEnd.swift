internal import SystemLibrary

/// How a process ended, as `waitpid` tells it.
public struct ProcessEnd: Hashable, Sendable {
    private let status: Int32

    /// - Parameter status: of `waitpid`.
    public init(_ status: Int32) { self.status = status }

    /// The exit code; nil where a signal ended it.
    public var code: Int32? { status & 0x7F == 0 ? (status >> 8) & 0xFF : nil }

    private var signal: Int32 { status & 0x7F }

    /// It did what no program may: a fault of its own, or of a library's.
    public var isCrash: Bool {
        [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS].contains(signal)
    }

    /// What it died of, in words.
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
