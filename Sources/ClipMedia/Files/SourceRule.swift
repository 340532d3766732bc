internal import ClipCore
internal import SystemLibrary
public import SystemPackage

/// Which files of a folder are sources.
public struct SourceRule: Hashable, Sendable {
    /// Extensions of files that are taken for video, in lower case.
    static let extensions: Set<String> = [
        "3g2", "3gp", "asf", "avi", "flv", "m2ts", "m4v", "mkv", "mov", "mp4", "mpeg", "mpg", "mts", "mxf",
        "ogv", "qt", "ts", "vob", "webm", "wmv",
    ]

    private let included: [[UInt8]]
    private let excluded: [[UInt8]]

    /// - Parameters:
    ///   - included: patterns of the files that are taken, whatever their extension is; none for all video.
    ///   - excluded: patterns of files and folders that are not.
    ///
    /// In a pattern (`fnmatch`) `*` stands for any characters, `?` for one, `[a-z]` for one of them. One with a slash
    /// is held against the path below the folder that is searched, any other one against the name.
    public init(including included: [[UInt8]] = [], excluding excluded: [[UInt8]] = []) {
        (self.included, self.excluded) = (included, excluded)
    }

    /// The file at `place`, a path below the folder that is searched, is a source.
    public func takes(_ place: FilePath) -> Bool {
        guard enters(place) else { return false }
        guard included.isEmpty else { return included.contains { Self.matches($0, place) } }
        return Self.extensions.contains(place.stemAndExtension.extension)
    }

    /// The folder at `place` is searched: neither hidden nor excluded.
    public func enters(_ place: FilePath) -> Bool {
        !place.isHidden && !excluded.contains { Self.matches($0, place) }
    }

    private static func matches(_ pattern: [UInt8], _ place: FilePath) -> Bool {
        let subject = pattern.contains(UInt8(ascii: "/")) ? place.bytes : place.nameBytes
        return text(pattern).withUnsafeBufferPointer { pattern in
            text(subject).withUnsafeBufferPointer { fnmatch(pattern.baseAddress!, $0.baseAddress!, 0) == 0 }
        }
    }

    private static func text(_ bytes: [UInt8]) -> [CChar] { bytes.map(CChar.init(bitPattern:)) + [0] }
}

extension FilePath {
    /// The bytes of its last component.
    fileprivate var isHidden: Bool { nameBytes.first == UInt8(ascii: ".") }
}
