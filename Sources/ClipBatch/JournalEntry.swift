public import ClipCore
internal import Glibc
public import SystemPackage

/// A line of the journal: something that happened to one output, or to one source.
public struct JournalEntry: Hashable, Codable, Sendable {
    /// The schema's name and version; lines of others are passed over.
    public static let schemaName = "clipfit.journal/1"

    /// What happened.
    public enum Event: String, Codable, Sendable {
        /// The output's name is about to be given: what is found under it from now on is the batch's.
        case begun
        /// The output was proved and has its name.
        case done
        /// No output, or not every one, came of the source.
        case failed
    }

    /// A finished file as it was when it got its name.
    public struct File: Hashable, Codable, Sendable {
        /// Bytes.
        public let size: Int64
        /// Nanoseconds since 1970.
        public let modified: Int64

        /// A file of these facts.
        public init(size: Int64, modified: Int64) { (self.size, self.modified) = (size, modified) }

        /// The regular file at `path` as it is now; nil where there is none.
        public init?(at path: FilePath) {
            var facts = stat()
            guard path.withPlatformString({ lstat($0, &facts) }) == 0, facts.st_mode & S_IFMT == S_IFREG
            else { return nil }
            size = Int64(facts.st_size)
            modified = Int64(facts.st_mtim.tv_sec) * 1_000_000_000 + Int64(facts.st_mtim.tv_nsec)
        }
    }

    /// ``schemaName``.
    public var schema = JournalEntry.schemaName
    /// What happened.
    public var event: Event
    /// The source's place below the folder that was named.
    public var source: PlannedPath
    /// Counts the tries of the source, from 1.
    public var attempt: Int
    /// The output's place below the batch's folder; nil for ``Event/failed``.
    public var output: PlannedPath?
    /// The digest of what the output was made of and how.
    public var key: String?
    /// The finished output; for ``Event/done`` alone.
    public var file: File?
    /// Why, for people; for ``Event/failed`` alone.
    public var error: String?

    /// An entry about a source; the rest is for the caller to fill in.
    public init(_ event: Event, of source: FilePath, attempt: Int) {
        (self.event, self.source, self.attempt) = (event, PlannedPath(source), attempt)
    }
}
