public import ClipCore
internal import Platform
internal import SystemLibrary

/// Size and modification time of a finished file, to detect later changes.
public struct OutputFacts: Hashable, Codable, Sendable {
    /// Bytes.
    public let size: Int64
    /// Nanoseconds since 1970.
    public let modified: Int64

    /// Facts with the given values.
    public init(size: Int64, modified: Int64) { (self.size, self.modified) = (size, modified) }

    /// Facts of the regular file at `path`; nil if there is none.
    public init?(at path: FilePath) {
        var facts = stat()
        guard path.withPlatformString({ lstat($0, &facts) }) == 0 else { return nil }
        self.init(facts)
    }

    /// Facts of a descriptor's regular file.
    init?(of descriptor: Int32) {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { return nil }
        self.init(facts)
    }

    private init?(_ facts: stat) {
        guard facts.st_mode & S_IFMT == S_IFREG else { return nil }
        size = Int64(facts.st_size)
        modified = facts.modified.nanoseconds
    }

    /// Whether anything exists at the path: a file, a folder, a broken link.
    public static func isAnything(at path: FilePath) -> Bool {
        var facts = stat()
        return path.withPlatformString { lstat($0, &facts) } == 0
    }
}

/// An output file with its facts, just before or after it is named.
public struct NamedFile: Hashable, Codable, Sendable {
    /// Path of the file.
    public let file: PlannedPath
    /// Size and modification time.
    public let facts: OutputFacts
    /// Its ``ContentHash``; nil if it cannot be read.
    public let content: String?

    package init(_ path: FilePath, _ facts: OutputFacts, content: String?) {
        (file, self.facts, self.content) = (PlannedPath(path), facts, content)
    }
}

/// Decides which files outputs may replace, and records each output before it is named. It is then known even
/// if the process dies in between.
public protocol OutputKeeper: Sendable {
    /// Whether to compute each file's ``ContentHash``, which reads it once more.
    var wantsContent: Bool { get }
    /// Whether the current file at `path` is clipfit's own and may be replaced.
    func mayReplace(_ path: FilePath) -> Bool
    /// Records a finished file that is about to be named.
    ///
    /// - Throws: if it cannot be recorded; the file is then not named.
    func willName(_ file: NamedFile) throws(Failure)
}
