internal import ArgumentParser
internal import ClipBatch
internal import ClipCore
internal import ClipMedia
internal import Recommendation
internal import Sandbox
internal import SystemPackage

struct TrimCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trim",
        abstract: "Cut clips to 15 or 60 seconds, exactly, re-encoding only what must be.")

    @Argument(help: "The clips to cut.")
    var files: [FileArgument]

    @OptionGroup var options: TrimOptions

    @Option(
        name: .shortAndLong,
        help:
            "Where to write: a file, a folder, or a name with {stem} {preset} {length} {start} {platform} {n} (default: {stem}-{length}s beside the source)."
    )
    var output: FileArgument?

    @Option(
        help:
            "Where the crop of --reframe auto lies: read from this file or, where there is none, written to it to be edited."
    )
    var cropPath: FileArgument?

    @Flag(help: "Replace an output that clipfit made, unless you changed it since.")
    var remake = false

    @Flag(help: "Replace an output that exists, whoever made it.")
    var overwrite = false

    @Flag(help: "Print what would be done, and change nothing.")
    var dryRun = false

    @Flag(inversion: .prefixedNo, help: "Try what is doubtful now and then, once the brand has ten posts.")
    var explore = true

    @Option(help: "How to tell the progress: auto, plain, json or none.")
    var progress: Progress.Kind = .auto

    @OptionGroup var sandbox: SandboxOptions

    @OptionGroup var common: CommonOptions

    private var isFolder: Bool {
        output.map { Folder.isFolder($0.path) || $0.bytes.last == UInt8(ascii: "/") } ?? false
    }

    private func work() throws -> TrimWork {
        let typed = isFolder ? nil : output.map { PresetValue.path(PlannedPath($0.path)) }
        return try options.work(typed.map { [PresetSetting(.output, $0, .flag("--output"))] } ?? [])
    }

    func run() throws {
        common.apply()
        var failures = Failures(verb: "trim", asJSON: common.asJSON)
        let crops = try cropPath.map { try CropPathShelf($0.path) }
        let work = try crops?.obeyed(by: try work(), sources: files.count) ?? work()
        let names = try TrimOptions.asUsage { () throws(PlanningError) in
            try work.names(output?.bytes, isFolder: isFolder, of: files.map(\.path))
        }
        let shift = try InputShift.begin(
            files.map(\.path), "trim", asJSON: common.asJSON, marking: dryRun ? [] : outputFolders)
        var taken = InputLink.taken
        let adviser = work.settings.isPaired ? try adviser(work.settings) : nil
        let rights = work.settings.musicWord == .none ? nil : try MusicShelf.catalogue()
        try confine(work, adviser)
        try shift.each { number in
            let file = files[number]
            do {
                try trim(file, work, adviser, rights, names, crops, &taken, &failures)
            } catch let error as MediaError { try failures.add(error, of: file.path) }
        }
        try failures.finish()
    }

    private func confine(_ work: TrimWork, _ adviser: Adviser?) throws(MediaError) {
        let sources = files.map(\.path)
        var reach = Confinement(
            reading: sources + sources.map { $0.beside(".srt") } + work.otherFiles.map(\.path),
            writing: UserFolder.analyses)
        if let adviser {
            reach.readable += try adviser.musicPlaces()
            reach.writable += MusicShelf.libraryFolder() + MusicShelf.musicFolder
        }
        if !dryRun { reach.writable += outputFolders + [cropPath?.path.folder].compactMap { $0 } }
        try sandbox.confine(reach, drawing: adviser != nil || work.mayMakePictures)
    }

    /// Where outputs go: what a name says in braces lies below.
    private var outputFolders: [FilePath] {
        guard let output else { return files.map(\.path.folder) }
        guard !isFolder else { return [output.path] }
        let start = output.bytes.prefix { $0 != UInt8(ascii: "{") }
        return [FilePath(bytes: Array(start) + Array("x".utf8)).folder]
    }

    private func adviser(_ settings: Preset) throws -> Adviser {
        try Adviser(settings, seed: common.seed, top: 3, explores: explore)
    }

    private func trim(
        _ file: FileArgument, _ typed: TrimWork, _ adviser: Adviser?, _ rights: MusicCatalogue?,
        _ names: OutputNames,
        _ crops: CropPathShelf?, _ taken: inout Set<FilePath>, _ failures: inout Failures
    ) throws {
        let trimmer = try Trimmer(try SourceFile.open(file.path), UserFolder.analyzer, rights: rights)
        trimmer.info.warnings.forEach { Console.warning("\(file.path.shown): \($0)") }
        let chosen = try chosen(typed, trimmer, file.path)
        chosen.shortfalls.forEach { Console.warning("\(file.path.shown): \($0)") }
        let advised = try adviser?.choose(
            ClipQuestion(chosen, trimmer), chosen, file.path, isLogged: !dryRun)
        let accompanied = advised.map(chosen.accompanied) ?? chosen
        var placer = MusicPlacer()
        let work = try placer.placed(accompanied, trimmer) { _ in advised?.track }
        var plans: [Plan] = []
        for number in work.requests.indices {
            do throws(MediaError) {
                plans.append(try plan(trimmer, work, names, number, &taken))
            } catch { try failures.add(error, of: file.path) }
        }
        if dryRun {
            plans.forEach { PlanText.show($0, asJSON: common.asJSON) }
        } else {
            try render(plans, trimmer, crops, &failures)
        }
    }

    private func chosen(_ work: TrimWork, _ trimmer: borrowing Trimmer, _ source: FilePath)
        throws(MediaError) -> TrimWork
    {
        guard work.needsAnalysis(of: trimmer.info.duration) else { return try trimmer.chosen(work) }
        let meter = Progress(
            progress, "\(source.shown), choosing", length: trimmer.info.duration.seconds)
        defer { meter.finish() }
        return try trimmer.chosen(work) { meter.update($0) }
    }

    private func plan(
        _ trimmer: borrowing Trimmer, _ work: TrimWork, _ names: OutputNames, _ number: Int,
        _ taken: inout Set<FilePath>
    ) throws(MediaError) -> Plan {
        let plan = try trimmer.plan(work, number, names, overwrites: overwrite)
        let path = plan.output.file.path
        guard taken.insert(path.lexicallyNormalized()).inserted else {
            let collision = OutputNames.collision(at: path)
            throw MediaError(.usage, path, collision.message, hint: collision.hint)
        }
        InputLink.tell(.took(path))
        if !dryRun { try PostFiles(plan, MarkKeeper(replaces: remake)).check() }
        return plan
    }

    private func render(
        _ plans: [Plan], _ trimmer: borrowing Trimmer, _ crops: CropPathShelf?, _ failures: inout Failures
    ) throws {
        guard !plans.isEmpty else { return }
        let meter = Progress(progress, plans)
        defer { meter.finish() }
        var renderer = Renderer()
        let keeper = MarkKeeper(replaces: remake)
        renderer.keeper = keeper
        let results = trimmer.render(plans, renderer) { meter.update($0) }
        meter.finish()
        defer { InputLink.mark(keeper.takeNamed()) }
        try ReportPrinter.show(
            results, of: plans[0].source.file.path, keeper, asJSON: common.asJSON, &failures)
        try crops?.keep(results, &failures)
    }
}

