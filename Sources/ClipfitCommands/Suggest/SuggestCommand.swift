internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import Recommendation
internal import Sandbox

struct SuggestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suggest",
        abstract: "Suggest music, looks and hashtags for clips, each with its reasons.",
        discussion: """
            The clip is analysed here, the music is that of the library and what is built in, and trends are the boards that \
            'clipfit trends import' read. 'clipfit trim --music auto --look auto' carries out the first suggestions.
            """)

    @Argument(help: "The clips.") var files: [FileArgument]

    @Option(
        name: [.customShort("Z"), .customLong("preset")],
        help: "The brand's preset, by name or as a YAML file.", completion: Completions.presets)
    var preset: FileArgument?

    @Option(
        name: .customLong("for"), help: "Platforms that the clip is for, e.g. tiktok,reels.",
        completion: Completions.platforms)
    var platforms: PlatformList?

    @OptionGroup var about: AboutOption

    @Option(help: "How many of each kind.") var top = 3

    @Option(help: "Draw the clip's frame under each suggested look into this PNG file.")
    var sheet: FileArgument?

    @Flag(inversion: .prefixedNo, help: "Sometimes suggest a less proven option, to learn (after ten posts).")
    var explore = true

    @Flag(help: "Replace the sheet if it exists.") var overwrite = false

    @OptionGroup var sandbox: SandboxOptions

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if !(1...50).contains(top) { throw ValidationError("--top goes from 1 to 50") }
        if sheet != nil, files.count > 1 { throw ValidationError("--sheet is for one clip") }
        if let sheet, sheet.path.stemAndExtension.extension != "png" {
            throw ValidationError("--sheet writes a PNG: its name ends in .png")
        }
        if overwrite && sheet == nil { throw ValidationError("--overwrite goes with --sheet") }
    }

    func run() throws {
        common.apply()
        let settings = try settings()
        let shift = try InputShift.begin(files.map(\.path), "suggest for", asJSON: common.asJSON)
        let folders = UserFolder.analyses + TrackCatalogue.libraryFolder()
        try sandbox.confine(
            Confinement(
                reading: files.map(\.path) + files.flatMap { SubjectTexts.files(of: $0.path) },
                writing: folders + [sheet?.path.folder].compactMap { $0 }), drawing: sheet != nil)
        let adviser = try AdviceService(
            settings, seed: common.seed, top: top, explores: explore, warn: Console.warning)
        var failures = Failures(verb: "suggest for", asJSON: common.asJSON)
        try shift.each { number in
            do {
                try suggest(for: files[number].path, adviser)
            } catch let error as Failure { try failures.add(error) }
        }
        try failures.finish()
    }

    private func settings() throws -> Preset {
        let shelf = PresetCatalogue()
        var settings = try shelf.chosen(preset?.path)
        if let platforms { try settings.apply([platforms.setting]) }
        try settings.apply(about.settings)
        // Unknown platforms are refused.
        _ = try OutputSettingsMaker(settings: settings, platforms: try shelf.platforms).chosenPlatforms()
        return settings
    }

    private func suggest(for path: FilePath, _ adviser: AdviceService) throws {
        let editor = try Editor(path, UserFolder.analyzer)
        let advice = try adviser.advise(try editor.question(), of: path)
        adviser.log(advice, for: editor.identity)
        if let sheet {
            let looks = adviser.looks(advice.looks.suggestions.map(\.id))
            try LookSheet(looks).draw(
                try SourceFile.open(path), at: nil, to: sheet.path, overwrites: overwrite)
        }
        if common.asJSON {
            Output.json("clipfit.suggest/1", JSONObject(path, advice, adviser.messages))
        } else {
            Output.plain(SuggestText(path, advice, Language.messages, isVerbose: common.verbose).text)
        }
    }
}
