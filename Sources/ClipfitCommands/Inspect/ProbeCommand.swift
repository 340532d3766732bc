internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import Sandbox

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

    @OptionGroup var sandbox: SandboxOptions

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        var failures = Failures(verb: "probe", asJSON: common.asJSON)
        let shift = try InputShift.begin(files.map(\.path), "probe", asJSON: common.asJSON)
        try sandbox.confine(
            Confinement(reading: files.map(\.path), writing: deep ? UserFolder.analyses : []))
        let prober = Prober(isDeep: deep)
        try shift.each { number in
            do throws(Failure) { try probe(files[number].path, prober) } catch {
                try failures.add(error)
            }
        }
        try failures.finish()
    }

    private func probe(_ path: FilePath, _ prober: Prober) throws(Failure) {
        let source = try SourceFile.open(path)
        let info = try prober.probe(source)
        let analysis = deep ? try DeepLook.analysis(of: source, info) : nil
        var music: TrackAnalysis?
        if let analysis, !analysis.sound.isEmpty {
            music = try OwnMusic.track(of: path, in: analysis.span) { analysis.part($0) ?? analysis }
        }
        if common.asJSON {
            Output.json("clipfit.probe/1", JSONObject(info, analysis, music))
        } else {
            Output.line(ProbeText(info, analysis, music).text)
            info.warnings.forEach { Console.warning("\(path.shown): \($0)") }
        }
    }
}

/// The analysis of pictures and sound that `--deep` adds to probing.
enum DeepLook {
    /// The analysis; nil without a picture and, with a warning, if the pictures do not decode.
    static func analysis(of source: borrowing SourceFile, _ info: MediaInfo) throws(Failure) -> Analysis? {
        guard info.video != nil else { return nil }
        do throws(Failure) {
            var analysis = try UserFolder.analyzer.analyze(source, info, faces: true)
            if analysis.faces == nil { try UserFolder.analyzer.addFaces(to: &analysis, source, info) }
            return analysis
        } catch {
            guard [.damaged, .unusable, .missingCodec].contains(error.kind) else { throw error }
            Console.warning("\(source.path.shown): no shots and no loudness: \(error.message)")
            return nil
        }
    }
}
