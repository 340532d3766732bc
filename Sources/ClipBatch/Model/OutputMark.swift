internal import CLinux
internal import ClipCore
public import ClipMedia
internal import Synchronization
internal import SystemLibrary
public import SystemPackage

/// The note that a finished output carries itself, in an extended attribute: where no journal knows it, it is known as
/// clipfit's all the same. A file system without such attributes does without.
struct OutputMark {
    private static let name = "user.clipfit.batch"
    /// What stands where a word of the note says nothing.
    private static let nothing = "-"

    /// What the file is.
    let made: OutputMaking
    /// Its ``ContentHash``; nil where the note does not say it.
    let content: String?

    /// The mark of the file at `path`; nil where it has none, or was changed since.
    init?(of path: FilePath) {
        var bytes = [UInt8](repeating: 0, count: 1024)
        let got = path.withPlatformString { clipfit_attribute_get($0, Self.name, &bytes, bytes.count) }
        guard got > 0, let facts = OutputFacts(at: path) else { return nil }
        let words = String(decoding: bytes.prefix(Int(got)), as: UTF8.self).split(separator: " ").map {
            String($0)
        }
        guard words.count >= 3, words[1] == "\(facts.size)", words[2] == "\(facts.modified)" else {
            return nil
        }
        let more = words.dropFirst(3).map { $0 == Self.nothing ? nil : $0 }
        content = more.first ?? nil
        made = OutputMaking(
            stored: words[0], settings: more.dropFirst().first ?? nil,
            identity: more.dropFirst(2).first ?? nil)
    }

    static func put(_ made: OutputMaking, _ facts: OutputFacts, _ content: String?, on path: FilePath) {
        let words = [
            made.stored, "\(facts.size)", "\(facts.modified)", content, made.settings, made.identity,
        ]
        let bytes = Array(
            words.map { $0.flatMap { $0.isEmpty ? nil : $0 } ?? nothing }.joined(separator: " ").utf8)
        _ = path.withPlatformString { clipfit_attribute_set($0, name, bytes, bytes.count) }
    }
}

/// Lets outputs replace what clipfit made, by the mark that it carries, and puts the mark on what they become: for files
/// that no journal knows.
public final class MarkKeeper: OutputKeeper {
    /// The mark does without.
    public let wantsContent = false
    private let replaces: Bool
    private let named = Mutex<[NamedFile]>([])

    /// - Parameter replaces: files that carry the mark may be replaced; else nothing may.
    public init(replaces: Bool) { self.replaces = replaces }

    /// It carries a mark, and is as it was then.
    public func mayReplace(_ path: FilePath) -> Bool { replaces && OutputMark(of: path) != nil }

    /// Remembers it for ``mark()``.
    public func willName(_ file: NamedFile) { named.withLock { $0.append(file) } }

    /// Something was named since the last call of ``takeNamed()``.
    public var hasNamed: Bool { named.withLock { !$0.isEmpty } }

    /// What was named since the last call.
    public func takeNamed() -> [NamedFile] {
        named.withLock { files in
            defer { files = [] }
            return files
        }
    }

    /// Marks files that are still what they were; confined processes cannot.
    public static func mark(_ files: [NamedFile]) {
        for file in files where OutputFacts(at: file.file.path) == file.facts {
            OutputMark.put(.unknown, file.facts, nil, on: file.file.path)
        }
    }
}

extension OutputMaking {
    /// Of a file that no batch knows, or that lies beside an output.
    static let unknown = OutputMaking(key: "-", settings: nil, identity: nil, version: "")
}
