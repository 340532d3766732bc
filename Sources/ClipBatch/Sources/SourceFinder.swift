public import ClipCore
public import ClipMedia
public import SystemPackage

/// Finds the sources of a batch in folders, and in the folders below them.
public enum SourceFinder {
    /// What a search found.
    public struct Found: Sendable {
        /// The sources, by folder and then by the bytes of their paths.
        public var jobs: [Job] = []
        /// Folders that could not be read.
        public var failures: [Failure] = []
        /// Links to folders: what lies behind them was not searched.
        public var unfollowed: [FilePath] = []

        /// Nothing found yet.
        public init() {}

        /// Leaves out the sources of other shares. Folders that could not be read stay: each share tells them.
        public mutating func take(_ shard: Shard) { jobs.removeAll { !shard.takes($0.place) } }
    }

    /// Searches `folders` as ``FolderSearch`` does.
    public static func find(
        _ rule: SourceRule, isRecursive: Bool = true, in folders: [FilePath], output: FilePath,
        entering enter: (_ root: FilePath, _ place: FilePath) -> Void = { _, _ in }
    ) -> Found {
        let search = FolderSearch.find(
            rule, isRecursive: isRecursive, in: folders, output: output, entering: enter)
        var found = Found()
        found.jobs = search.files.map { Job($0.place, in: $0.root) }
        (found.failures, found.unfollowed) = (search.failures, search.unfollowed)
        return found
    }
}
