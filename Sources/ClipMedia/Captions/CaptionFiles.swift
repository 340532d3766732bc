internal import ClipCore
internal import Synchronization
internal import SystemLibrary
public import SystemPackage

/// Caption files with the name of a clip in its folder: `NAME.srt`, `NAME.LANG.srt`, and the same with `.vtt` and `.ass`.
public struct CaptionFiles: Sendable {
    /// The files, best first.
    public let paths: [FilePath]
    /// The files have several languages, none of them preferred.
    let isDoubtful: Bool

    private struct Found {
        var path: FilePath
        /// The language code in its name; nil for none.
        var language: String?
        var order: [Int]
    }

    /// - Parameter languages: preferred languages, in order.
    public init(beside source: FilePath, languages: [String] = []) {
        let stem = source.stemAndExtension.stem
        var found = Self.names(in: source.folder, of: stem).compactMap { name -> Found? in
            let ending = String(decoding: name.dropFirst(stem.count + 1), as: UTF8.self)
            let words = ending.split(separator: ".", omittingEmptySubsequences: false)
            guard (1...2).contains(words.count),
                let kind = ["srt", "vtt", "ass"].firstIndex(of: words.last!.lowercased()),
                words.count == 1 || LanguageCode.isOne(words[0])
            else { return nil }
            let language = words.count == 1 ? nil : LanguageCode.short(String(words[0]))
            let rank = language.map { 1 + (languages.firstIndex(of: $0) ?? languages.count) } ?? 0
            return Found(
                path: source.sibling(FilePath(bytes: name)), language: language, order: [kind, rank])
        }
        found.sort { one, other in
            one.order == other.order
                ? one.path.string < other.path.string : one.order.lexicographicallyPrecedes(other.order)
        }
        paths = found.map(\.path)
        let isUnknown = found.first?.language.map { !languages.contains($0) } ?? false
        isDoubtful = isUnknown && Set(found.compactMap(\.language)).count > 1
    }

    /// Names in a folder that begin with a stem and a dot. The sandbox may forbid to list it: then those that were listed
    /// before.
    private static func names(in folder: FilePath, of stem: [UInt8]) -> [[UInt8]] {
        let start = stem + [UInt8(ascii: ".")]
        let key = folder.bytes + [0] + start
        guard let all = Folder.names(in: folder) else { return listed.withLock { $0[key] } ?? [] }
        let names = all.filter { $0.starts(with: start) }
        listed.withLock { $0[key] = names }
        return names
    }

    private static let listed = Mutex<[[UInt8]: [[UInt8]]]>([:])
}
