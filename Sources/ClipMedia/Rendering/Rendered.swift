internal import ClipCore

/// What one carrying-out of a plan came to, once its output was judged.
enum Rendered {
    /// The output stays.
    case done(Report)
    /// The output is thrown away, and this is carried out instead.
    case again(Plan)

    /// - Throws: where there must be no such output, or cannot be.
    init(_ report: Report, _ judge: (Report) -> Revisions.Verdict) throws(MediaError) {
        let path = report.plan.output.file.path
        switch judge(report) {
        case .keep(let deviations):
            var report = report
            report.deviations += deviations
            self = .done(report)
        case .again(let plan): self = .again(plan)
        case .forbid(let message, let hint): throw MediaError(.forbidden, path, message, hint: hint)
        case .tooLarge(let message):
            throw MediaError(
                .unusable, path, message, hint: "name a shorter part, a smaller --size or a larger --max-size"
            )
        }
    }
}
