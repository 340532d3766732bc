internal import ClipBatch
internal import ClipCore
internal import ClipMedia

extension JSONObject {
    /// The schema of a batch's lines.
    static let batch = "clipfit.batch/1"

    /// `clipfit.batch/1`, one per source.
    init(_ result: JobResult) {
        self.init("source", result.source)
        let bytes = result.outputs.map(\.base64IfNotText)
        let error = result.errors.first.map { error -> JSONObject in
            var object: JSONObject = [
                "code": error.kind.code.name, "message": error.message.printable, "hint": error.hint,
            ]
            // An output, or one of the files that are joined.
            if error.path != result.source { object += JSONObject("path", error.path) }
            return object
        }
        self += [
            "status": result.status.rawValue, "outputs": result.outputs.map(\.jsonText), "error": error,
            "attempt": result.attempt, "seconds": result.seconds,
        ]
        self += JSONObject(known: [
            // Exact bytes in base64, null for names that are text; absent if all are.
            "outputsBytes": bytes.allSatisfy { $0 == nil } ? nil : bytes,
            // True if another version of clipfit or FFmpeg made the existing outputs; else absent.
            "older": result.status == .skipped && result.isOlder ? true : nil,
        ])
    }

    /// The last `clipfit.batch/1` of a batch.
    init(_ summary: BatchSummary) {
        let counts: JSONObject = [
            "done": summary.done, "skipped": summary.skipped, "failed": summary.failed,
            "left": summary.left, "older": summary.older, "seconds": summary.seconds,
        ]
        self = ["summary": counts]
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
        text = Language.list("\(parts.joined(separator: ", ")) in \(seconds) s")
    }
}
