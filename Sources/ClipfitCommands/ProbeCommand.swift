internal import ArgumentParser
internal import ClipCore
internal import ClipMedia
internal import SystemPackage

struct ProbeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe", abstract: "Tell what a clip is: length, streams, frame rate, colour, keyframes."
    )

    @Argument(help: "The files to look at.")
    var files: [FileArgument]

    @Flag(
        help:
            "Read the whole file: exact frame count, keyframes, groups of pictures, shots, loudness, silence."
    )
    var deep = false

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        var failures = Failures(verb: "probe", asJSON: common.asJSON)
        let prober = Prober(isDeep: deep)
        for file in files {
            do throws(MediaError) {
                let source = try SourceFile.open(file.path)
                let info = try prober.probe(source)
                let analysis = deep ? try DeepLook.analysis(of: source, info) : nil
                if common.asJSON {
                    Output.json("clipfit.probe/1", ProbeJSON(info, analysis))
                } else {
                    Output.line(ProbeText(info, analysis).text)
                    info.warnings.forEach { Console.warning("\(file.path.shown): \($0)") }
                }
            } catch { try failures.add(error) }
        }
        try failures.finish()
    }
}
