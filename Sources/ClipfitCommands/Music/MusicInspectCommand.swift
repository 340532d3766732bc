internal import ArgumentParser
internal import ClipCore
internal import ClipMedia
internal import Sandbox

struct MusicInspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Tell how music, or a clip's own sound, sounds: tempo, beats, liveliness, loudness.")

    @Argument(help: "The files to listen to: music, or video with sound.") var files: [FileArgument]

    @OptionGroup var sandbox: SandboxOptions

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        var failures = Failures(verb: "listen to", asJSON: common.asJSON)
        let shift = try InputShift.begin(files.map(\.path), "listen to", asJSON: common.asJSON)
        try sandbox.confine(Confinement(reading: files.map(\.path)))
        try shift.each { number in
            do throws(Failure) {
                let path = files[number].path
                let analysis = try TrackAnalyzer().analyze(path)
                if common.asJSON {
                    Output.json("clipfit.music/1", JSONObject(path, analysis))
                } else {
                    Output.line(TrackText(path, analysis).text)
                }
            } catch { try failures.add(error) }
        }
        try failures.finish()
    }
}
