public import SystemPackage

/// One source of a batch.
public struct Job: Hashable, Sendable {
    /// The source's path: the folder as it was named, and ``place``.
    public let source: FilePath
    /// Where it lies below the folder that was named.
    public let place: FilePath

    /// The source at `place` in `folder`.
    public init(_ place: FilePath, in folder: FilePath) {
        (self.place, source) = (place, folder.pushing(place))
    }

    /// The folder of its outputs below the batch's: that of the source, or none for a flat one.
    func folder(isFlat: Bool) -> FilePath { isFlat ? "" : place.removingLastComponent() }
}
