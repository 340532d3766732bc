internal import ArgumentParser
internal import ClipCore
internal import ClipMedia
internal import Glibc
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

    @Flag(help: "Replace an output that exists.")
    var overwrite = false

    @Flag(help: "Print what would be done, and change nothing.")
    var dryRun = false

    @Option(help: "How to tell the progress: auto, plain, json or none.")
    var progress: Progress.Kind = .auto

    @OptionGroup var common: CommonOptions

    /// What all inputs have in common: what is asked of each, and the names of its outputs.
    private struct Work {
        let requests: [TrimRequest]
        let names: OutputNames
        /// Of several platforms each file's name tells those that it is for.
        let namesPlatforms: Bool
    }

    private func work() throws -> Work {
        let shelf = PresetShelf()
        let isPlace = output.map { isFolder($0.path) || $0.bytes.last == UInt8(ascii: "/") } ?? true
        let typed = isPlace ? nil : output.map { String(decoding: $0.bytes, as: UTF8.self) }
        let settings = try options.merged(
            shelf, typed.map { [PresetSetting(.output, .text($0), .flag("--output"))] } ?? [])
        let platforms = try settings.texts(.platforms) == nil ? [] : shelf.platforms
        let requests = try options.requests(settings, platforms)
        let namesPlatforms = (settings.texts(.platforms) ?? []).count > 1
        let name = OutputName(
            output?.bytes, isFolder: isPlace && output != nil, preset: settings.name,
            template: typed == nil ? settings.text(.output) : nil)
        do throws(PlanningError) {
            let names = try OutputNames(
                name, sources: files.map(\.path), parts: requests.map(\.part),
                platforms: namesPlatforms ? requests.map(\.finish.platformWord) : [])
            return Work(requests: requests, names: names, namesPlatforms: namesPlatforms)
        } catch {
            throw ValidationError([error.message, error.hint].compactMap { $0 }.joined(separator: ": "))
        }
    }

    private func isFolder(_ path: FilePath) -> Bool {
        var facts = stat()
        return path.withPlatformString { stat($0, &facts) } == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    func run() throws {
        common.apply()
        var failures = Failures(verb: "trim", asJSON: common.asJSON)
        var taken: Set<FilePath> = []
        let work = try work()
        for file in files {
            do {
                try trim(file, work, &taken, &failures)
            } catch let error as MediaError { try failures.add(error, of: file.path) }
        }
        try failures.finish()
    }

    private func trim(
        _ file: FileArgument, _ work: Work, _ taken: inout Set<FilePath>, _ failures: inout Failures
    ) throws {
        let trimmer = try Trimmer(try SourceFile.open(file.path))
        trimmer.info.warnings.forEach { Console.warning("\(file.path.shown): \($0)") }
        var plans: [Plan] = []
        for number in work.requests.indices {
            do throws(MediaError) {
                plans.append(try plan(trimmer, work, number, &taken))
            } catch { try failures.add(error, of: file.path) }
        }
        if dryRun { plans.forEach(show) } else { try render(plans, trimmer, &failures) }
    }

    private func plan(
        _ trimmer: borrowing Trimmer, _ work: Work, _ number: Int, _ taken: inout Set<FilePath>
    ) throws(MediaError) -> Plan {
        let plan = try trimmer.plan(
            work.requests[number], work.names.name, overwrites: overwrite, number: number + 1,
            several: work.names.isNumbered, namesPlatforms: work.namesPlatforms)
        let path = plan.output.file.path
        guard taken.insert(path.lexicallyNormalized()).inserted else {
            let collision = OutputNames.collision(at: path)
            throw MediaError(.usage, path, collision.message, hint: collision.hint)
        }
        return plan
    }

    private func show(_ plan: Plan) {
        if common.asJSON { Output.json(Plan.schemaName, plan) } else { Output.line(PlanText(plan).text) }
    }

    private func render(_ plans: [Plan], _ trimmer: borrowing Trimmer, _ failures: inout Failures) throws {
        guard !plans.isEmpty else { return }
        let meter = Progress(progress, plans)
        defer { meter.finish() }
        let results = trimmer.render(plans, Renderer()) { meter.update($0) }
        meter.finish()
        try ReportPrinter.show(results, of: plans[0].source.file.path, asJSON: common.asJSON, &failures)
    }
}

/// Results of trims and renders.
enum ReportPrinter {
    static func show(
        _ results: [Result<Report, MediaError>], of source: FilePath, asJSON: Bool, _ failures: inout Failures
    ) throws {
        for result in results {
            switch result {
            case .success(let report): show(report, asJSON: asJSON)
            case .failure(let error): try failures.add(error, of: source)
            }
        }
    }

    static func show(_ report: Report, asJSON: Bool) {
        if asJSON { return Output.json("clipfit.trim/1", TrimJSON(report)) }
        if Console.level != .quiet { Output.line(TrimText(report).text) }
        report.deviations.forEach { Console.warning("\(report.plan.output.file.path.shown): \($0)") }
        report.plan.reasons.forEach { Console.note($0) }
        if !report.removedMetadata.isEmpty {
            Console.note("tags left out: \(report.removedMetadata.joined(separator: ", "))")
        }
    }
}
