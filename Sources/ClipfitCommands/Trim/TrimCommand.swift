internal import ArgumentParser
internal import ClipBatch
internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import Recommendation
internal import Sandbox

struct TrimCommand: ClipCutting {
    static let configuration = CommandConfiguration(
        commandName: "trim",
        abstract: "Cut clips to 15 or 60 seconds, exactly, re-encoding only what must be.",
        discussion: "'clipfit trim --help-all' shows all options.")

    @Argument(help: "The clips to cut.") var files: [FileArgument]

    @OptionGroup var options: TrimOptions

    @OptionGroup(title: "Choosing the part") var window: WindowOptions

    @OptionGroup(title: "Fitting the length") var fit: FitOptions

    @OptionGroup var about: AboutOption

    @OptionGroup(title: "Picture and sound") var finish: OutputOptions

    @OptionGroup(title: "Text and captions") var words: TextOptions

    @OptionGroup var joining: JoinOptions

    @Option(
        name: .shortAndLong,
        help:
            "Where to write: a file, a folder, or a name with {stem} {ext} {preset} {length} {start} {platform} {variant} {n} {date} {about} (default: {stem}-{length}s-{platform} in the source's folder)."
    )
    var output: FileArgument?

    @Option(
        help: .more(
            "An experiment: one output for each value of a look, music, length or cover, e.g. look:warm-cafe,none; 'clipfit learn experiment' names the best."
        ))
    var variants: String?

    @Option(
        help: .more("Read the moving crop from this file; if it is missing, write it there, to be edited."))
    var cropPath: FileArgument?

    @Flag(help: "Replace an output that clipfit made, unless you changed it since.") var remake = false

    @Flag(help: "Replace an output that exists, whoever made it.") var overwrite = false

    @Flag(help: "Print what would be done, and change nothing.") var dryRun = false

    @Flag(
        inversion: .prefixedNo,
        help: .more("Sometimes suggest a less proven option, to learn (after ten posts)."))
    var explore = true

    @Option(help: .more("How to show progress: auto, plain, json or none."))
    var progress: Progress.Kind = .auto

    @OptionGroup var sandbox: SandboxOptions

    @OptionGroup var common: CommonOptions

    var isFolder: Bool {
        output.map { Folder.isFolder($0.path) || $0.bytes.last == UInt8(ascii: "/") } ?? false
    }

    func validate() throws {
        try checkOptions()
        try joining.check(self, [(cropPath != nil, "--crop-path"), (variants != nil, "--variants")])
        if joining.join, files.count < 2 { throw ValidationError("--join needs two or more clips or photos") }
        guard let variants else { return }
        _ = try Variants(variants)
        if cropPath != nil { throw ValidationError("--crop-path is for one output: leave --variants out") }
    }

    /// The job for every source: the only one, or one for each variant of an experiment.
    private func jobs(_ crops: CropPathFiles?, _ variants: Variants?) throws -> [TrimJob] {
        let typed = isFolder ? nil : output.map { PresetValue.path(PlannedPath($0.path)) }
        let settings = typed.map { [PresetSetting(.output, $0, .flag("--output"))] } ?? []
        return try (variants.map { $0.values.map(Optional.some) } ?? [nil]).map { value in
            let varied = value.flatMap { variants?.setting($0) }
            var work = try work(settings + [varied].compactMap { $0 })
            if let crops { work = try crops.obeyed(by: work, sources: files.count) }
            let abouts = try SubjectTexts.words(files.map(\.path), for: work)
            let names = try TrimOptions.asUsage { [work] () throws(PlanningError) in
                try work.names(
                    output?.bytes, isFolder: isFolder, of: files.map(\.path), date: Clock.today.text,
                    variant: value.flatMap { variants?.word($0) } ?? "", abouts: abouts)
            }
            return TrimJob(work: work, names: names, variant: value)
        }
    }

