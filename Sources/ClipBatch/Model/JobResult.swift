public import ClipCore
internal import ClipMedia

/// Result of one source of a batch.
public struct JobResult: Sendable {
    /// Status as written in `clipfit.batch/1`.
    public enum Status: String, Sendable {
        /// Outputs were made, and none is missing.
        case done
        /// All outputs existed already.
        case skipped
        /// An output is missing.
        case failed
    }

    /// The source, or an unreadable folder.
    public var source: FilePath
    /// Its finished outputs, including those of earlier runs.
    public var outputs: [FilePath] = []
    /// Reports of outputs made in this run.
    public var reports: [Report] = []
    /// Reports of outputs that earlier runs made, as far as the journal has them.
    public var kept: [Report] = []
    /// Name of its preset; "" for none, or if unknown.
    public var brand = ""
    /// ISO 639 code of its posts' language; nil if unset.
    public var language: String?
    /// Plans of a dry run.
    public var plans: [Plan] = []
    /// CPU seconds that ``plans`` would take on the machine of ``Machine/speed`` 1.
    public var cost = 0.0
    /// Why outputs are missing.
    public var errors: [Failure] = []
    /// Warnings about the source.
    public var warnings: [String] = []
    /// Whether another version of clipfit or FFmpeg made the existing outputs.
    public var isOlder = false
    /// Number of this attempt, or of the one that made the skipped outputs; from 1.
    public var attempt = 1
    /// Wall-clock time.
    public var seconds = 0.0
    /// Stills for a report; nil if not requested, or if the source is not a clip.
    public var portrait: ReportStills?

    /// An empty result.
    public init(_ source: FilePath) { self.source = source }

    /// Status derived from errors, reports and plans.
    public var status: Status {
        errors.isEmpty ? reports.isEmpty && plans.isEmpty ? .skipped : .done : .failed
    }

    /// The signal that interrupted the work; nil for none.
    public var interruption: Int32? { errors.lazy.compactMap(\.kind.signal).first }
}

/// Counts of a batch's sources.
public struct BatchSummary: Hashable, Sendable {
    /// Sources by status.
    public var done = 0, skipped = 0, failed = 0
    /// Skipped sources whose outputs another version of clipfit or FFmpeg made.
    public var older = 0
    /// Sources not worked on, because of a limit or a failure.
    public var left = 0
    /// Wall-clock time.
    public var seconds = 0.0

    /// All zero.
    public init() {}

    mutating func count(_ status: JobResult.Status, _ number: Int = 1) {
        switch status {
        case .done: done += number
        case .skipped: skipped += number
        case .failed: failed += number
        }
    }
}
