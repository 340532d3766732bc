internal import CFFmpeg
internal import CFFmpegShims
internal import Sandbox

/// An FFmpeg error: the operation, FFmpeg's reason, and its last log lines.
public struct AVFailure: Error, Sendable, CustomStringConvertible {
    /// The operation, e.g. `read a packet`.
    public let operation: String
    /// The C result: a negated `errno` or one of FFmpeg's tags.
    public let code: Int32
    /// Warnings and errors that FFmpeg logged during the operation, oldest first.
    public let log: [String]
    /// FFmpeg got no memory because little was left; false if a file claimed more than any computer has.
    public let isMemoryShort: Bool

    /// The file at fault.
    public enum Side: Sendable {
        /// The input.
        case reading
        /// The output.
        case writing
    }
    /// The file at fault.
    public let side: Side

    init(_ operation: String, code: Int32, _ side: Side = .writing) {
        (self.operation, self.side) = (operation, side)
        self.code = code
        log = AVLog.recent()
        isMemoryShort = code == clipfit_error(12) && clipfit_has_memory(256 << 20) == 0
    }

    /// A failure to start a thread.
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

    /// `could not OPERATION: REASON (last log line)`, or that the file format is not allowed.
    public var description: String {
        if isBareStream { return "a bare stream of pictures says nothing about times" }
        if isStill { return "this is a picture, not a video" }
        if let name = refusedKind {
            return "files of the kind '\(name)' are refused: they can name other files, or are no clips"
        }
        // Without its beginning, `[part of FFmpeg @ address] `.
        let last = log.last?.split(separator: "] ", maxSplits: 1).last.map { " (\($0))" } ?? ""
        return "could not \(operation): \(reason.prefix(1).lowercased() + reason.dropFirst())\(last)"
    }

    /// The file is a codec's stream without a container, as some cameras write it.
    public var isBareStream: Bool {
        refusedKind.map(["h264", "hevc", "obu", "m4v", "mjpeg", "mpegvideo", "vc1", "h263"].contains) ?? false
    }

    /// The file is a picture, which FFmpeg would show as a video of one frame.
    public var isStill: Bool { refusedKind.map { $0.hasSuffix("_pipe") || $0 == "image2" } ?? false }

    /// FFmpeg's name of a recognised format that clipfit does not allow. Since 7.1, FFmpeg does not recognise
    /// a playlist without a file name.
    private var refusedKind: String? {
        // The line of an earlier file may still be in the log when something else fails.
        guard operation == Self.opening else { return nil }
        for line in log {
            if line.contains("not on whitelist") {
                return String(line.dropFirst().prefix { $0 != " " && $0 != "]" })
            }
            if line.hasPrefix("Not detecting m3u8/hls") { return "hls" }
        }
        return nil
    }

    /// The `errno` of the failure; nil if FFmpeg used a code of its own.
    public var posixCode: Int32? { code < 0 && code > -4096 ? -code : nil }
    /// The system failed to read the file, whatever its content. FFmpeg's demuxers use the same code for
    /// content that they cannot read.
    public var isReadFailure: Bool { operation == "read the file" && posixCode != nil && posixCode != 12 }
    /// A write succeeded, but the file does not contain the data.
    public var isLostWrite: Bool { operation == Self.lostWrite }
    static let opening = "open the file"
    static let lostWrite = "find in the file what was written"
    /// The process tried to read media before it was confined: a bug.
    public var isUnconfined: Bool { code == clipfit_error_bug() }
    /// A signal or the time limit stopped the operation.
    public var isInterruption: Bool { code == clipfit_error_exit() }
    /// The data do not match the format, or the format cannot hold them.
    public var isInvalidData: Bool { code == clipfit_error_invalid_data() || posixCode == 22 }

    /// Creates a failure for an operation that the file's content does not allow.
    public static func damaged(_ operation: String) -> AVFailure {
        AVFailure(operation, code: clipfit_error_invalid_data())
    }

    /// Every decoder and demuxer passes this check.
    static func checkConfinement() throws(AVFailure) {
        guard Confinement.isDecided else {
            throw AVFailure("read media before the process is confined", code: clipfit_error_bug(), .reading)
        }
    }

    static func outOfMemory(_ operation: String) -> AVFailure {
        AVFailure(operation, code: clipfit_error(12))
    }
}

/// Turns a negative C result into an error, otherwise returns it. Every C result passes here.
@discardableResult func check(
    _ result: Int32, _ operation: @autoclosure () -> String, _ side: AVFailure.Side = .writing
) throws(AVFailure) -> Int32 {
    guard result >= 0 else { throw AVFailure(operation(), code: result, side) }
    return result
}

/// Unwraps the pointer from a C function; throws out-of-memory for NULL.
func made<T>(_ pointer: UnsafeMutablePointer<T>?, _ operation: @autoclosure () -> String)
    throws(AVFailure) -> UnsafeMutablePointer<T>
{
    guard let pointer else { throw AVFailure.outOfMemory(operation()) }
    return pointer
}

/// Ticks as a time; nil for none, and beyond ±2^53 in broken files, so that sums fit in 64 bits.
func time(_ ticks: Int64) -> Int64? { ticks.magnitude > 1 << 53 ? nil : ticks }

/// A C string as text; nil for NULL.
func text(_ pointer: UnsafePointer<CChar>?) -> String? { pointer.map { String(cString: $0) } }
