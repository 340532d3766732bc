public import ClipCore
internal import ClipMedia
internal import SystemLibrary

/// One source of a batch, or a folder whose clips and photos become one post.
public struct Job: Hashable, Sendable {
    /// Full path: the named folder, and ``place``; of a post the folder.
    public let source: FilePath
    /// Path relative to the named folder; that folder itself has its name.
    public let place: FilePath
    /// The folder relative to the named one; empty for that one itself.
    let home: FilePath
    /// Plans made beforehand; nil if it is planned now.
    public var plans: [Plan]?
    /// What is joined in one post; nil for a clip.
    public internal(set) var joining: Joining?

    /// The source at `place` in `folder`.
    public init(_ place: FilePath, in folder: FilePath) {
        (self.place, source) = (place, folder.pushing(place))
        home = place.removingLastComponent()
    }

    /// A post of the clips and photos in the folder of `first`, so far without any.
    init(joiningLike first: Job, isBestFirst: Bool, in temporary: FilePath) {
        let folder = first.source.folder
        home = first.home
        // A folder that was named as '.' has its real name.
        source = folder.lastComponent?.kind == .regular ? folder : Folder.absolute(folder)
        place = home.isEmpty ? FilePath(bytes: source.nameBytes) : home
        joining = Joining(files: [], isBestFirst: isBestFirst, folder: PlannedPath(temporary))
    }

    /// What names and texts follow: the source, or a clip that is called like the folder.
    public var name: FilePath { joining == nil ? source : FilePath(bytes: source.bytes + Array(".mp4".utf8)) }

    /// Folder of its outputs relative to the batch's: the source's folder, or none if flat.
    func folder(isFlat: Bool) -> FilePath { isFlat ? "" : place.removingLastComponent() }

    /// Prefix of its output names: jobs that share it may compete for names.
    func rival(_ isFlat: Bool) -> FilePath {
        folder(isFlat: isFlat).pushing(FilePath(bytes: name.stemAndExtension.stem))
    }

    /// Real paths of sources that are links.
    var targets: [FilePath] { (joining?.files.map(\.path) ?? [source]).compactMap(Self.target) }

    private static func target(_ source: FilePath) -> FilePath? {
        var facts = stat()
        guard source.withPlatformString({ lstat($0, &facts) }) == 0, facts.st_mode & S_IFMT == S_IFLNK,
            let real = source.withPlatformString({ realpath($0, nil) })
        else { return nil }
        defer { free(real) }
        return FilePath(platformString: real)
    }
}

/// The sources of a joined post.
public struct Joining: Hashable, Codable, Sendable {
    /// Clips and photos, in order.
    public internal(set) var files: [PlannedPath]
    /// The best one comes first, whatever their order.
    let isBestFirst: Bool
    /// On its disk temporary files take their room.
    let folder: PlannedPath
}
