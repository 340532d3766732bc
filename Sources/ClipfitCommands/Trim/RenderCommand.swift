internal import ArgumentParser
internal import ClipBatch
internal import ClipCore
internal import ClipMedia
internal import Recommendation
internal import Sandbox
internal import SystemPackage

struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Carry out plans that 'trim --dry-run --json' printed: one a line, - for standard input.")

    @Argument(help: "The file with the plans.")
    var plans: FileArgument

    @Flag(help: "Replace outputs that exist.")
    var overwrite = false

    @Option(help: "How to tell the progress: auto, plain, json or none.")
    var progress: Progress.Kind = .auto

    @OptionGroup var sandbox: SandboxOptions

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        var failures = Failures(verb: "render", asJSON: common.asJSON)
        var all: [Plan] = []
        do throws(MediaError) { all = try PlanFile.read(plans) } catch { try failures.add(error) }
        let groups = Self.bySource(all)
        let shift = try InputShift.begin(
            groups.map { $0[0].source.file.path }, "render", asJSON: common.asJSON,
            marking: all.map(\.output.file.path.folder))
        // The library begins threads, with which no copy of the process can be made.
        var renderer = Renderer()
        if all.contains(where: { $0.mix?.music != nil }) { renderer.rights = try MusicShelf.catalogue() }
        try confine(all)
        try shift.each { try render(groups[$0], renderer, &failures) }
        try failures.finish()
    }

    private func confine(_ plans: [Plan]) throws(MediaError) {
        let sources = plans.map(\.source.file) + plans.flatMap(\.otherFiles)
        let folders = plans.map(\.output.file.path.folder)
        let keeps = plans.contains { $0.post != nil }
        try sandbox.confine(
            Confinement(
                reading: sources.map(\.path),
                writing: folders + (keeps ? MusicShelf.libraryFolder() + MusicShelf.musicFolder : [])),
            drawing: plans.contains { plan in
                plan.picture != nil || plan.cover != nil
                    || plan.video.segments.contains { $0.treatment != .copy }
            })
    }

    /// Consecutive plans of one source are carried out together.
    private static func bySource(_ plans: [Plan]) -> [[Plan]] {
        var groups: [[Plan]] = []
        for plan in plans {
            if groups.last?.last?.source == plan.source {
                groups[groups.count - 1].append(plan)
            } else {
                groups.append([plan])
            }
        }
        return groups
    }

    private func render(_ typed: [Plan], _ renderer: Renderer, _ failures: inout Failures) throws {
        let plans = typed.map { plan in
            var plan = plan
            if overwrite { plan.output.overwrites = true }
            return plan
        }
        let meter = Progress(progress, plans)
        defer { meter.finish() }
        var results: [Result<Report, MediaError>]
        let keeper = MarkKeeper(replaces: false)
        defer { InputLink.mark(keeper.takeNamed()) }
        do throws(MediaError) {
            for plan in plans { try MusicShelf.provide(plan) }
            let source = try SourceFile.open(plans[0].source.file.path)
            var renderer = renderer
            renderer.keeper = keeper
            results = renderer.render(plans, source) { meter.update($0) }
        } catch {
            results = plans.map { _ in .failure(error) }
        }
        meter.finish()
        try ReportPrinter.show(
            results, of: plans[0].source.file.path, keeper, asJSON: common.asJSON, &failures)
    }
}
