internal import ArgumentParser
internal import ClipBatch
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import ClipMedia
internal import LibAV
internal import Platform

struct BatchCommand: ClipCutting {
    static let configuration = CommandConfiguration(
        commandName: "batch", abstract: "Trim every clip in folders; finished ones are skipped.",
        discussion: """
            'clipfit batch --help-all' shows all options.

            With --watch it keeps running: it starts on a clip when it has not changed for the time of --settle, and no \
            program writes to it. SIGINT and SIGTERM end it: with 0, or 1 if clips failed, when nothing is left to do, else \
            with 130 or 143; unfinished outputs are removed. Presets, music and charts are read at the start.
            """)

    @Argument(help: "The folders with the clips, or clips.", completion: .directory)
    var inputs: [FileArgument]

    @Option(
        name: .shortAndLong,
        help: "The folder to write to, created if missing; or a name in it, e.g. 'out/{date}-{stem}'.",
        completion: .directory)
    var output: FileArgument

    @Flag(inversion: .prefixedNo, help: "Also search subfolders.") var recursive = true

    @Flag(help: .more("Keep the clips' folders, or write all outputs to one (default: --keep-tree)."))
    var layout = Layout.keepTree

    @Option(help: "Only files that match, e.g. '*_final.mov' or 'day1/*'; repeatable.")
    var include: [FileArgument] = []

    @Option(help: .more("Skip files and folders that match; repeatable.")) var exclude: [FileArgument] = []

    @Option(help: .more("Stop after N clips (finished ones are not counted).")) var limit: Int?

    @Flag(help: .more("Succeed if there are no clips.")) var allowEmpty = false

    @Flag(help: .more("Stop at the first failure.")) var stopOnError = false

    @OptionGroup(title: "Watching") var watching: WatchOptions

    @OptionGroup(title: "Sharing and planning ahead") var share: ShareOptions

    @OptionGroup var options: TrimOptions

    @OptionGroup(title: "Choosing the part") var window: WindowOptions

    @OptionGroup(title: "Fitting the length") var fit: FitOptions

    @OptionGroup var about: AboutOption

    @OptionGroup(title: "Picture and sound") var finish: OutputOptions

    @OptionGroup(title: "Text and captions") var words: TextOptions

    @OptionGroup var joining: JoinOptions

    @OptionGroup(title: "The page") var page: PageOptions

    @Flag(
        help:
            "Make finished clips again, also those made with other settings or by another version; files that you changed stay."
    )
    var remake = false

    @Flag(help: "Replace any file in the way, also one that clipfit did not make or that you changed.")
    var overwrite = false

    @Flag(help: "Print what would be done, and change nothing.") var dryRun = false

    @Flag(
        inversion: .prefixedNo,
        help: .more("Sometimes suggest a less proven option, to learn (after ten posts)."))
    var explore = true

    @OptionGroup(title: "Workers") var workers: WorkerOptions

    @Option(help: .more("How to show progress: auto, plain, json or none."))
    var progress: Progress.Kind = .auto

    @OptionGroup var common: CommonOptions

    /// Whether the batch only makes plans.
    private var makesNothing: Bool { dryRun || share.planOnly != nil }

    /// Folder structure of the outputs.
    enum Layout: String, EnumerableFlag { case keepTree, flat }

    func validate() throws {
        try checkOptions()
        if page.report != nil && share.planOnly != nil {
            throw ValidationError(
                "--report is for what was done or, with --dry-run, planned; not for --plan-only")
        }
        if remake && share.planOnly != nil {
            throw ValidationError("--remake is for what was made, and --plan-only makes nothing")
        }
        if share.fromPlan != nil,
            let flag = typedFlag
                ?? [(!include.isEmpty, "--include"), (!exclude.isEmpty, "--exclude")].first(where: \.0)?.1
        {
            throw ValidationError(
                "\(flag) is decided by the plans of --from-plan: leave it out, or plan again")
        }
        try joining.check(self, [])
        let single = [
            (watching.watch, "--watch"), (share.shard != nil, "--shard"),
            (share.planOnly != nil, "--plan-only"), (share.fromPlan != nil, "--from-plan"),
        ]
        if joining.join, let (_, other) = single.first(where: \.0) {
            throw ValidationError("\(other) goes clip by clip: leave it out with --join")
        }
        if let limit, limit < 1 { throw ValidationError("--limit is at least 1") }
        let others = [
            (dryRun, "--dry-run"), (page.report != nil, "--report"), (share.planOnly != nil, "--plan-only"),
            (share.fromPlan != nil, "--from-plan"), (share.shard != nil, "--shard"),
            (share.manifest != nil, "--manifest"),
        ]
        if watching.watch, let (_, other) = others.first(where: \.0) {
            throw ValidationError("\(other) wants all clips to be known, and --watch waits for more")
        }
    }

