internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import LibAV

/// Converts a worker's outcome to a result, and records it.
struct JobFinisher {
    private let settings: BatchSettings
    private let journal: any BatchJournal
    private let advice: BatchAdvice?

    init(_ settings: BatchSettings, _ journal: any BatchJournal, _ advice: BatchAdvice?) {
        (self.settings, self.journal, self.advice) = (settings, journal, advice)
    }

    /// The result of a job; what cannot be recorded counts as failed.
    func finish(_ assignment: Assignment, _ outcome: JobOutcome) -> JobResult {
        var result = JobResult(assignment.job.source)
        (result.attempt, result.warnings, result.plans) = (
            assignment.attempt, outcome.warnings, outcome.plans
        )
        (result.portrait, result.cost) = (outcome.portrait, outcome.cost)
        let brand = assignment.order.work.settings
        (result.brand, result.language) = (brand.name, brand.language)
        result.kept = assignment.finished.compactMap { remembered($0.output) }
        // Workers are always stopped by SIGTERM; the signal that the batch itself received counts.
        result.errors = (assignment.errors + outcome.errors).map { error in
            guard error.kind.signal != nil, let signal = Interruption.signal else { return error }
            return Failure(.interrupted(by: signal), error.path, error.message)
        }
        let reports = outcome.reports.filter { number, report in
            do throws(Failure) {
                try check(report, number, assignment)
                try advice?.deliver(report, OutputNoter(journal).keeper(assignment))
            } catch {
                result.errors.append(error)
                return false
            }
            return true
        }
        result.reports = reports.sorted { $0.key < $1.key }.map(\.value)
        let there =
            assignment.finished.map { ($0.number, $0.output) }
            + reports.keys.map { ($0, assignment.steps[$0]!) }
        result.isOlder = assignment.finished.contains(where: \.isOlder)
        result.outputs = there.sorted { $0.0 < $1.0 }.map(\.1.path)
        if result.status == .skipped { result.attempt = assignment.finished.map(\.attempt).max() ?? 1 }
        do throws(Failure) {
            let made = reports.map { number, report in
                var output = assignment.steps[number]!
                output.report = report
                output.companions = report.files.filter { $0 != output.path }
                return output
            }
            try note(result, made, assignment)
        } catch {
            result.errors.append(error)
            result.reports = []
        }
        result.seconds = (ContinuousClock.now - assignment.began) / .seconds(1)
        return result
    }

    /// The report of an output of an earlier run; nil if there is none.
    private func remembered(_ output: Journal.Output) -> Report? {
        guard var report = try? journal.record(of: output.place)?.report else { return nil }
        report.plan.output.file = PlannedPath(output.path)
        return report
    }

    private func check(_ report: Report, _ number: Int, _ assignment: Assignment) throws(Failure) {
        guard report.plan.output.file.path == assignment.steps[number]?.path else {
            throw Failure(.workerLost, assignment.job.source, "the worker on it made what nobody asked for")
        }
    }

    private func note(_ result: JobResult, _ made: [Journal.Output], _ assignment: Assignment) throws(Failure)
    {
        guard !settings.isDryRun else { return }
        let place = assignment.job.place
        try journal.finish(
            made, kept: assignment.finished.map(\.output), of: place, attempt: assignment.attempt,
            isWhole: result.errors.isEmpty)
        guard let error = result.errors.first else { return }
        if result.interruption == nil {
            try journal.fail(place, attempt: assignment.attempt, error)
        } else {
            try journal.release(place)
        }
    }
}
