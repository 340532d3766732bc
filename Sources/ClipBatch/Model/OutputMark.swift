internal import CPlatform
internal import ClipCore
public import ClipMedia
internal import Synchronization
internal import SystemLibrary
public import SystemPackage

/// Mark of a finished output in an extended attribute: identifies clipfit's files even without a journal.
/// Ignored on file systems without such attributes.
struct OutputMark {
    private static let name = "user.clipfit.batch"
    /// Placeholder for a missing word.
    private static let nothing = "-"

    /// Its inputs and settings.
    let made: OutputMaking
    /// Its ``ContentHash``; nil if the mark lacks it.
    let content: String?

    /// The mark of the file at `path`; nil if it has none or was changed since.
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

/// Lets outputs replace clipfit's own files by their marks, and marks the new ones: for files without a
/// journal.
public final class MarkKeeper: OutputKeeper {
    /// False: the mark needs no content hash.
    public let wantsContent = false
    private let replaces: Bool
    private let named = Mutex<[NamedFile]>([])

    /// - Parameter replaces: allow replacing marked files; otherwise no file may be replaced.
    public init(replaces: Bool) { self.replaces = replaces }

    /// Whether it carries a mark and is unchanged since.
    public func mayReplace(_ path: FilePath) -> Bool { replaces && OutputMark(of: path) != nil }

    /// Stores the file for ``mark(_:)``.
    public func willName(_ file: NamedFile) { named.withLock { $0.append(file) } }

    /// Whether a file was named since the last ``takeNamed()``.
    public var hasNamed: Bool { named.withLock { !$0.isEmpty } }

    /// Files named since the last call.
    public func takeNamed() -> [NamedFile] {
        named.withLock { files in
            defer { files = [] }
            return files
        }
    }

    /// Marks files that are unchanged; sandboxed processes cannot.
    public static func mark(_ files: [NamedFile]) {
        for file in files where OutputFacts(at: file.file.path) == file.facts {
            OutputMark.put(.unknown, file.facts, nil, on: file.file.path)
        }
    }
}

extension OutputMaking {
    /// For a file unknown to any batch, or a companion file.
    static let unknown = OutputMaking(key: "-", settings: nil, identity: nil, version: "")
}
