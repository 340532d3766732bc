internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import Recommendation

struct MusicListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the music of the library, and what is built in.")

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        let library = try TrackCatalogue.library(for: .reading)
        let entries = try TrackCatalogue.all(in: library, withSeries: common.asJSON)
        if common.asJSON {
            for entry in entries { Output.json("clipfit.music/1", JSONObject(entry)) }
            return
        }
        let today = Clock.today
        let rows = entries.map { entry in
            let track = entry.track
            let name = track.artist.isEmpty ? track.title : "\(track.title) - \(track.artist)"
            return [
                track.id, MusicText.tempo(track.analysis), MusicText.percent(track.analysis.energy),
                track.licence.kind.rawValue, MusicText.state(entry, on: today), name,
            ].map(\.printable)
        }
        let header: [String] = ["ID", "TEMPO", "ENERGY", "LICENCE", "STATE", "TITLE"]
        MusicText.table([header.map(Language.text)] + rows).forEach(Output.plain)
    }
}
