public import ClipCore
internal import SystemLibrary
public import SystemPackage

/// A finished file as it was when it got its name: as long as nothing of it changes, nobody touched it.
public struct OutputFacts: Hashable, Codable, Sendable {
    /// Bytes.
    public let size: Int64
    /// Nanoseconds since 1970.
    public let modified: Int64

    /// A file of these facts.
    public init(size: Int64, modified: Int64) { (self.size, self.modified) = (size, modified) }

    /// The regular file at `path` as it is now; nil where there is none.
    public init?(at path: FilePath) {
        var facts = stat()
        guard path.withPlatformString({ lstat($0, &facts) }) == 0 else { return nil }
        self.init(facts)
    }

    /// The regular file of a descriptor.
    init?(of descriptor: Int32) {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { return nil }
        self.init(facts)
    }

    private init?(_ facts: stat) {
        guard facts.st_mode & S_IFMT == S_IFREG else { return nil }
        size = Int64(facts.st_size)
        modified = Int64(facts.st_mtim.tv_sec) * 1_000_000_000 + Int64(facts.st_mtim.tv_nsec)
    }

    /// There is something of that name: a file, a folder, a link that leads nowhere.
    public static func isAnything(at path: FilePath) -> Bool {
        var facts = stat()
        return path.withPlatformString { lstat($0, &facts) } == 0
    }
}

/// A file that is about to get its name, or has it.
public struct NamedFile: Hashable, Codable, Sendable {
    /// The name.
    public let file: PlannedPath
    /// What it is.
    public let facts: OutputFacts
    /// Its ``ContentHash``; nil where it cannot be read.
    public let content: String?

    /// A file of these facts.
    public init(_ path: FilePath, _ facts: OutputFacts, content: String?) {
        (file, self.facts, self.content) = (PlannedPath(path), facts, content)
    }
}

/// Knows which files outputs may replace, and hears of each output before it gets its name: then it knows it later, also
/// where the process dies in between.
public protocol OutputKeeper: Sendable {
    /// It wants to know the ``ContentHash`` of files too, for which each is read once more.
    var wantsContent: Bool { get }
    /// The file at `path`, as it is now, is clipfit's own and may be replaced.
    func mayReplace(_ path: FilePath) -> Bool
    /// A finished file is about to get its name.
    ///
    /// - Throws: where that cannot be remembered; the file gets no name then.
    func willName(_ file: NamedFile) throws(Failure)
}
