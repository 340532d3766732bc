internal import ClipBatch
internal import ClipCore
internal import ClipMedia

/// `clipfit.batch/1`, one per source.
struct BatchJSON: Encodable {
    static let schema = "clipfit.batch/1"

    struct Problem: Encodable {
        let code: String
        let message: String
        @Nullable var hint: String?
    }

    let source: String
    var sourceBytes: String?
    let status: String
    let outputs: [String]
    /// Exact bytes in base64, null for names that are text; absent if all are.
    var outputsBytes: [String?]?
    @Nullable var error: Problem?
    let attempt: Int
    let seconds: Double
    /// True if another version of clipfit or FFmpeg made the existing outputs; else absent.
    var older: Bool?

    init(_ result: JobResult) {
        let from = JSONPath(result.source)
        let paths = result.outputs.map(JSONPath.init)
        (source, sourceBytes) = (from.text, from.bytes)
        (status, attempt, seconds) = (result.status.rawValue, result.attempt, result.seconds)
        outputs = paths.map(\.text)
        older = result.status == .skipped && result.isOlder ? true : nil
        outputsBytes = paths.allSatisfy { $0.bytes == nil } ? nil : paths.map(\.bytes)
        error = result.errors.first.map {
            Problem(code: $0.kind.code.name, message: $0.message.printable, hint: $0.hint)
        }
    }
}

/// The last `clipfit.batch/1` of a batch.
struct BatchSummaryJSON: Encodable {
    struct Numbers: Encodable {
        let done: Int
        let skipped: Int
        let failed: Int
        let left: Int
        let older: Int
        let seconds: Double
    }

    let summary: Numbers

    init(_ summary: BatchSummary) {
        self.summary = Numbers(
            done: summary.done, skipped: summary.skipped, failed: summary.failed, left: summary.left,
            older: summary.older, seconds: summary.seconds)
    }
}

/// The last line of a batch for people.
struct BatchSummaryText {
    let text: String

    init(_ summary: BatchSummary) {
        var parts = ["\(summary.done) done", "\(summary.skipped) skipped", "\(summary.failed) failed"]
        if summary.older > 0 { parts[1] += " (\(summary.older) made by another version: --remake)" }
        if summary.left > 0 { parts.append("\(summary.left) left") }
        let seconds = MediaTime(ticks: Int64((summary.seconds * 10).rounded()), timescale: 10).text
        text = "\(parts.joined(separator: ", ")) in \(seconds) s"
    }
}
