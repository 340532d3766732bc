internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import Recommendation
internal import Sandbox
internal import SystemLibrary

struct LearnImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Read exports of your posts and their figures into the library.",
        discussion: """
            TikTok Studio (Content.csv, also .xlsx or in its .zip), TikTok's data download (user_data_tiktok.json: your posts, and \
            nothing else of it), Meta Business Suite, YouTube Studio (Table data.csv), or a table of your own with the columns post, \
            posted and views. A file is read whole or not at all; rows that cannot be true are left out and told.
            """)

    @Argument(help: "Files, or - for standard input.") var files: [FileArgument] = []

    @Option(help: "The brand, by its preset's name, whose posts these are.") var brand: String?

    @Option(name: .customLong("as-of"), help: "The day that the figures are of, e.g. 2026-11-23.")
    var asOf: CalendarDay?

    @Option(
        help:
            "A table (CSV: post, text) of comments: harmful, spam and copied ones do not count. No text is stored."
    )
    var comments: FileArgument?

    @Option(
        name: .customLong("column"),
        help: .more(
            "The header of a column that clipfit does not know, e.g. views='Weergaven'; again for another one. columns.yaml in the folder of your settings holds such names for good."
        ))
    var columns: [String] = []

    @OptionGroup var sandbox: SandboxOptions

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let asOf, asOf > Clock.latestDay { throw ValidationError("--as-of \(asOf.text) is in the future") }
        if files.isEmpty, comments == nil { throw ValidationError("name a file to import") }
        var options = PostOptions(today: Clock.latestDay)
        for column in columns where !options.addColumn(column) {
            throw ValidationError(
                "--column is KEY='HEADER', not '\(column)'; KEY is one of \(PostOptions.fields.joined(separator: ", "))"
            )
        }
        if brand?.isEmpty == true { throw ValidationError("--brand needs a name") }
    }

    func run() throws {
        common.apply()
        let options = try options()
        try sandbox.confine(
            Confinement(
                reading: files.map(\.path) + [comments?.path].compactMap { $0 },
                writing: TrackCatalogue.libraryFolder()))
        var failures = Failures(verb: "import", asJSON: common.asJSON)
        if let known = try? TrackCatalogue.library(for: .reading) {
            try? KnownNames(library: known).noteNewBrand(brand)
        }
        for file in files {
            do throws(Failure) { try read(file.path, options) } catch {
                try failures.add(error)
            }
        }
        if let comments {
            do throws(Failure) { try CommentImport(asJSON: common.asJSON).read(comments.path) } catch {
                try failures.add(error)
            }
        }
        // Otherwise the next suggestion would have to wait for it.
        do throws(Failure) { _ = try PostLearner.refreshed(warn: Console.warning) } catch {
            try failures.add(error, verb: "learn from")
        }
        try failures.finish()
    }

    private func options() throws -> PostOptions {
        var options = PostOptions(today: Clock.latestDay)
        (options.brand, options.asOf) = (brand, asOf)
        if let own = UserFolder.path("columns.yaml"), own.withPlatformString({ access($0, F_OK) }) == 0 {
            try options.addColumns(try UserFolder.contents(of: own), file: own.shown)
        }
        for column in columns { _ = options.addColumn(column) }
        return options
    }

    private func read(_ path: FilePath, _ options: PostOptions) throws(Failure) {
        var options = options
        options.changed = min(ExportFile.changed(path) ?? Clock.today, Clock.latestDay)
        let export = try PostExportReader(options).read(try ImportFile.read(path), from: path)
        let change = try TrackCatalogue.library(for: .writing).add(
            export.records, from: ExportFile.place(path))
        let report = LearnImportReport(path, export, change)
        let hasComments = comments != nil
        if common.asJSON {
            report.json(hasComments: hasComments)
        } else {
            report.text(hasComments: hasComments)
        }
    }
}
