internal import ArgumentParser
internal import ClipCore
internal import ClipMedia
internal import SystemPackage

struct MusicInspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Tell how music, or a clip's own sound, sounds: tempo, beats, liveliness, loudness.")

    @Argument(help: "The files to listen to: music, or video with sound.")
    var files: [FileArgument]

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        var failures = Failures(verb: "listen to", asJSON: common.asJSON)
        for file in files {
            do throws(MediaError) {
                let analysis = try TrackAnalyzer().analyze(file.path)
                if common.asJSON {
                    Output.json("clipfit.music/1", TrackJSON(file.path, analysis))
                } else {
                    Output.line(TrackText(file.path, analysis).text)
                }
            } catch { try failures.add(error) }
        }
        try failures.finish()
    }
}
