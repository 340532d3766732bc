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

    func run() throws {
        common.apply()
        var failures = Failures(verb: "trim", asJSON: common.asJSON)
        var taken: Set<FilePath> = []
        let work = try TrimWork(options, output: output, sources: files.map(\.path))
        for file in files {
            do throws(MediaError) {
                let trimmer = try Trimmer(try SourceFile.open(file.path))
                trimmer.info.warnings.forEach { Console.warning("\(file.path.shown): \($0)") }
                for number in work.requests.indices {
                    try trim(trimmer, work, number, &taken)
                }
            } catch { try failures.add(error) }
        }
        try failures.finish()
    }

    private func trim(
        _ trimmer: borrowing Trimmer, _ work: TrimWork, _ number: Int, _ taken: inout Set<FilePath>
    ) throws(MediaError) {
        let plan = try trimmer.plan(
            work.requests[number], work.names.name, overwrites: overwrite, number: number + 1,
            several: work.names.isNumbered, namesPlatforms: work.namesPlatforms)
        let path = plan.output.file.path
        guard taken.insert(path.lexicallyNormalized()).inserted else {
            let collision = OutputNames.collision(at: path)
            throw MediaError(.usage, path, collision.message, hint: collision.hint)
        }
        if dryRun {
            if common.asJSON { Output.json(Plan.schemaName, plan) } else { Output.line(PlanText(plan).text) }
            return
        }
        let meter = Progress(progress, name: plan.output.file.path.shown)
        defer { meter.finish() }
        let report = try trimmer.render(plan, Renderer()) { meter.update($0) }
        meter.finish()
        ReportPrinter.show(report, asJSON: common.asJSON)
    }
}

/// Results of trims and renders.
enum ReportPrinter {
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
