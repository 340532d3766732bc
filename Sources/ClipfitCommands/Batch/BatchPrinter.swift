internal import ClipBatch
internal import ClipCore
internal import ClipMedia

/// Prints the results of a batch, for people or scripts.
struct BatchPrinter {
    enum Kind {
        /// Outputs are made and printed.
        case results
        /// Plans are made and printed instead.
        case plans
        /// Plans are written to a file.
        case nothing
    }

    let kind: Kind
    let asJSON: Bool
    private let meter: BatchMeter
    private let verb: String

    init(_ kind: Kind, asJSON: Bool, _ meter: BatchMeter, verb: String) {
        (self.kind, self.asJSON, self.meter, self.verb) = (kind, asJSON, meter, verb)
    }

    func update(_ progress: BatchProgress) { meter.update(progress) }

    func warn(_ text: String) {
        meter.clear()
        Console.warning(text)
    }

    func show(_ result: JobResult) {
        meter.clear()
        result.warnings.forEach { Console.warning($0, of: result.source) }
        result.errors.forEach { ErrorPrinter(asJSON: asJSON).print($0, verb) }
        guard result.interruption == nil else { return }
        switch kind {
        case .plans: result.plans.forEach { PlanText.show($0, asJSON: asJSON) }
        case .results where asJSON: Output.json(JSONObject.batch, JSONObject(result))
        case .results: result.reports.forEach { ReportPrinter.show($0, asJSON: false) }
        case .nothing: break
        }
        if result.status == .skipped { Console.note("\(result.source.shown): finished already") }
    }

    /// Prints how long the planned work would take.
    ///
    /// - Parameters:
    ///   - cost: CPU seconds on the machine of ``Machine/speed`` 1.
    func show(cost: Double, of clips: Int, jobs: Int) {
        guard case .plans = kind, !asJSON, cost > 0, Console.level != .quiet else { return }
        let cpu = cost / Machine.speed
        let cores = Double(min(Machine.cores, jobs * 4, clips * 4))
        let text = { (seconds: Double) in
            seconds < 90 ? "\(Int(seconds.rounded(.up))) s" : "\(Int((seconds / 60).rounded())) min"
        }
        let sentence = "expected for \(clips) clips: about \(text(cpu / cores)), \(text(cpu)) of CPU time"
        Console.write("clipfit: \(Language.text(sentence))\n")
    }

    func show(_ summary: BatchSummary) {
        guard case .results = kind else { return }
        if asJSON {
            Output.json(JSONObject.batch, JSONObject(summary))
        } else if Console.level != .quiet {
            Output.line(BatchSummaryText(summary).text)
        }
    }

    /// Ends the progress.
    func finish(_ summary: BatchSummary) { meter.finish(summary) }
}
