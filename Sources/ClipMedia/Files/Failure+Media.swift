package import ClipCore
internal import LibAV
package import Sandbox
internal import SystemLibrary

extension Failure {
    /// A result that deviates from the plan because the source is damaged.
    init(damaged path: FilePath, _ reason: String) {
        self.init(.damaged, path, "this part is damaged: \(reason)", hint: "choose another part")
    }

    /// The failure of a file for which no plan can be made.
    package init(_ error: PlanningError, _ path: FilePath) {
        self.init(error.code == .usage ? .usage : .unusable, path, error.message, hint: error.hint)
    }

    /// Converts any error thrown while `path` was read.
    init(_ error: any Error, reading path: FilePath) {
        switch error {
        case let error as Failure: self = error
        case let broken as ProofFailure: self.init(.unusable, path, broken.message)
        case let failure as AVFailure: self.init(reading: path, failure)
        default: self.init(.bug, path, "\(error)")
        }
    }

    /// The process that should read `path` could not be sandboxed.
    package init(_ failure: SandboxFailure, _ path: FilePath = "") {
        if let short = Self.tooManyFiles(failure.code, path) {
            self = short
            return
        }
        self.init(
            .noSandbox, path, "clipfit could not be confined: \(failure.message)",
            hint: "--sandbox off does without")
    }

    /// An FFmpeg failure while `path` was read.
    init(reading path: FilePath, _ failure: AVFailure) {
        if let signal = Interruption.signal {
            self.init(.interrupted(by: signal), path, "interrupted")
        } else if failure.isInterruption {
            self.init(.timeout, path, "reading took too long", hint: "is the disk or the network slow?")
        } else if failure.isUnconfined {
            self.init(.bug, path, "\(failure)")
        } else if let short = Self.tooManyFiles(failure.posixCode, path) {
            self = short
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
        } else if failure.isStill {
            self.init(.unusable, path, "\(failure)")
        } else if failure.isBareStream {
            self.init(
                .unusable, path, "\(failure)",
                hint: "put it into a container: ffmpeg -framerate 30 -i FILE -c copy FILE.mp4")
        } else {
            self.init(.unusable, path, "\(failure)", hint: "is it a media file, and complete?")
        }
    }

    /// The failure of a call that found too many open files, whatever the file is; nil for any other failure.
    static func tooManyFiles(_ code: Int32?, _ path: FilePath) -> Failure? {
        guard let code, code == EMFILE || code == ENFILE else { return nil }
        return Failure(
            .tooManyFiles, path, SourceFile.reason(code), hint: "'ulimit -n' sets how many may be open")
    }

    private static let lessAtATime = "end other programs, or work on less at a time"

    /// An FFmpeg failure while `path` was written.
    init(writing path: FilePath, _ failure: AVFailure) {
        if let signal = Interruption.signal {
            self.init(.interrupted(by: signal), path, "interrupted")
        } else if failure.isLostWrite {
            self.init(
                .readWrite, path, "the disk did not keep what was written",
                hint: "check the disk, or write to another one")
        } else if let short = Self.tooManyFiles(failure.posixCode, path) {
            self = short
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

    /// An FFmpeg failure during a cut, attributed to the file at fault.
    init(_ failure: AVFailure, cutting source: FilePath, to output: FilePath) {
        switch failure.side {
        case .reading: self.init(reading: source, failure)
        case .writing: self.init(writing: output, failure)
        }
    }
}
