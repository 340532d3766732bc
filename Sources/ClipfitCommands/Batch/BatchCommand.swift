internal import ArgumentParser
internal import ClipBatch
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import ClipMedia
internal import LibAV

struct BatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch",
        abstract: "Trim every clip in folders; what an earlier run finished is left as it is.",
        discussion: """
            'clipfit batch --help-all' shows all options.

            With --watch it stays: a clip that comes, or changes, is worked on when it has been left alone for the time of \
            --settle, and one that failed again when it changes. Each result is told at once. SIGINT and SIGTERM end it: with 0, \
            or 1 where clips failed, if nothing was left to do, else with 130 or 143; what was being made is removed, and \
            begun anew by the next run. Presets, music and boards are read when it begins.
            """)

    @Argument(help: "The folders with the clips, or clips.", completion: .directory)
    var inputs: [FileArgument]

    @Option(
        name: .shortAndLong,
        help: "The folder to write to, created if missing; or a name in it, e.g. 'out/{date}-{stem}'.",
        completion: .directory)
    var output: FileArgument

    @Flag(inversion: .prefixedNo, help: "Search the folders below too.")
    var recursive = true

    @Flag(
        help: .more("Lay the outputs out in folders as the clips are, or all in one (default: --keep-tree)."))
    var layout = Layout.keepTree

    @Option(help: "Only files that fit the pattern, e.g. '*_final.mov' or 'day1/*'; repeatable.")
    var include: [FileArgument] = []

    @Option(help: .more("No files or folders that fit the pattern; repeatable."))
    var exclude: [FileArgument] = []

    @Option(help: .more("Work on so many clips at most; those that are finished do not count."))
    var limit: Int?

    @Flag(help: .more("Succeed if there are no clips."))
    var allowEmpty = false

    @Flag(help: .more("End with the first failure."))
    var stopOnError = false

    @OptionGroup(title: "Watching") var watching: WatchOptions

    @OptionGroup(title: "Sharing and planning ahead") var share: ShareOptions

    @OptionGroup var options: TrimOptions

    @Option(help: "Write what came of every clip as one HTML page, with pictures and reasons.")
    var report: FileArgument?

    @Flag(
        help:
            "Make finished clips again, also those made with other settings or by another version; files that you changed stay."
    )
    var remake = false

    @Flag(help: "Replace any file in the way, also one that clipfit did not make or that you changed.")
    var overwrite = false

    @Flag(help: "Print what would be done, and change nothing.")
    var dryRun = false

    @Flag(
        inversion: .prefixedNo,
        help: .more("Try what is doubtful now and then, once the brand has ten posts."))
    var explore = true

    @OptionGroup(title: "Workers") var workers: WorkerOptions

    @Option(help: .more("How to tell the progress: auto, plain, json or none."))
    var progress: Progress.Kind = .auto

    @OptionGroup var common: CommonOptions

    /// Whether the batch only makes plans.
    private var makesNothing: Bool { dryRun || share.planOnly != nil }

    /// Folder structure of the outputs.
    enum Layout: String, EnumerableFlag { case keepTree, flat }

    func validate() throws {
        if report != nil && makesNothing {
            throw ValidationError("--report is for what was done, not for --dry-run or --plan-only")
        }
        if remake && share.planOnly != nil {
            throw ValidationError("--remake is for what was made, and --plan-only makes nothing")
        }
        if share.fromPlan != nil,
            let flag = options.typedFlag
                ?? [(!include.isEmpty, "--include"), (!exclude.isEmpty, "--exclude")]
                .first(where: \.0)?.1
        {
            throw ValidationError(
                "\(flag) is decided by the plans of --from-plan: leave it out, or plan again")
        }
        if let limit, limit < 1 { throw ValidationError("--limit is at least 1") }
        let others = [
            (dryRun, "--dry-run"), (report != nil, "--report"), (share.planOnly != nil, "--plan-only"),
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
        try check(try options.work(template, severalBrands: share.presetByFolder))
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
            BatchMeter(progress, isSpare: common.asJSON || watching.watch))
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
            return try report.map { path throws(Failure) in
                try ReportFile(path.path, overwrites: overwrite)
            }
        } catch { try fail(error, "write") }
    }

    private func settings() throws -> BatchSettings {
        var settings = BatchSettings(
            output: target, WorkerProgram(arguments: ["clipfit", WorkerCommand.name]))
        (settings.isFlat, settings.overwrites, settings.remakes) = (layout == .flat, overwrite, remake)
        (settings.isDryRun, settings.limit, settings.stopsOnError) = (makesNothing, limit, stopOnError)
        settings.portrays = report != nil
        if let jobs = workers.jobs { settings.jobs = jobs }
        settings.limits = WorkerLimits(
            patience: workers.patience.seconds, memory: (Machine.availableBytes ?? 0) / settings.jobs)
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
            if let shard, !dryRun {
                return try ShardJournal(of: target, shard, found, in: folders)
            }
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
        var interruption: Int32?
        let summary = try runner.run(
            printer.update,
            each: { result in
                report?.add(result)
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
        printer.show(summary)
        if let failure = runner.failure { try fail(failure, "watch") }
        if let signal { throw Failure.Kind.interrupted(by: signal).exitCode }
        if summary.failed > 0 { throw ExitCode(1) }
    }
}
