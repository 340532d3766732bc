internal import ArgumentParser
internal import ClipBatch
internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import Sandbox
internal import SystemPackage

/// The parts that `sheet` shows before they are rendered.
struct PartOptions: ParsableArguments {
    @Option(help: "Show the N best parts: frames with their crop, and on a page why they were chosen.")
    var best: Int?

    @Option(help: "Show what stored plans of the clip do, from 'trim --dry-run --json'.")
    var plan: FileArgument?

    @Option(name: .shortAndLong, help: "With --best: the parts' length in seconds (default: 15).")
    var length: MediaTime?

    @Option(
        name: [.customShort("Z"), .customLong("preset")], help: "With --best: a preset.",
        completion: Completions.presets)
    var preset: FileArgument?

    var areShown: Bool { best != nil || plan != nil }

    func validate() throws {
        if let best, !(1...12).contains(best) { throw ValidationError("--best goes from 1 to 12") }
        if best != nil, plan != nil { throw ValidationError("--best and --plan both name the parts") }
        if best == nil, length != nil || preset != nil {
            throw ValidationError("\(length == nil ? "--preset" : "--length") is for --best")
        }
    }
}

extension SheetCommand {
    /// Draws candidates, or writes them as a page.
    func showParts() throws {
        let work = try work()
        let known = try parts.plan.map { try PlanFile.read($0.path) }
        let stored = known?.filter { $0.source.file.path.nameBytes == clip.path.nameBytes }
        if let plan = parts.plan, stored?.isEmpty == true {
            throw UsageError("no plan in \(plan.path.shown) is for \(clip.path.shown)")
        }
        let isPage = output.path.stemAndExtension.extension == "html"
        let page =
            try isPage
            ? ReportFile(output.path, title: clip.path.shown, logo: nil, overwrites: overwrite) : nil
        _ = try InputShift.begin([clip.path], "draw", asJSON: common.asJSON)
        try sandbox.confine(
            Confinement(reading: [clip.path], writing: UserFolder.analyses + [output.path.folder]),
            drawing: true)
        var failures = Failures(verb: "draw", asJSON: common.asJSON)
        do throws(Failure) {
            let editor = try Editor(clip.path, UserFolder.analyzer)
            let plans = if let stored { stored } else { try planned(work, editor) }
            let zones = work.requests.flatMap(\.finish.platforms).compactMap { $0.safeZone?.value }
            if let page {
                var result = JobResult(clip.path)
                (result.plans, result.brand, result.language) = (
                    plans, work.settings.name, work.settings.language
                )
                result.portrait = StillsMaker().portrait(of: editor, [], [], planned: plans, zones: zones)
                page.add(result)
                try page.finish(BatchSummary())
            } else {
                try editor.drawSheet(
                    of: plans, count: frames ?? 6, zones: zones, to: output.path, overwrites: overwrite)
            }
            if common.asJSON {
                plans.forEach { Output.json(Plan.schemaName, $0) }
            } else if Console.level != .quiet {
                Output.plain(output.path.shown)
            }
        } catch { try failures.add(error) }
        try failures.finish()
    }

    private func work() throws -> JobTemplate {
        var words = ["--length", (parts.length ?? MediaTime(ticks: 15, timescale: 1)).text]
        words += ["--clips", "\(parts.best ?? 1)"]
        words += platforms.map { ["--for", $0.ids.joined(separator: ",")] } ?? []
        words += parts.preset.map { ["--preset", RawArguments.text(of: $0.bytes)] } ?? []
        return try TrimCommand.parse(words + ["--", RawArguments.text(of: clip.bytes)]).work()
    }

    private func planned(_ work: JobTemplate, _ editor: borrowing Editor) throws(Failure) -> [Plan] {
        let chosen = try editor.choose(work)
        chosen.shortfalls.forEach { Console.warning($0, of: clip.path) }
        let names: OutputNames
        do throws(PlanningError) {
            names = try work.names(nil, isFolder: false, of: [clip.path], date: Clock.today.text)
        } catch { throw Failure(error, clip.path) }
        return try chosen.requests.indices.map { (number) throws(Failure) in
            try editor.plan(chosen, number, names, overwrites: false)
        }
    }
}
