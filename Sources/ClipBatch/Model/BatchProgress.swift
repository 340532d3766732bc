public import SystemPackage

/// Progress of a batch.
public struct BatchProgress: Sendable {
    /// A running job.
    public struct Running: Sendable {
        /// Its index in the batch, from 0.
        public var number: Int
        /// Its source's path.
        public var source: FilePath
        /// Its progress; nil before the first report.
        public var progress: JobProgress?
    }

    /// Number of sources.
    public var total: Int
    /// Counts of finished sources.
    public var summary: BatchSummary
    /// Whether more sources may come.
    public var isWatching = false
    /// Running jobs, in the order of the sources.
    public var running: [Running]
}

extension BatchProgress {
    /// Progress over all sources, from 0 to 1.
    public var share: Double {
        guard total > 0 else { return 1 }
        let over = Double(total - summary.left) + running.reduce(0) { $0 + $1.share }
        return min(1, over / Double(total))
    }
}

extension BatchProgress.Running {
    /// Progress of analysis and rendering together, from 0 to 1.
    public var share: Double {
        guard let progress else { return 0 }
        return (progress.phase == .choosing ? 0 : 0.5) + progress.share / 2
    }
}
