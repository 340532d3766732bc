internal import ClipBatch
internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import LibAV

/// Renders plans of one clip for `trim` and `render`: shows progress, delivers and prints the results.
struct PlanRunner {
    private let progress: Progress.Kind
    private let asJSON: Bool
    private let keeper: MarkKeeper

    init(_ progress: Progress.Kind, asJSON: Bool, _ keeper: MarkKeeper) {
        (self.progress, self.asJSON, self.keeper) = (progress, asJSON, keeper)
    }

    /// Loads filters if plans need or may need them. Call before anything is printed about them: if this
    /// process can no longer load them, another one starts over.
    static func loadFilters(for plans: [Plan], of info: MediaInfo) {
        let isPlain = ["yuv420p", "yuvj420p"].contains(info.video?.pixelFormat ?? "")
        guard !isPlain || plans.contains(where: { $0.filters || $0.limits != nil }) else { return }
        _ = FilterGraph.isAvailable
    }

    @discardableResult
    func run(_ plans: [Plan], _ editor: borrowing Editor, _ failures: inout Failures) throws
        -> [Result<Report, Failure>]
    {
        Self.loadFilters(for: plans, of: editor.info)
        // A file that is already named would be in another process's way.
        InputLink.mayRestart = { [keeper] in !keeper.hasNamed }
        let meter = Progress(progress, plans)
        defer { meter.finish() }
        var renderer = Renderer()
        renderer.keeper = keeper
        let results = editor.render(plans, renderer) { meter.update($0) }
        meter.finish()
        defer { InputLink.mark(keeper.takeNamed()) }
        for result in results {
            do throws(Failure) {
                let report = try result.get()
                defer { ReportPrinter.show(report, asJSON: asJSON) }
                try Editor.deliver(report, keeper, warn: Console.warning)
            } catch { try failures.add(error, of: editor.source) }
        }
        return results
    }
}

/// Prints the report of a clip.
enum ReportPrinter {
    static func show(_ report: Report, asJSON: Bool) {
        if asJSON { return Output.json("clipfit.trim/1", JSONObject(report)) }
        if Console.level != .quiet { Output.line(TrimText(report).text) }
        // Changes that platforms require were requested with them.
        let told = report.plan.delivery == nil ? report.changes : report.deviations
        told.forEach { Console.warning($0, of: report.plan.output.file.path) }
        report.plan.reasons.forEach { Console.note(Language.list($0)) }
        report.unchecked.map { Console.note($0) }
        report.cover?.reasons.forEach { Console.note("cover: \($0)") }
        if !report.removedMetadata.isEmpty {
            Console.note("tags left out: \(report.removedMetadata.joined(separator: ", "))")
        }
    }
}
