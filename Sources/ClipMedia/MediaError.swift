internal import ClipCore
internal import LibAV
public import SystemPackage

/// Why a file could not be probed, cut or written: one sentence, what to do, and a code that scripts know.
public struct MediaError: Error, Sendable {
    /// Grows with time; compare against the constants.
    public struct Code: Hashable, Sendable {
        public let name: String
        /// The exit code of the command line (sysexits.h).
        public let exitCode: Int32

        public static let usage = Code(name: "usage", exitCode: 64)
        public static let unusable = Code(name: "unusable-input", exitCode: 65)
        public static let damaged = Code(name: "damaged-input", exitCode: 65)
        public static let sourceChanged = Code(name: "source-changed", exitCode: 65)
        public static let unreadable = Code(name: "unreadable-input", exitCode: 66)
        public static let missingCodec = Code(name: "missing-codec", exitCode: 69)
        public static let bug = Code(name: "internal-error", exitCode: 70)
        public static let cannotCreate = Code(name: "cannot-create-output", exitCode: 73)
        public static let exists = Code(name: "output-exists", exitCode: 73)
        public static let readWrite = Code(name: "input-output-error", exitCode: 74)
        public static let diskFull = Code(name: "disk-full", exitCode: 75)
        public static let timeout = Code(name: "timeout", exitCode: 75)

        public static func interrupted(by signal: Int32) -> Code {
            Code(name: "interrupted", exitCode: 128 + signal)
        }
    }

    public let code: Code
    public let path: FilePath
    /// Lower case, no full stop, without the path.
    public let message: String
    public let hint: String?

    public init(_ code: Code, _ path: FilePath, _ message: String, hint: String? = nil) {
        self.code = code
        self.path = path
        self.message = message
        self.hint = hint
    }

    init(_ error: PlanningError, _ path: FilePath) {
        self.init(error.code == .usage ? .usage : .unusable, path, error.message, hint: error.hint)
    }

    /// A failure of FFmpeg while `path` was read.
    init(reading path: FilePath, _ failure: AVFailure) {
        if let signal = Interruption.signal {
            self.init(.interrupted(by: signal), path, "interrupted")
        } else if failure.isInterruption {
            self.init(.timeout, path, "reading took too long", hint: "is the disk or the network slow?")
        } else if failure.isMissingCodec {
            self.init(.missingCodec, path, "\(failure)", hint: "install FFmpeg's libraries with this codec")
        } else if failure.posixCode == 5 {
            self.init(.readWrite, path, "the file became shorter or unreadable while it was read")
        } else if failure.posixCode == 12 {
            self.init(.unusable, path, "\(failure)")
        } else {
            self.init(.unusable, path, "\(failure)", hint: "is it a video file, and complete?")
        }
    }

    /// A failure of FFmpeg while `path` was written.
    init(writing path: FilePath, _ failure: AVFailure) {
        if let signal = Interruption.signal {
            self.init(.interrupted(by: signal), path, "interrupted")
        } else if failure.posixCode == 28 || failure.posixCode == 122 {
            self.init(.diskFull, path, "the disk is full", hint: "free some space and try again")
        } else if failure.isMissingCodec {
            self.init(.missingCodec, path, "\(failure)", hint: "install FFmpeg's libraries with this codec")
        } else if let code = failure.posixCode, code != 22, code != 1 {
            self.init(.readWrite, path, "\(failure)")
        } else {
            self.init(.unusable, path, "\(failure)")
        }
    }
}