/// Results of trims and renders.
enum ReportPrinter {
    static func show(
        _ results: [Result<Report, MediaError>], of source: FilePath, _ keeper: MarkKeeper, asJSON: Bool,
        _ failures: inout Failures
    ) throws {
        for result in results {
            switch result {
            case .success(let report):
                do throws(MediaError) { try PostFiles(report, keeper).write(Clock.today) } catch {
                    try failures.add(error, of: source)
                }
                PostKeeper.keep(report)
                show(report, asJSON: asJSON)
            case .failure(let error): try failures.add(error, of: source)
            }
        }
    }

    static func show(_ report: Report, asJSON: Bool) {
        if asJSON { return Output.json("clipfit.trim/1", TrimJSON(report)) }
        if Console.level != .quiet { Output.line(TrimText(report).text) }
        // What platforms take was asked for with them.
        let told = report.plan.delivery == nil ? report.changes : report.deviations
        told.forEach { Console.warning("\(report.plan.output.file.path.shown): \($0)") }
        report.plan.reasons.forEach { Console.note($0) }
        report.unchecked.map { Console.note($0) }
        report.cover?.reasons.forEach { Console.note("cover: \($0)") }
        if !report.removedMetadata.isEmpty {
            Console.note("tags left out: \(report.removedMetadata.joined(separator: ", "))")
        }
    }
}
