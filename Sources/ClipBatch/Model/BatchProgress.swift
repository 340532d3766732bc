public import SystemPackage

/// How far a batch is.
public struct BatchProgress: Sendable {
    /// A source that is worked on.
    public struct Running: Sendable {
        /// Its place in the order of the batch, from 0.
        public var number: Int
        /// Its path.
        public var source: FilePath
        /// How far it is; nil before anything is known.
        public var progress: JobProgress?
    }

    /// Sources in all.
    public var total: Int
    /// What came of those that are over.
    public var summary: BatchSummary
    /// More sources may come.
    public var isWatching = false
    /// What is worked on, in the order of the sources.
    public var running: [Running]
}

extension BatchProgress {
    /// How much of all sources is over, from 0 to 1.
    public var share: Double {
        guard total > 0 else { return 1 }
        let over = Double(total - summary.left) + running.reduce(0) { $0 + $1.share }
        return min(1, over / Double(total))
    }
}

extension BatchProgress.Running {
    /// How much of it is over, looking at it and making outputs of it put together, from 0 to 1.
    public var share: Double {
        guard let progress else { return 0 }
        return (progress.phase == .choosing ? 0 : 0.5) + progress.share / 2
    }
}
