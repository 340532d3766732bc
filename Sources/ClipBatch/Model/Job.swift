public import ClipCore
internal import SystemLibrary
public import SystemPackage

/// One source of a batch.
public struct Job: Hashable, Sendable {
    /// The source's path: the folder as it was named, and ``place``.
    public let source: FilePath
    /// Where it lies below the folder that was named.
    public let place: FilePath
    /// What is to be made of it, where that was decided before; nil where it is planned now.
    public var plans: [Plan]?

    /// The source at `place` in `folder`.
    public init(_ place: FilePath, in folder: FilePath) {
        (self.place, source) = (place, folder.pushing(place))
    }

    /// The folder of its outputs below the batch's: that of the source, or none for a flat one.
    func folder(isFlat: Bool) -> FilePath { isFlat ? "" : place.removingLastComponent() }

    /// What the names of its outputs begin with: jobs that share it may want the same names.
    func rival(_ isFlat: Bool) -> FilePath {
        folder(isFlat: isFlat).pushing(FilePath(bytes: place.stemAndExtension.stem))
    }

    /// Where the source lies in truth, if its name is a link.
    var target: FilePath? {
        var facts = stat()
        guard source.withPlatformString({ lstat($0, &facts) }) == 0, facts.st_mode & S_IFMT == S_IFLNK,
            let real = source.withPlatformString({ realpath($0, nil) })
        else { return nil }
        defer { free(real) }
        return FilePath(platformString: real)
    }
}
