internal import CLinux
internal import Glibc
public import SystemPackage

/// A finished output as it was when it got its name: as long as nothing of it changes, nobody touched it.
public struct OutputFacts: Hashable, Sendable {
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

/// The note that a finished output carries itself, in an extended attribute: where a journal is lost, its outputs are
/// still known. A file system without such attributes does without.
struct OutputMark {
    private static let name = "user.clipfit.batch"

    /// What the file was made of and how.
    let key: String

    /// The mark of the file at `path`; nil where it has none, or was changed since.
    init?(of path: FilePath) {
        var bytes = [UInt8](repeating: 0, count: 256)
        let got = path.withPlatformString { clipfit_attribute_get($0, Self.name, &bytes, bytes.count) }
        guard got > 0, let facts = OutputFacts(at: path) else { return nil }
        let words = String(decoding: bytes.prefix(Int(got)), as: UTF8.self).split(separator: " ")
        guard words.count == 3, Self.text(String(words[0]), facts) == words.joined(separator: " ") else {
            return nil
        }
        key = String(words[0])
    }

    /// Puts the mark on a finished output.
    static func put(_ key: String, _ facts: OutputFacts, on path: FilePath) {
        let bytes = Array(text(key, facts).utf8)
        _ = path.withPlatformString { clipfit_attribute_set($0, name, bytes, bytes.count) }
    }

    private static func text(_ key: String, _ facts: OutputFacts) -> String {
        "\(key) \(facts.size) \(facts.modified)"
    }
}
