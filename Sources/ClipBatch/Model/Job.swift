public import ClipCore
internal import SystemLibrary

/// One source of a batch.
public struct Job: Hashable, Sendable {
    /// Full path: the named folder, and ``place``.
    public let source: FilePath
    /// Path relative to the named folder.
    public let place: FilePath
    /// Plans made beforehand; nil if it is planned now.
    public var plans: [Plan]?

    /// The source at `place` in `folder`.
    public init(_ place: FilePath, in folder: FilePath) {
        (self.place, source) = (place, folder.pushing(place))
    }

    /// Folder of its outputs relative to the batch's: the source's folder, or none if flat.
    func folder(isFlat: Bool) -> FilePath { isFlat ? "" : place.removingLastComponent() }

    /// Prefix of its output names: jobs that share it may compete for names.
    func rival(_ isFlat: Bool) -> FilePath {
        folder(isFlat: isFlat).pushing(FilePath(bytes: place.stemAndExtension.stem))
    }

    /// Real path of the source if it is a link.
    var target: FilePath? {
        var facts = stat()
        guard source.withPlatformString({ lstat($0, &facts) }) == 0, facts.st_mode & S_IFMT == S_IFLNK,
            let real = source.withPlatformString({ realpath($0, nil) })
        else { return nil }
        defer { free(real) }
        return FilePath(platformString: real)
    }
}
