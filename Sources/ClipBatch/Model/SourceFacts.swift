internal import Platform
internal import SystemLibrary
public import SystemPackage

/// State of a source file: equal facts mean the same clip. Follows links.
public struct SourceFacts: Hashable, Sendable {
    private let device: UInt
    private let number: UInt
    /// Bytes.
    let size: Int64
    /// Nanoseconds since 1970 of the last change to content, and to any metadata.
    private let modified: Int64
    private let changed: Int64

    /// Current state of the regular file at `path`; nil if there is none.
    public init?(at path: FilePath) {
        var facts = stat()
        guard path.withPlatformString({ stat($0, &facts) }) == 0, facts.st_mode & S_IFMT == S_IFREG
        else { return nil }
        (device, number, size) = (UInt(facts.st_dev), UInt(facts.st_ino), Int64(facts.st_size))
        modified = facts.modified.nanoseconds
        changed = facts.changed.nanoseconds
    }

    /// Whether it is the same file with the same content; permissions and names may differ.
    func hasContent(of other: SourceFacts) -> Bool {
        (device, number) == (other.device, other.number) && version == other.version
    }

    /// Identifies a version of the source's content, as text.
    var version: String { "\(size) \(modified)" }

    /// Whether nothing has changed for `seconds` by the wall clock. Nobody can backdate a file's change time.
    func hasRested(_ seconds: Double) -> Bool {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Double(now.nanoseconds - max(modified, changed)) / 1e9 >= seconds
    }
}
