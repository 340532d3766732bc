internal import ClipCore
public import SystemPackage

/// A share of a batch's sources: shares of equal count never overlap, and together they are all sources.
public struct Shard: Hashable, Sendable {
    /// Which share, from 1.
    public let number: Int
    /// Shares in all.
    public let count: Int

    /// Nil where there is no such share.
    public init?(_ number: Int, of count: Int) {
        guard (1...100_000).contains(count), (1...count).contains(number) else { return nil }
        (self.number, self.count) = (number, count)
    }

    /// The source at `place`, a path below the folder that is searched, belongs to it: by FNV-1a of 64 bits over the path's
    /// bytes, modulo ``count``. Files that come or go move no other one.
    public func takes(_ place: FilePath) -> Bool {
        place.bytes.fnv1a % UInt64(count) == UInt64(number - 1)
    }

    /// The file of its results in the `.clipfit` folder, e.g. `shard-2-of-8.jsonl`.
    public var fileName: String { "shard-\(number)-of-\(count).jsonl" }

    /// The share that a file of this name is of; nil for other names.
    public init?(fileName: String) {
        guard let match = fileName.wholeMatch(of: /shard-([0-9]+)-of-([0-9]+)\.jsonl/),
            let number = Int(match.1), let count = Int(match.2)
        else { return nil }
        self.init(number, of: count)
    }
}
