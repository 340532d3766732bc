internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import Recommendation

struct MusicShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show all that is known of music in the library: licence, tempo, beats.")

    @Argument(help: "Ids, as 'music list' tells them.", completion: Completions.tracks) var ids: [String]

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        let library = try TrackCatalogue.library(for: .reading)
        var failures = Failures(verb: "show", asJSON: common.asJSON)
        for id in ids {
            guard let entry = try TrackCatalogue.find(id, in: library) else {
                try failures.add(try TrackCatalogue.unknown(id, in: library))
                continue
            }
            if common.asJSON {
                Output.json("clipfit.music/1", JSONObject(entry))
            } else {
                Output.line("\(id): " + TrackText(FilePath(entry.track.path), entry.track.analysis).text)
                Output.plain(MusicText.facts(entry, on: Clock.today))
            }
        }
        try failures.finish()
    }
}
