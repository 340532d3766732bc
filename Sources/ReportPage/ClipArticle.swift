internal import ClipBatch
internal import ClipCore
internal import ClipMedia

/// A result with all its details. The template reads the properties by name; a nil inner value would be
/// looked up in the outer ones, so no name may be used twice with different meanings.
struct ClipArticle {
    struct Problem {
        let message: String
        let advice: String?
    }

    let number: Int
    let rowName: String
    let rowStatus: String
    let rowBadge: String
    let rowClass: String
    let errors: [Problem]
    let warnings: [String]
    let timeline: ClipTimeline?
    let outputs: [OutputSection]

    init(_ result: JobResult, _ row: ClipRow, _ outputs: [OutputSection], _ messages: Messages) {
        (number, rowName, rowStatus) = (row.number, row.rowName, row.rowStatus)
        (rowBadge, rowClass, self.outputs) = (row.rowBadge, row.rowClass, outputs)
        errors = result.errors.map {
            let isAboutSource = $0.path == result.source
            let message = messages.text(of: $0.message)
            return Problem(
                message: isAboutSource ? message : "\($0.path.text): \(message)",
                advice: $0.hint.map(messages.text(of:)))
        }
        warnings = result.warnings.map(messages.text(of:))
        timeline = result.portrait.flatMap { ClipTimeline($0, messages) }
    }
}
