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
        /// Folders that were not searched, with the sentence that says why.
        public var skipped: [(folder: FilePath, warning: String)] = []

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
        found.failures = search.failures
        found.skipped = search.unfollowed.map {
            ($0, "\($0.shown): a link to a folder, which is not followed")
        }
        found.skipped += search.otherOutputs.map {
            ($0, "\($0.shown): a batch made what is in it; to use its clips as sources, name this folder")
        }
        return found
    }
}
