internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import Sandbox

struct ProbeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe", abstract: "Show what a clip is: length, streams, frame rate, colour, keyframes."
    )

    @Argument(help: "The files to probe.") var files: [FileArgument]

    @Flag(help: "Read the whole file: exact frame count, keyframes, shots, loudness, silence, speech, faces.")
    var deep = false

    @Option(
        help:
            "With --deep: write a timeline next to each clip, with its shots as markers: otio, fcpxml or edl."
    )
    var timeline: TimelineFormat?

    @OptionGroup var sandbox: SandboxOptions

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if timeline != nil, !deep { throw ValidationError("--timeline is for --deep, which finds the shots") }
    }

    func run() throws {
        common.apply()
        var failures = Failures(verb: "probe", asJSON: common.asJSON)
        let shift = try InputShift.begin(files.map(\.path), "probe", asJSON: common.asJSON)
        try sandbox.confine(
            Confinement(
                reading: files.map(\.path),
                writing: (deep ? UserFolder.analyses : [])
                    + (timeline == nil ? [] : files.map(\.path.folder))))
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
        if let timeline { try write(timeline, info, analysis?.shots ?? []) }
        var music: TrackAnalysis?
        if let analysis, !analysis.sound.isEmpty {
            let track = { (part: TimeRange) throws(Failure) in try TrackAnalyzer().analyze(path, in: part) }
            music = try OwnMusic.track(in: analysis.span, track) { analysis.part($0) ?? analysis }
        }
        if common.asJSON {
            Output.json("clipfit.probe/1", JSONObject(info, analysis, music))
        } else {
            Output.line(ProbeText(info, analysis, music).text)
            info.warnings.forEach { Console.warning($0, of: path) }
        }
    }
}

extension ProbeCommand {
    fileprivate func write(_ format: TimelineFormat, _ info: MediaInfo, _ shots: [Shot]) throws(Failure) {
        let edit: EditTimeline
        do throws(PlanningError) {
            edit = try EditTimeline(info, at: Folder.absolute(info.path), format, shots: shots)
        } catch { throw Failure(error, info.path) }
        let path = PlannedTimeline(beside: PlannedPath(info.path), format).file.path
        let file = try WrittenFile(path, overwrites: false)
        try file.write(Array(edit.text(format).utf8))
        try file.commit()
        edit.notes.forEach { Console.warning($0, of: info.path) }
    }
}

/// The analysis of pictures and sound that `--deep` adds to probing.
enum DeepLook {
    /// The analysis; nil without a picture and, with a warning, if the pictures do not decode.
    static func analysis(of source: borrowing SourceFile, _ info: MediaInfo) throws(Failure) -> Analysis? {
        guard info.video != nil else { return nil }
        do throws(Failure) {
            var analysis = try UserFolder.analyzer.analyze(source, info, scope: .levels, faces: true)
            if analysis.faces == nil { try UserFolder.analyzer.addFaces(to: &analysis, source, info) }
            return analysis
        } catch {
            guard [.damaged, .unusable, .missingCodec].contains(error.kind) else { throw error }
            Console.warning("\(source.path.shown): no shots and no loudness: \(error.message)")
            return nil
        }
    }
}
