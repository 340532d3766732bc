internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import Recommendation
internal import SystemPackage

struct MusicShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show all that is known of music in the library: licence, tempo, beats.")

    @Argument(help: "Ids, as 'music list' tells them.", completion: Completions.tracks)
    var ids: [String]

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        let library = try MusicShelf.library(for: .reading)
        var wrong: [ExitCode] = []
        for id in ids {
            guard let entry = try MusicShelf.find(id, in: library) else {
                wrong.append(
                    LibraryFailure.told(
                        try MusicShelf.unknown(id, in: library), "show", asJSON: common.asJSON))
                continue
            }
            if common.asJSON {
                Output.json("clipfit.music/1", LibraryTrackJSON(entry))
            } else {
                Output.line("\(id): " + TrackText(FilePath(entry.track.path), entry.track.analysis).text)
                Output.line(MusicText.facts(entry, on: Clock.today))
            }
        }
        if let first = wrong.first { throw wrong.count == 1 ? first : ExitCode(1) }
    }
}
