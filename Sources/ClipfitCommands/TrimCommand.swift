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
            "Where to write: a file, a folder, or a name with {stem} {length} {start} {n} (default: {stem}-{length}s beside the source)."
    )
    var output: FileArgument?

    @Flag(help: "Replace an output that exists.")
    var overwrite = false

    @Flag(help: "Print what would be done, and change nothing.")
    var dryRun = false

    @Option(help: "How to tell the progress: auto, plain, json or none.")
    var progress: Progress.Kind = .auto

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if outputName.isOneFile && files.count * options.requests.count > 1 {
            throw ValidationError(
                "several outputs cannot go to one file: name a folder, or use {stem} and {length} in the name"
            )
        }
    }

    private var outputName: OutputName {
        OutputName(output?.bytes, isFolder: output.map { isFolder($0.path) } ?? false)
    }

    private func isFolder(_ path: FilePath) -> Bool {
        var facts = stat()
        return path.withPlatformString { stat($0, &facts) } == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    func run() throws {
        common.apply()
        var failures = Failures(verb: "trim", asJSON: common.asJSON)
        for file in files {
            do throws(MediaError) {
                let trimmer = try Trimmer(try SourceFile.open(file.path))
                trimmer.info.warnings.forEach { Console.warning("\(file.path.shown): \($0)") }
                for (number, request) in options.requests.enumerated() {
                    try trim(trimmer, request, number: number + 1)
                }
            } catch { try failures.add(error) }
        }
        try failures.finish()
    }

    private func trim(_ trimmer: borrowing Trimmer, _ request: TrimRequest, number: Int) throws(MediaError) {
        let plan = try trimmer.plan(request, outputName, overwrites: overwrite, number: number)
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
