public import SystemPackage

/// An error about a file: one sentence, advice, and a kind for scripts.
public struct Failure: Error, Hashable, Codable, Sendable {
    /// The kind of failure; the command line maps each to a name for scripts and an exit code.
    public enum Kind: Hashable, Codable, Sendable {
        /// The request contradicts itself, whatever the file.
        case usage
        /// The file has the wrong format, or cannot be cut as requested.
        case unusable
        /// Too much of the source cannot be decoded.
        case damaged
        /// The source is not the file that was planned or opened, or has changed.
        case sourceChanged
        /// The file does not exist, or cannot be opened or read.
        case unreadable
        /// This computer's FFmpeg lacks a required codec.
        case missingCodec
        /// This computer lacks a sandbox for the process that reads media.
        case noSandbox
        /// A bug of clipfit: the result differs from the plan.
        case bug
        /// The output file cannot be created.
        case cannotCreate
        /// The output file exists, and overwriting was not allowed.
        case exists
        /// Reading or writing failed midway, or the file became shorter.
        case readWrite
        /// The output's disk or quota is full.
        case diskFull
        /// The memory is exhausted, whatever the file.
        case outOfMemory
        /// The process, or the system, may open no more files.
        case tooManyFiles
        /// Another clipfit works there.
        case locked
        /// The clip's worker process died, or stalled and was ended.
        case workerLost
        /// Reading exceeded its time limit.
        case timeout
        /// A rule forbids it: a licence, a blocklist, a locked field.
        case forbidden
        /// A signal requested the stop.
        case interrupted(by: Int32)
        /// A newer clipfit made the library.
        case libraryNewer
        /// The library file is damaged or not a library.
        case libraryDamaged
        /// Another clipfit is writing to the library.
        case libraryLocked
        /// The library file cannot be opened or read.
        case libraryUnreadable
        /// The library has no such entry.
        case notFound
        /// A settings file is invalid, or one that it needs is missing.
        case wrongConfiguration
        /// A flag would change a field that a preset locks.
        case lockedField

        /// The signal that requested the stop; nil for other failures.
        public var signal: Int32? {
            if case .interrupted(let signal) = self { signal } else { nil }
        }
    }

    /// Its kind.
    public let kind: Kind
    /// The file at fault: the source, the output, the library, a table.
    public var path: FilePath { file.path }
    private let file: PlannedPath
    /// The message in lower case, without full stop and path.
    public let message: String
    /// Advice; nil for none.
    public let hint: String?
    /// Table row or file line, from 1; nil if the whole file is at fault.
    public var row: Int?
    /// The column, or the JSON key; nil likewise.
    public var column: String?

    /// Creates a failure about `path`, with a message for people.
    public init(_ kind: Kind, _ path: FilePath, _ message: String, hint: String? = nil) {
        (self.kind, file, self.message, self.hint) = (kind, PlannedPath(path), message, hint)
    }
}
