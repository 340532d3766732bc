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

        /// Makes one job of the clips and photos of each folder, in the order of their names.
        ///
        /// - Parameters:
        ///   - isBestFirst: the best one comes first instead.
        ///   - temporary: on its disk temporary files take their room.
        public mutating func join(isBestFirst: Bool, in temporary: FilePath) {
            var (posts, numbers): ([Job], [FilePath: Int]) = ([], [:])
            for job in jobs {
                let post = Job(joiningLike: job, isBestFirst: isBestFirst, in: temporary)
                let number = numbers[post.source] ?? posts.count
                if numbers.updateValue(number, forKey: post.source) == nil { posts.append(post) }
                posts[number].joining?.files.append(PlannedPath(job.source))
            }
            for number in posts.indices {
                posts[number].joining?.files.sort { $0.path.sortKey < $1.path.sortKey }
            }
            jobs = posts
        }

        /// Removes files from joined posts, and posts without any others.
        mutating func leaveOut(_ files: (Job) -> [PlannedPath]) {
            for number in jobs.indices where jobs[number].joining != nil {
                let others = Set(files(jobs[number]).compactMap { FileIdentity(of: $0.path) })
                jobs[number].joining?.files.removeAll { file in
                    FileIdentity(of: file.path).map(others.contains) ?? false
                }
            }
            jobs.removeAll { $0.joining?.files.isEmpty == true }
        }

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

extension FilePath {
    /// Sorts names as people count: `clip2` comes before `clip10`.
    fileprivate var sortKey: String {
        let name = String(decoding: nameBytes, as: UTF8.self).lowercased()
        let runs = name.replacing(/[0-9]+/) { number in
            String(repeating: "0", count: max(0, 20 - number.output.count)) + number.output
        }
        return "\(runs)\0\(name)"
    }
}
