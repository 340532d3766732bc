internal import CFFmpeg
internal import CFFmpegShims
internal import Sandbox

/// What went wrong in a call of FFmpeg: what was attempted, FFmpeg's own reason, and its last words.
public struct AVFailure: Error, Sendable, CustomStringConvertible {
    /// What was attempted, e.g. `read a packet`.
    public let operation: String
    /// The C result: a negated `errno` or one of FFmpeg's tags.
    public let code: Int32
    /// Warnings and errors that FFmpeg logged during the operation, oldest first.
    public let log: [String]
    /// FFmpeg got no memory because little was left; false where a file's claims were larger than any memory.
    public let isMemoryShort: Bool

    /// Which file it is about.
    public enum Side: Sendable {
        /// The one that was read.
        case reading
        /// The one that was to be made.
        case writing
    }
    /// Which file it is about.
    public let side: Side

    init(_ operation: String, code: Int32, _ side: Side = .writing) {
        (self.operation, self.side) = (operation, side)
        self.code = code
        log = AVLog.recent()
        isMemoryShort = code == clipfit_error(12) && clipfit_has_memory(256 << 20) == 0
    }

    /// The system gives no thread that is to do this.
    public init(noThread name: String, code: Int32) {
        operation = "start the thread '\(name)'"
        (self.code, side, log, isMemoryShort) = (clipfit_error(code), .writing, [], true)
    }

    /// FFmpeg's text for ``code``, e.g. `Invalid data found when processing input`.
    public var reason: String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            av_strerror(code, buffer.baseAddress, buffer.count)
            return String(cString: buffer.baseAddress!)
        }
    }

    /// `could not OPERATION: REASON (FFmpeg's last words)`, or that the kind of file is refused.
    public var description: String {
        if let name = refusedKind {
            return "files of the kind '\(name)' are refused: they can name other files, or are no clips"
        }
        let last = log.last.map { " (\($0))" } ?? ""
        return "could not \(operation): \(reason.prefix(1).lowercased() + reason.dropFirst())\(last)"
    }

    /// FFmpeg's name for the kind of file, where it knows one that clipfit does not let it open. From FFmpeg 7.1 on it takes
    /// a playlist that has no name for nothing at all.
    private var refusedKind: String? {
        for line in log {
            if line.contains("not on whitelist") {
                return String(line.dropFirst().prefix { $0 != " " && $0 != "]" })
            }
            if line.hasPrefix("Not detecting m3u8/hls") { return "hls" }
        }
        return nil
    }

    /// The `errno` behind the failure, or nil where FFmpeg used a code of its own.
    public var posixCode: Int32? { code < 0 && code > -4096 ? -code : nil }
    /// The system failed to read the file, whatever its content is: FFmpeg's demuxers have the same code for content that
    /// they cannot read.
    public var isReadFailure: Bool {
        operation == "read the file" && posixCode != nil && posixCode != 12
    }
    /// Writing succeeded, but the file does not hold what was written.
    public var isLostWrite: Bool { operation == Self.lostWrite }
    static let lostWrite = "find in the file what was written"
    /// The process was about to read media before it was confined: a fault of the program.
    public var isUnconfined: Bool { code == clipfit_error_bug() }
    /// The operation was stopped by a signal or by its time limit.
    public var isInterruption: Bool { code == clipfit_error_exit() }
    /// The data are not what the format says they are, or are nothing that it can hold.
    public var isInvalidData: Bool { code == clipfit_error_invalid_data() || posixCode == 22 }

    /// What was attempted cannot be done with what the file says.
    public static func damaged(_ operation: String) -> AVFailure {
        AVFailure(operation, code: clipfit_error_invalid_data())
    }

    /// The one gate for all that is decoded.
    static func checkConfinement() throws(AVFailure) {
        guard Confinement.isDecided else {
            throw AVFailure("read media before the process is confined", code: clipfit_error_bug(), .reading)
        }
    }

    static func outOfMemory(_ operation: String) -> AVFailure {
        AVFailure(operation, code: clipfit_error(12))
    }
}

/// The one place where a C result becomes an error: returns `result` unless it is negative.
@discardableResult
func check(
    _ result: Int32, _ operation: @autoclosure () -> String, _ side: AVFailure.Side = .writing
) throws(AVFailure) -> Int32 {
    guard result >= 0 else { throw AVFailure(operation(), code: result, side) }
    return result
}

/// The pointer that a C function made, or an out-of-memory error where it made none.
func made<T>(_ pointer: UnsafeMutablePointer<T>?, _ operation: @autoclosure () -> String)
    throws(AVFailure) -> UnsafeMutablePointer<T>
{
    guard let pointer else { throw AVFailure.outOfMemory(operation()) }
    return pointer
}

/// Ticks as a time; nil for none, and for those of broken files that no clock counts: sums of several stay in 64 bits.
func time(_ ticks: Int64) -> Int64? { ticks.magnitude > 1 << 53 ? nil : ticks }

/// A C string as text, or nil where there is none.
func text(_ pointer: UnsafePointer<CChar>?) -> String? { pointer.map { String(cString: $0) } }
