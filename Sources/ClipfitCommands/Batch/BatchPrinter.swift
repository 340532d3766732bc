internal import ClipBatch
internal import ClipCore
internal import ClipMedia

/// Tells what comes of a batch, to people or scripts.
struct BatchPrinter {
    /// What is told of a clip that has no output.
    enum Kind {
        /// Outputs are made, and told.
        case results
        /// Plans are made and told instead.
        case plans
        /// Plans are made for somebody else.
        case nothing
    }

    let kind: Kind
    let asJSON: Bool
    private let meter: BatchMeter

    init(_ kind: Kind, asJSON: Bool, _ meter: BatchMeter) {
        (self.kind, self.asJSON, self.meter) = (kind, asJSON, meter)
    }

    /// How far it is.
    func update(_ progress: BatchProgress) { meter.update(progress) }

    func warn(_ text: String) {
        meter.clear()
        Console.warning(text)
    }

    /// One source is over.
    func show(_ result: JobResult) {
        meter.clear()
        result.warnings.forEach { Console.warning("\(result.source.shown): \($0)") }
        result.errors.forEach { ErrorPrinter(asJSON: asJSON).print($0, "trim") }
        guard result.interruption == nil else { return }
        switch kind {
        case .plans: result.plans.forEach { PlanText.show($0, asJSON: asJSON) }
        case .results where asJSON: Output.json(BatchJSON.schema, BatchJSON(result))
        case .results: result.reports.forEach { ReportPrinter.show($0, asJSON: false) }
        case .nothing: break
        }
        if result.status == .skipped { Console.note("\(result.source.shown): finished already") }
    }

    /// The last line of results.
    func show(_ summary: BatchSummary) {
        guard case .results = kind else { return }
        if asJSON {
            Output.json(BatchJSON.schema, BatchSummaryJSON(summary))
        } else if Console.level != .quiet {
            Output.line(BatchSummaryText(summary).text)
        }
    }

    /// The end of the progress.
    func finish(_ summary: BatchSummary) { meter.finish(summary) }
}
