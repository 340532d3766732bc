internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import Recommendation

struct TrendsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show where things stand on the boards, where they go, and how old that is.",
        discussion: """
            Each line shows the place on the chart, what the item did until then, and what is expected of the coming week. \
            "To obtain": you do not have this song yet.
            """)

    @Option(help: "Only of that kind.") var kind: TrendKind?

    @Option(help: "Only of that region.") var region: String?

    @Option(help: "At most so many of each board (0: all).") var top = 20

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if top < 0 { throw ValidationError("--top is a number from 0 on") }
    }

    func run() throws {
        common.apply()
        let library = try TrackCatalogue.library(for: .reading)
        let all = try library.observations(kind)
        let lines = all.filter { line in region.map { $0.lowercased() == line.region.lowercased() } ?? true }
        if let region, lines.isEmpty, !all.isEmpty {
            let known = Set(all.map(\.region)).subtracting([""]).sorted()
            throw UsageError(
                "no chart is of the region '\(region)'",
                hint: known.isEmpty
                    ? "the charts name no region: leave --region out" : meantHint(region, among: known))
        }
        let names = TrackNames(try TrackCatalogue.all(in: library).map(\.track))
        let entries = first(of: TrendBook(lines, on: Clock.today, until: Clock.latestDay).entries)
        if common.asJSON {
            for entry in entries {
                Output.json("clipfit.trend/1", JSONObject(entry, track: names.track(of: entry.latest)))
            }
        } else if entries.isEmpty {
            Console.warning("there are no boards yet: 'clipfit trends import FILE' reads them")
        } else {
            show(entries, names)
        }
    }

    private func first(of entries: [TrendBook.Entry]) -> [TrendBook.Entry] {
        guard top > 0 else { return entries }
        var counts: [[String]: Int] = [:]
        return entries.filter { entry in
            counts[TrendText.board(entry), default: 0] += 1
            return counts[TrendText.board(entry)]! <= top
        }
    }

    private func show(_ entries: [TrendBook.Entry], _ names: TrackNames) {
        var board: [String] = []
        var rows: [[String]] = []
        let close = {
            MusicText.table(rows).forEach(Output.plain)
            rows = []
        }
        for entry in entries {
            if TrendText.board(entry) != board {
                close()
                board = TrendText.board(entry)
                Output.plain(TrendText.title(entry).printable)
            }
            rows.append(TrendText.row(entry, track: names.track(of: entry.latest)).map(\.printable))
        }
        close()
    }
}

/// Finds the library's track of a song on a chart.
struct TrackNames {
    private var tracks: [String: String] = [:]

    init(_ all: [Track]) {
        for track in all {
            for name in track.soundIDs + [TrendKey.song(title: track.title, artist: track.artist)] {
                tracks[name] = tracks[name] ?? track.id
            }
        }
    }

    /// The id of the track; nil if there is none, or the item is not a song.
    func track(of line: TrendObservation) -> String? {
        guard line.kind == .sound else { return nil }
        return tracks[line.item] ?? tracks[TrendKey.song(title: line.name, artist: line.author)]
    }
}
