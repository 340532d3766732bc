internal import ArgumentParser
internal import ClipBatch
internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import Recommendation
internal import Sandbox

struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Carry out plans that 'trim --dry-run --json' printed: one a line, - for standard input.")

    @Argument(help: "The file with the plans.") var plans: FileArgument

    @Flag(help: "Replace outputs that exist.") var overwrite = false

    @Option(help: "Write the edit next to each output, for editing programs: otio, fcpxml or edl.")
    var timeline: TimelineFormat?

    @Flag(help: "Write only the timelines (default: otio), and no video.") var timelineOnly = false

    @Option(help: "How to show progress: auto, plain, json or none.") var progress: Progress.Kind = .auto

    @OptionGroup var sandbox: SandboxOptions

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        var failures = Failures(verb: "render", asJSON: common.asJSON)
        var all: [Plan] = []
        do throws(Failure) { all = try PlanFile.read(plans.path) } catch { try failures.add(error) }
        let groups = Self.bySource(all)
        let shift = try InputShift.begin(
            groups.map { $0[0].source.file.path }, "render", asJSON: common.asJSON, progress: progress,
            marking: all.map(\.output.file.path.folder))
        // Load licences only if needed: the library starts threads, and a process with threads cannot be forked.
        let rights = all.contains { $0.mix?.music != nil } ? try TrackCatalogue.catalogue() : nil
        try confine(all)
        try shift.each { try render(groups[$0], rights, &failures) }
        try failures.finish()
    }

    private func confine(_ plans: [Plan]) throws(Failure) {
        let sources = plans.map(\.source.file) + plans.flatMap(\.otherFiles)
        let folders = plans.map(\.output.file.path.folder)
        let keeps = plans.contains { $0.post != nil || $0.mix?.music?.builtIn != nil }
        try sandbox.confine(
            Confinement(
                reading: sources.map(\.path),
                writing: folders + (keeps ? TrackCatalogue.libraryFolder() + TrackCatalogue.musicFolder : [])),
            drawing: plans.contains { $0.filters || $0.video.segments.contains { $0.treatment != .copy } },
            filtering: plans.contains(where: \.filters))
    }

    /// Groups consecutive plans of one source, to render them together.
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

    private func render(_ plans: [Plan], _ rights: MusicCatalogue?, _ failures: inout Failures) throws {
        let plans = plans.map { plan in
            var plan = plan
            if overwrite { plan.output.overwrites = true }
            if let format = timeline ?? (timelineOnly && plan.timeline == nil ? .otio : nil) {
                plan.timeline = PlannedTimeline(beside: plan.output.file, format)
            }
            return plan
        }
        let runner = PlanRunner(progress, asJSON: common.asJSON, MarkKeeper(replaces: false))
        do {
            let editor = try Editor(plans[0].source.file.path, UserFolder.analyzer, rights: rights)
            plans.warnings.forEach { Console.warning($0, of: editor.source) }
            guard timelineOnly else {
                try runner.run(plans, editor, &failures)
                return
            }
            for plan in plans {
                try editor.writeTimeline(of: plan, nil)
                plan.timeline.map { Output.plain($0.file.path.shown) }
            }
        } catch let error as Failure { try failures.add(error, of: plans[0].source.file.path) }
    }
}
