public import SystemPackage

/// Why something could not be done with a file: one sentence, what to do, and a kind that scripts know.
public struct Failure: Error, Hashable, Codable, Sendable {
    /// What happened; the command line gives each its name for scripts and its exit code.
    public enum Kind: Hashable, Codable, Sendable {
        /// The request contradicts itself, whatever the file is.
        case usage
        /// The file is not of the kind that is needed, or cannot be cut as asked.
        case unusable
        /// Too much of the source does not decode.
        case damaged
        /// The source is not, or no longer, the file that was planned or opened.
        case sourceChanged
        /// The file does not exist, or cannot be opened or read at all.
        case unreadable
        /// This machine's FFmpeg lacks a codec that is needed.
        case missingCodec
        /// This machine lacks what confines the process that reads media.
        case noSandbox
        /// A fault of clipfit: the result is not what was planned.
        case bug
        /// Nothing can be created under the output's name.
        case cannotCreate
        /// The output's name is taken, and overwriting was not allowed.
        case exists
        /// Reading or writing failed half-way, or the file became shorter.
        case readWrite
        /// No space, or no quota, is left for the output.
        case diskFull
        /// There is no memory left, whatever the file is.
        case outOfMemory
        /// Another clipfit is at work there.
        case locked
        /// The process that worked on the clip died, or stood still and was ended.
        case workerLost
        /// Reading took longer than its time limit.
        case timeout
        /// A rule forbids it: a licence, a blocklist, a locked field.
        case forbidden
        /// A signal asked for the stop.
        case interrupted(by: Int32)
        /// A newer clipfit made the library.
        case libraryNewer
        /// The library's file is damaged, or no library at all.
        case libraryDamaged
        /// Another clipfit is writing into the library.
        case libraryLocked
        /// The library's file cannot be opened or read.
        case libraryUnreadable
        /// There is no such thing in the library.
        case notFound
        /// A file of settings is wrong, or one that it needs is missing.
        case wrongConfiguration
        /// A flag would change what a preset locks.
        case lockedField

        /// The signal that asked for the stop; nil for any other failure.
        public var signal: Int32? {
            if case .interrupted(let signal) = self { signal } else { nil }
        }
    }

    /// What happened.
    public let kind: Kind
    /// The file that it is about: the source, the output, the library, a table.
    public var path: FilePath { file.path }
    private let file: PlannedPath
    /// Lower case, no full stop, without the path.
    public let message: String
    /// What to do about it; nil where there is no advice.
    public let hint: String?
    /// The row of a table or the line of a file, from 1; nil where it is about the whole.
    public var row: Int?
    /// The column, or the key in JSON; nil likewise.
    public var column: String?

    /// A failure about `path`, in words for people.
    public init(_ kind: Kind, _ path: FilePath, _ message: String, hint: String? = nil) {
        (self.kind, file, self.message, self.hint) = (kind, PlannedPath(path), message, hint)
    }
}