    func run() throws {
        common.apply()
        guard !joining.join else { return try runJoined() }
        var failures = Failures(verb: "trim", asJSON: common.asJSON)
        let crops = try cropPath.map { try CropPathFiles($0.path) }
        let variants = try variants.map { try Variants($0) }
        var jobs = try jobs(crops, variants)
        let made = try makeFolders(jobs)
        // A confined process may not, but the one that started it.
        defer { Folder.removeEmpty(made) }
        let shift = try InputShift.begin(
            files.map(\.path), "trim", asJSON: common.asJSON, progress: progress,
            marking: dryRun ? [] : outputFolders)
        var taken = InputLink.taken
        for (number, job) in jobs.enumerated() where job.work.settings.isPaired || variants != nil {
            jobs[number].adviser = try adviser(job.work.settings)
        }
        let hasMusic = jobs.contains { $0.work.settings.musicWord != .none }
        let rights = hasMusic ? try TrackCatalogue.catalogue() : nil
        let transcribes = jobs.contains { $0.work.transcribes }
        let transcriber = transcribes ? try Transcriber.start(try UserSettings.transcriber()) : nil
        try confine(jobs, files.map(\.path))
        try shift.each { number in
            let file = files[number]
            do {
                try trim(file, (jobs, variants), (rights, transcriber), crops, &taken, &failures)
            } catch let error as Failure { try failures.add(error, of: file.path) }
        }
        try failures.finish()
    }

    /// - Parameter temporary: folders for temporary files.
    func confine(_ jobs: [TrimJob], _ sources: [FilePath], temporary: [FilePath] = []) throws(Failure) {
        let works = jobs.map(\.work)
        let advisers = jobs.compactMap(\.adviser)
        let findsCaptions = works.contains(where: \.findsCaptions)
        let captionFiles = findsCaptions ? sources.flatMap { CaptionFiles(beside: $0).paths } : []
        var reach = Confinement(
            reading: sources + captionFiles + works.flatMap { $0.otherFiles.map(\.path) },
            writing: UserFolder.analyses + temporary)
        if !advisers.isEmpty {
            for adviser in advisers { reach.readable += try adviser.musicPlaces() }
            reach.readable += sources.flatMap(SubjectTexts.files)
            reach.writable += TrackCatalogue.libraryFolder() + TrackCatalogue.musicFolder
        }
        if !dryRun { reach.writable += outputFolders + [cropPath?.path.folder].compactMap { $0 } }
        TextDecoder.load(works.flatMap(\.captionEncodings))
        try sandbox.confine(
            reach, drawing: !advisers.isEmpty || works.contains(where: \.mayMakePictures),
            filtering: joining.join || !advisers.isEmpty || works.contains(where: \.makesPictures))
    }

    /// Output folders; a path part with braces is below them.
    var outputFolders: [FilePath] {
        guard let output else { return files.map(\.path.folder) }
        guard !isFolder else { return [output.path] }
        let start = output.bytes.prefix { $0 != UInt8(ascii: "{") }
        return [FilePath(bytes: Array(start) + Array("x".utf8)).folder]
    }

    /// Makes the folder that `-o FOLDER/` names, and returns what it made. A missing folder is reported before any work.
    func makeFolders(_ jobs: [TrimJob]) throws -> [FilePath] {
        guard !dryRun else { return [] }
        var made: [FilePath] = []
        do throws(Failure) {
            for folder in outputFolders where !Folder.isFolder(folder) {
                guard output?.bytes.last == UInt8(ascii: "/") else {
                    throw Failure(
                        .cannotCreate, folder, "no such folder",
                        hint: "create it, or name a folder: -o \(folder.shown)/")
                }
                made += try Folder.make(folder)
            }
            guard output == nil || isFolder else { return made }
            for settings in jobs.map(\.work.settings) where settings.separatesPlatforms {
                for folder in outputFolders {
                    for platform in settings.platforms {
                        made += try Folder.make(folder.pushing(FilePath(platform)))
                    }
                }
            }
            return made
        } catch { throw common.errors.print(error, "trim") }
    }

