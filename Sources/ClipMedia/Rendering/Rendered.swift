internal import ClipCore

/// Outcome of a render pass after its limits were checked.
enum Rendered {
    /// The output is kept.
    case done(Report)
    /// The output is discarded, and this plan is rendered instead.
    case again(Plan)

    /// - Throws: if the output is forbidden or too large.
    init(_ report: Report, _ judge: (Report) -> Revisions.Verdict) throws(Failure) {
        let path = report.plan.output.file.path
        switch judge(report) {
        case .keep(let deviations):
            var report = report
            report.deviations += deviations
            self = .done(report)
        case .again(let plan): self = .again(plan)
        case .forbid(let message, let hint): throw Failure(.forbidden, path, message, hint: hint)
        case .tooLarge(let message):
            throw Failure(
                .unusable, path, message, hint: "name a shorter part, a smaller --size or a larger --max-size"
            )
        }
    }
}
