internal import SystemLibrary
public import SystemPackage

/// What a source was when it was looked at: as long as nothing of it changes, it is the same clip. Links are followed.
public struct SourceFacts: Hashable, Sendable {
    private let device: UInt
    private let number: UInt
    /// Bytes.
    let size: Int64
    /// Nanoseconds since 1970: the content, and anything about the file.
    private let modified: Int64
    private let changed: Int64

    /// The regular file at `path` as it is now; nil where there is none.
    public init?(at path: FilePath) {
        var facts = stat()
        guard path.withPlatformString({ stat($0, &facts) }) == 0, facts.st_mode & S_IFMT == S_IFREG
        else { return nil }
        (device, number, size) = (UInt(facts.st_dev), UInt(facts.st_ino), Int64(facts.st_size))
        modified = Self.nanoseconds(facts.st_mtim)
        changed = Self.nanoseconds(facts.st_ctim)
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// It is the same file with the same content; who may read it, and its names, can differ.
    func hasContent(of other: SourceFacts) -> Bool {
        (device, number) == (other.device, other.number) && version == other.version
    }

    /// Tells one version of a source from the next, in words.
    var version: String { "\(size) \(modified)" }

    /// Nothing of it has changed for so many seconds, by the clock on the wall. Nobody can set a file's time of change back.
    func hasRested(_ seconds: Double) -> Bool {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Double(Self.nanoseconds(now) - max(modified, changed)) / 1e9 >= seconds
    }
}