    func run() throws {
        common.apply()
        try checkFolders()
        try check(try work(template, severalBrands: share.presetByFolder))
        var settings = try settings()
        let report = try begunReport()
        let sources = try sources()
        let advisers = try BatchAdviceServices(
            sources, seed: common.seed, explores: explore, isLogged: !makesNothing, warn: Console.warning)
        settings.readable += try advisers.musicPlaces() + sources.plannedMusic()
        if sources.useMusic { settings.rights = try TrackCatalogue.catalogue() }
        if sources.works.contains(where: \.transcribes) {
            settings.transcriber = try UserSettings.transcriber()
        }
        settings.encodings = Set(sources.works.flatMap(\.captionEncodings)).sorted()
        if watching.watch { settings.readable += sources.works.flatMap(\.otherFiles).map(\.path) }
        let plans = try begunPlans(sources.found.jobs)
        let journal = try opened(sources.found)
        let store = UserFolder.cache("analysis.sqlite").map { AnalysisCache(at: $0) }
        let printer = BatchPrinter(
            dryRun ? .plans : makesNothing ? .nothing : .results, asJSON: common.asJSON,
            BatchMeter(progress, isSpare: common.asJSON || watching.watch),
            verb: joining.join ? "join" : "trim")
        let runner = BatchRunner(
            settings, journal, sources.found, watching: try watch(printer), keepingIn: store,
            advice: advisers.advice, refusal: sources.refusal, work: sources.work)
        try carryOut(runner, printer, report, plans, journal as? ShardJournal)
    }

    /// Reports impossible output names before any work.
    func check(_ work: JobTemplate) throws {
        _ = try TrimOptions.asUsage { () throws(PlanningError) in
            try work.names(target.bytes, isFolder: true, of: ["clip.mp4"], date: Clock.today.text)
        }
    }

    private func begunPlans(_ jobs: [Job]) throws -> BatchPlans? {
        do throws(Failure) {
            return try share.planOnly.map { path throws(Failure) in
                try BatchPlans(path.path, overwrites: overwrite, jobs, output: target)
            }
        } catch { try fail(error, "write") }
    }

    private func begunReport() throws -> ReportFile? {
        do throws(Failure) {
            return try page.report.map { path throws(Failure) in
                // The page may be the first file in the folder of the outputs.
                if Folder.absolute(path.path.folder) == Folder.absolute(target) { try Folder.make(target) }
                return try ReportFile(
                    path.path, title: page.reportTitle, logo: page.reportLogo?.path, overwrites: overwrite)
            }
        } catch { try fail(error, "write") }
    }

    private func settings() throws -> BatchSettings {
        var settings = BatchSettings(
            output: target, WorkerProgram(arguments: ["clipfit", WorkerCommand.name]))
        (settings.isFlat, settings.overwrites, settings.remakes) = (layout == .flat, overwrite, remake)
        (settings.isDryRun, settings.limit, settings.stopsOnError) = (makesNothing, limit, stopOnError)
        settings.portrays = page.report != nil
        settings.jobs = try workers.jobs()
        settings.limits = WorkerLimits(
            patience: workers.patience.seconds, memory: (MachineLimits.memory ?? 0) / settings.jobs)
        settings.version = "\(Clipfit.version)/\(LibraryVersion.text.filter { $0 != " " })"
        settings.readable = folders + FontCatalogue.folders
        do throws(Failure) { settings.isConfined = try workers.areConfined(in: folders[0]) } catch {
            try fail(error)
        }
        return settings
    }

    private func opened(_ found: SourceFinder.Found) throws -> any BatchJournal {
        // Plans must be the same everywhere, whatever is finished locally.
        if share.planOnly != nil { return NoJournal() }
        let shard = try share.share
        do throws(Failure) {
            if let shard, !dryRun { return try ShardJournal(of: target, shard, found, in: folders) }
            // SQLite ends a text at a zero byte.
            let ask = RawArguments.ofProcess().joined(separator: "\u{1F}")
            let journal = try Journal(of: target, ask: ask, writes: !dryRun)
            journal.warnings.forEach { Console.warning($0) }
            return journal
        } catch { try fail(error) }
    }

    func fail(_ error: Failure, _ verb: String = "trim") throws -> Never {
        throw common.errors.print(error, verb)
    }

    private func carryOut(
        _ runner: BatchRunner, _ printer: BatchPrinter, _ report: ReportFile?, _ plans: BatchPlans?,
        _ shard: ShardJournal?
    ) throws {
        var (interruption, cost, planned) = (Int32?.none, 0.0, 0)
        let summary = try runner.run(
            printer.update,
            each: { result in
                report?.add(result)
                (cost, planned) = (cost + result.cost, planned + (result.plans.isEmpty ? 0 : 1))
                plans?.add(result)
                if let shard, result.interruption == nil {
                    shard.note(Output.jsonText(JSONObject.batch, JSONObject(shard.portable(result))))
                }
                printer.show(result)
                interruption = interruption ?? result.interruption
            })
        printer.finish(summary)
        let signal = interruption ?? runner.interruption
        do throws(Failure) {
            try report?.finish(summary)
            if signal == nil { try plans?.finish() }
            if signal == nil { shard?.note(Output.jsonText(JSONObject.batch, JSONObject(summary))) }
            try shard?.check()
        } catch { try fail(error, "write") }
        printer.show(cost: cost, of: planned, jobs: try workers.jobs())
        printer.show(summary)
        if let failure = runner.failure { try fail(failure, "watch") }
        if let signal { throw Failure.Kind.interrupted(by: signal).exitCode }
        if summary.failed > 0 { throw ExitCode(1) }
    }
}
