internal import ClipCore
public import SystemPackage

/// A share of a batch's sources: shards of equal count are disjoint and together complete.
public struct Shard: Hashable, Sendable {
    /// Its number, from 1.
    public let number: Int
    /// Number of shards.
    public let count: Int

    /// nil if there is no such shard.
    public init?(_ number: Int, of count: Int) {
        guard (1...100_000).contains(count), (1...count).contains(number) else { return nil }
        (self.number, self.count) = (number, count)
    }

    /// Whether the source at `place`, relative to the searched folder, belongs to it: 64-bit FNV-1a over the
    /// path's bytes, modulo ``count``. Files that come or go do not move others.
    public func takes(_ place: FilePath) -> Bool {
        place.bytes.fnv1a % UInt64(count) == UInt64(number - 1)
    }

    /// Name of its result file in `.clipfit`, e.g. `shard-2-of-8.jsonl`.
    public var fileName: String { "shard-\(number)-of-\(count).jsonl" }

    /// Parses the name of a result file; nil for other names.
    public init?(fileName: String) {
        guard let match = fileName.wholeMatch(of: /shard-([0-9]+)-of-([0-9]+)\.jsonl/),
            let number = Int(match.1), let count = Int(match.2)
        else { return nil }
        self.init(number, of: count)
    }
}
