public import ClipCore
public import ClipMedia

/// Finds a batch's sources in folders and subfolders.
public enum SourceFinder {
    /// Result of a search.
    public struct Found: Sendable {
        /// The sources, by folder and then by path bytes.
        public var jobs: [Job] = []
        /// Unreadable folders.
        public var failures: [Failure] = []
        /// Links to folders, which were not searched.
        public var unfollowed: [FilePath] = []

        /// An empty result.
        public init() {}

        /// Removes other shards' sources. Unreadable folders stay: each shard reports them.
        public mutating func take(_ shard: Shard) { jobs.removeAll { !shard.takes($0.place) } }
    }

    /// Searches `folders` with ``FolderSearch``.
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
