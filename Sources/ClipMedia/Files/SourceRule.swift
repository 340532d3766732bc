internal import ClipCore
internal import SystemLibrary
public import SystemPackage

/// Selects which files of a folder are sources.
public struct SourceRule: Hashable, Sendable {
    /// Extensions treated as video, in lower case.
    static let extensions: Set<String> = [
        "3g2", "3gp", "asf", "avi", "flv", "m2ts", "m4v", "mkv", "mov", "mp4", "mpeg", "mpg", "mts", "mxf",
        "ogv", "qt", "ts", "vob", "webm", "wmv",
    ]

    /// Extensions treated as photos, in lower case.
    static let photos: Set<String> = ["avif", "heic", "heif", "jpeg", "jpg", "png", "webp"]

    /// Folders in which systems and network storage keep thumbnails, deleted files and the like.
    static let systemFolders: Set<FilePath.Component> = [
        "#recycle", "@eaDir", "@Recycle", "$RECYCLE.BIN", "System Volume Information", "lost+found",
        "RECYCLER", "__MACOSX",
    ]

    private let included: [[UInt8]]
    private let excluded: [[UInt8]]
    private let takesPhotos: Bool

    /// - Parameters:
    ///   - included: patterns of files to take, whatever their extension; empty for all video.
    ///   - excluded: patterns of files and folders to skip.
    ///   - takesPhotos: photos are sources too.
    ///
    /// In a pattern (`fnmatch`) `*` matches any characters, `?` one, `[a-z]` one of a set. A pattern with a
    /// slash matches the path relative to the searched folder, any other the name.
    public init(
        including included: [[UInt8]] = [], excluding excluded: [[UInt8]] = [], takesPhotos: Bool = false
    ) {
        (self.included, self.excluded, self.takesPhotos) = (included, excluded, takesPhotos)
    }

    /// Whether the file at `place`, relative to the searched folder, is a source.
    public func takes(_ place: FilePath) -> Bool {
        guard enters(place) else { return false }
        guard included.isEmpty else { return included.contains { Self.matches($0, place) } }
        let kind = place.stemAndExtension.extension
        return Self.extensions.contains(kind) || takesPhotos && Self.photos.contains(kind)
    }

    /// Whether to search the folder at `place`: it is neither hidden, nor the system's, nor excluded.
    public func enters(_ place: FilePath) -> Bool {
        !place.isHidden && !(place.lastComponent.map(Self.systemFolders.contains) ?? false)
            && !excluded.contains { Self.matches($0, place) }
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
    /// Whether its name begins with a dot.
    fileprivate var isHidden: Bool { nameBytes.first == UInt8(ascii: ".") }
}
