public import ClipCore
internal import ClipMedia
public import SystemPackage

/// What came of one source of a batch.
public struct JobResult: Sendable {
    /// As it stands in `clipfit.batch/1`.
    public enum Status: String, Sendable {
        /// Outputs were made, and none is missing.
        case done
        /// All outputs were there already.
        case skipped
        /// An output is missing.
        case failed
    }

    /// The source, or a folder that could not be read.
    public var source: FilePath
    /// Its finished outputs, those of earlier runs too.
    public var outputs: [FilePath] = []
    /// What was made in this run.
    public var reports: [Report] = []
    /// What has to be made: in a dry run.
    public var plans: [Plan] = []
    /// Why outputs are missing.
    public var errors: [Failure] = []
    /// What is odd about the source.
    public var warnings: [String] = []
    /// What was there already was made by another version of clipfit or FFmpeg.
    public var isOlder = false
    /// The number of this try, or of the one that made what was skipped; from 1.
    public var attempt = 1
    /// On the wall clock.
    public var seconds = 0.0
    /// What a report shows of it; nil where none was asked for, or the source is no clip.
    public var portrait: ReportStills?

    /// A result of which nothing is known yet.
    public init(_ source: FilePath) { self.source = source }

    /// What it came to.
    public var status: Status {
        errors.isEmpty ? reports.isEmpty && plans.isEmpty ? .skipped : .done : .failed
    }

    /// The signal that interrupted the work; nil for none.
    public var interruption: Int32? { errors.lazy.compactMap(\.kind.signal).first }
}

/// A batch in numbers: sources, not outputs.
public struct BatchSummary: Hashable, Sendable {
    /// Sources by what came of them.
    public var done = 0, skipped = 0, failed = 0
    /// Skipped ones whose outputs another version of clipfit or FFmpeg made.
    public var older = 0
    /// Sources that were not looked at, because of a limit or a failure.
    public var left = 0
    /// On the wall clock.
    public var seconds = 0.0

    /// Nothing counted yet.
    public init() {}

    mutating func count(_ status: JobResult.Status, _ number: Int = 1) {
        switch status {
        case .done: done += number
        case .skipped: skipped += number
        case .failed: failed += number
        }
    }
}
