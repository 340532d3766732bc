internal import ClipCore
internal import LibAV
public import Sandbox
public import SystemPackage

/// Why a file could not be probed, cut or written: one sentence, what to do, and a code that scripts know.
public struct MediaError: Error, Hashable, Codable, Sendable {
    /// Grows with time; compare against the constants.
    public struct Code: Hashable, Codable, Sendable {
        /// The code's name in JSON, e.g. `disk-full`; it never changes.
        public let name: String
        /// The exit code of the command line (sysexits.h).
        public let exitCode: Int32

        /// The request contradicts itself, whatever the file is.
        public static let usage = Code(name: "usage", exitCode: 64)
        /// The file is no clip, or not one that can be cut as asked.
        public static let unusable = Code(name: "unusable-input", exitCode: 65)
        /// Too much of the source does not decode.
        public static let damaged = Code(name: "damaged-input", exitCode: 65)
        /// The source is not, or no longer, the file that was planned or opened.
        public static let sourceChanged = Code(name: "source-changed", exitCode: 65)
        /// The file does not exist, or cannot be opened or read at all.
        public static let unreadable = Code(name: "unreadable-input", exitCode: 66)
        /// This machine's FFmpeg lacks a codec that is needed.
        public static let missingCodec = Code(name: "missing-codec", exitCode: 69)
        /// The result is not what was planned: a fault of clipfit.
        public static let bug = Code(name: "internal-error", exitCode: 70)
        /// Nothing can be created under the output's name.
        public static let cannotCreate = Code(name: "cannot-create-output", exitCode: 73)
        /// The output's name is taken, and overwriting was not allowed.
        public static let exists = Code(name: "output-exists", exitCode: 73)
        /// Reading or writing failed half-way, or the file became shorter.
        public static let readWrite = Code(name: "input-output-error", exitCode: 74)
        /// No space, or no quota, is left for the output.
        public static let diskFull = Code(name: "disk-full", exitCode: 75)
        /// There is no memory left, whatever the file is.
        public static let outOfMemory = Code(name: "out-of-memory", exitCode: 75)
        /// Another clipfit is at work there.
        public static let locked = Code(name: "locked", exitCode: 75)
        /// The process that worked on the clip died, or stood still and was ended.
        public static let workerLost = Code(name: "worker-lost", exitCode: 75)
        /// This machine lacks what confines the process that reads media.
        public static let noSandbox = Code(name: "no-sandbox", exitCode: 69)
        /// Reading took longer than its time limit.
        public static let timeout = Code(name: "timeout", exitCode: 75)

        /// A rule forbids it: a licence, a blocklist, a locked field.
        public static let forbidden = Code(name: "forbidden", exitCode: 77)

        /// A signal asked for the stop.
        public var isInterruption: Bool { exitCode > 128 }

        /// A signal asked for the stop; the exit code is 128 and the signal's number.
        public static func interrupted(by signal: Int32) -> Code {
            Code(name: "interrupted", exitCode: 128 + signal)
        }
    }

    /// The kind of the failure, for scripts.
    public let code: Code
    /// The file that it is about, source or output.
    public var path: FilePath { file.path }
    private let file: PlannedPath
    /// Lower case, no full stop, without the path.
    public let message: String
    /// What to do about it; nil where there is no advice.
    public let hint: String?

    /// A failure about `path`, in words for people.
    public init(_ code: Code, _ path: FilePath, _ message: String, hint: String? = nil) {
        self.code = code
        file = PlannedPath(path)
        self.message = message
        self.hint = hint
    }

    /// A result that is not what was planned, because of what the source is like.
    init(damaged path: FilePath, _ reason: String) {
        self.init(.damaged, path, "this part is damaged: \(reason)", hint: "choose another part")
    }

    init(_ error: PlanningError, _ path: FilePath) {
        self.init(error.code == .usage ? .usage : .unusable, path, error.message, hint: error.hint)
    }

    /// Whatever was thrown while `path` was read.
    init(_ error: any Error, reading path: FilePath) {
        switch error {
        case let error as MediaError: self = error
        case let broken as Broken: self.init(.unusable, path, broken.message)
        case let failure as AVFailure: self.init(reading: path, failure)
        default: self.init(.bug, path, "\(error)")
        }
    }

    /// The process that was to read `path` could not be confined.
    public init(_ failure: SandboxFailure, _ path: FilePath = "") {
        self.init(
            .noSandbox, path, "clipfit could not be confined: \(failure.message)",
            hint: "--sandbox off does without")
    }

    /// A failure of FFmpeg while `path` was read.
    init(reading path: FilePath, _ failure: AVFailure) {
        if let signal = Interruption.signal {
            self.init(.interrupted(by: signal), path, "interrupted")
        } else if failure.isInterruption {
            self.init(.timeout, path, "reading took too long", hint: "is the disk or the network slow?")
        } else if failure.isUnconfined {
            self.init(.bug, path, "\(failure)")
        } else if failure.isMissingCodec {
            self.init(.missingCodec, path, "\(failure)", hint: "install FFmpeg's libraries with this codec")
        } else if failure.isReadFailure {
            self.init(.readWrite, path, "the file became shorter or unreadable while it was read")
        } else if failure.isMemoryShort {
            self.init(.outOfMemory, path, "\(failure)", hint: Self.lessAtATime)
        } else if failure.posixCode == 12 {
            self.init(
                .unusable, path, "could not \(failure.operation): it claims more data than it can hold",
                hint: "is it a media file, and complete?")
        } else {
            self.init(.unusable, path, "\(failure)", hint: "is it a media file, and complete?")
        }
    }

    private static let lessAtATime = "end other programs, or work on less at a time"

    /// A failure of FFmpeg while `path` was written.
    init(writing path: FilePath, _ failure: AVFailure) {
        if let signal = Interruption.signal {
            self.init(.interrupted(by: signal), path, "interrupted")
        } else if failure.isLostWrite {
            self.init(
                .readWrite, path, "the disk did not keep what was written",
                hint: "check the disk, or write to another one")
        } else if failure.posixCode == 28 || failure.posixCode == 122 {
            self.init(.diskFull, path, "the disk is full", hint: "free some space and try again")
        } else if failure.isMissingCodec {
            self.init(.missingCodec, path, "\(failure)", hint: "install FFmpeg's libraries with this codec")
        } else if failure.isMemoryShort {
            self.init(.outOfMemory, path, "\(failure)", hint: Self.lessAtATime)
        } else if let code = failure.posixCode, code != 22, code != 1, code != 12 {
            self.init(.readWrite, path, "\(failure)")
        } else {
            self.init(.unusable, path, "\(failure)")
        }
    }

    /// A failure of FFmpeg in the course of a cut, about the file that it is about.
    init(_ failure: AVFailure, cutting source: FilePath, to output: FilePath) {
        switch failure.side {
        case .reading: self.init(reading: source, failure)
        case .writing: self.init(writing: output, failure)
        }
    }
}
