internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import Recommendation
internal import Sandbox

struct TrendsImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Read boards into the library: all lines of a file, or none.",
        discussion: """
            JSON in the shape of TikTok's Creative Center (songs, hashtags, keywords), tables (CSV: date, rank or count, and \
            song and artist, hashtag, or keyword), or JSON Lines. Options say what the file does not; where both speak, they \
            must agree.
            """)

    @Argument(help: "Files, or - for standard input.") var files: [FileArgument]

    @OptionGroup var board: ChartArguments

    @OptionGroup var sandbox: SandboxOptions

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        try sandbox.confine(Confinement(reading: files.map(\.path), writing: TrackCatalogue.libraryFolder()))
        try Failures.each(files.map(\.path), "import", asJSON: common.asJSON, read)
    }

    private func read(_ path: FilePath) throws(Failure) {
        let board = try ChartReader(board.options).read(try ImportFile.read(path), from: path)
        let change = try TrackCatalogue.library(for: .writing).add(board.observations)
        let lines = board.observations
        let notes = board.notes + [Self.expiry(lines.map(\.day).max())].compactMap { $0 }
        for note in notes { Console.warning(note, of: path) }
        show(path, board, notes, change)
    }

    /// A warning if the newest day counts for nothing any more.
    private static func expiry(_ newest: CalendarDay?) -> String? {
        guard let newest, Clock.today.days(since: newest) > TrendAge.lifetime else { return nil }
        return
            "all of it has expired: the newest day is \(newest.text), and charts count for \(TrendAge.lifetime) days"
    }

    private func show(_ path: FilePath, _ board: Chart, _ notes: [String], _ change: TrendImport) {
        let kinds = Set(board.observations.map(\.kind.rawValue)).sorted()
        let days = board.observations.map(\.day)
        guard let first = days.min(), let last = days.max() else { return }
        if common.asJSON {
            var object = JSONObject("path", path)
            object += [
                "added": change.added, "changed": change.changed, "same": change.same, "kinds": kinds,
                "from": first.text, "to": last.text, "notes": notes,
            ]
            Output.object("clipfit.trends-import/1", object)
        } else {
            let days: Phrase = first == last ? "\(first.text)" : "\(first.text) to \(last.text)"
            let span = Language.text(days)
            let listed = Language.list(
                kinds.map { $0 == "sound" ? "songs" : $0 + "s" }.joined(separator: ", "))
            Output.line(
                "\(path.shown): \(listed) of \(span), \(change.added) new, "
                    + "\(change.changed) changed, \(change.same) known")
        }
    }
}