    func adviser(_ settings: Preset) throws -> AdviceService {
        try AdviceService(settings, seed: common.seed, top: 3, explores: explore, warn: Console.warning)
    }

    private func trim(
        _ file: FileArgument, _ typed: (jobs: [TrimJob], variants: Variants?),
        _ with: (rights: MusicCatalogue?, transcriber: Transcriber?),
        _ crops: CropPathFiles?, _ taken: inout Set<FilePath>, _ failures: inout Failures
    ) throws {
        let editor = try Editor(
            file.path, UserFolder.analyzer, rights: with.rights, transcriber: with.transcriber)
        var warnings = editor.info.warnings
        var (plans, errors): ([Plan], [Failure]) = ([], [])
        do {
            for job in typed.jobs {
                let work = try accompanied(job, typed.variants, editor, &warnings)
                for number in work.requests.indices {
                    do throws(Failure) {
                        let plan = try editor.plan(
                            work, number, job.names, overwrites: overwrite,
                            staysInside: !dryRun && !common.asJSON)
                        plans.append(try take(plan, &taken))
                    } catch { errors.append(error) }
                }
            }
            // One variant alone compares with nothing.
            if typed.variants != nil, let error = errors.first { throw error }
        } catch {
            warn(warnings, file.path)
            throw error
        }
        if !dryRun { PlanRunner.loadFilters(for: plans, of: editor.info) }
        warnings += plans.warnings
        warn(warnings, file.path)
        for error in errors { try failures.add(error, of: file.path) }
        if dryRun {
            plans.forEach { PlanText.show($0, asJSON: common.asJSON) }
        } else if !plans.isEmpty {
            let results = try PlanRunner(progress, asJSON: common.asJSON, MarkKeeper(replaces: remake))
                .run(plans, editor, &failures)
            try crops.map { try keep($0, results, &failures) }
        }
    }

    private func warn(_ warnings: [String], _ source: FilePath) {
        warnings.forEach { Console.warning($0, of: source) }
    }

    private func accompanied(
        _ job: TrimJob, _ variants: Variants?, _ editor: borrowing Editor, _ warnings: inout [String]
    ) throws(Failure) -> JobTemplate {
        let chosen = try chosen(job.work, editor)
        warnings += chosen.shortfalls.filter { !warnings.contains($0) }
        var placer = MusicPlacer()
        // What an experiment compares was not drawn by chance.
        let isLogged = !dryRun && variants == nil
        let choice = job.adviser.map { $0.choice(for: chosen, editor.source, isLogged: isLogged) }
        let work = try editor.accompany(chosen, &placer, advise: choice)
        guard let variants, let value = job.variant else { return work }
        let (clip, brand) = (editor.identity, work.settings.name)
        return work.tried { variants.experiment(value, of: $0, clip, brand: brand) }
    }

    private func chosen(_ work: JobTemplate, _ editor: borrowing Editor) throws(Failure) -> JobTemplate {
        guard work.needsAnalysis(of: editor.info.duration) else { return try editor.choose(work) }
        let meter = Progress(
            progress, "\(editor.source.shown), choosing", length: editor.info.duration.seconds)
        defer { meter.finish() }
        return try editor.choose(work) { meter.update($0) }
    }

    /// Reserves the name of a plan's output.
    func take(_ plan: Plan, _ taken: inout Set<FilePath>) throws(Failure) -> Plan {
        let path = plan.output.file.path
        guard taken.insert(path.lexicallyNormalized()).inserted else {
            let collision = OutputNames.collision(at: path)
            throw Failure(.usage, path, collision.message, hint: collision.hint)
        }
        InputLink.tell(.took(plan.output.file.path))
        return plan
    }

    private func keep(
        _ crops: CropPathFiles, _ results: [Result<Report, Failure>], _ failures: inout Failures
    ) throws {
        do throws(Failure) {
            if try !crops.keep(results) {
                Console.note("\(crops.file.shown): not written, the picture is not cropped")
            }
        } catch { try failures.add(error, of: files[0].path) }
    }
}
