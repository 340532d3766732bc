internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import Sandbox

struct PresetLooksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "looks", abstract: "List the looks, or draw all of them on a frame of a clip.",
        discussion: """
            Looks of your own are files in $XDG_CONFIG_HOME/clipfit/looks (else ~/.config/clipfit/looks), one a \
            file, NAME.yaml. One with the name of a built-in look takes its place.
            """)

    @Argument(help: "The clip whose frame is drawn; only with --sheet.") var clip: FileArgument?

    @Option(help: "Draw every look on a frame of the clip into this PNG file.") var sheet: FileArgument?

    @Option(
        name: .customLong("at"), parsing: .unconditional,
        help: "Which frame: its time in the clip, or -10 from its end (default: the middle).")
    var time: MediaTime?

    @Flag(help: "Replace the sheet if it exists.") var overwrite = false

    @OptionGroup var sandbox: SandboxOptions

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if (clip == nil) != (sheet == nil) {
            throw ValidationError(
                "--sheet FILE.png and a clip go together: the looks are drawn on one of its frames")
        }
        if sheet == nil && (time != nil || overwrite) {
            throw ValidationError("--at and --overwrite go with --sheet")
        }
        if let sheet, sheet.path.stemAndExtension.extension != "png" {
            throw ValidationError("--sheet writes a PNG: its name ends in .png")
        }
    }

    func run() throws {
        common.apply()
        var wrong: ExitCode?
        let looks = LookCatalogue.all { wrong = common.errors.print($0) }
        try draw(looks.map(\.look))
        for entry in looks { show(entry) }
        if let wrong { throw wrong }
    }

    private func draw(_ looks: [Look]) throws {
        guard let clip, let sheet else { return }
        _ = try InputShift.begin([clip.path], "draw looks on", asJSON: common.asJSON)
        try sandbox.confine(Confinement(reading: [clip.path], writing: [sheet.path.folder]), drawing: true)
        try Failures.each([clip.path], "draw looks on", asJSON: common.asJSON) { path throws(Failure) in
            let source = try SourceFile.open(path)
            try LookSheet(looks).draw(source, at: time, to: sheet.path, overwrites: overwrite)
        }
    }

    private func show(_ entry: LookCatalogue.Entry) {
        let look = entry.look
        if common.asJSON {
            Output.object(
                "clipfit.look/1",
                [
                    "name": look.name, "description": look.summary, "moods": look.moods,
                    "builtIn": entry.path == nil, "path": entry.path?.jsonText,
                ])
        } else {
            let name = look.name.padding(to: 16)
            let words = look.moods.map { Language.text($0) }.joined(separator: ", ")
            let moods = words.isEmpty ? "" : " (\(words))"
            let about = entry.path == nil ? Language.text(look.summary) : look.summary
            let own = entry.path == nil ? "" : ", \(Language.text("your own"))"
            Output.plain("\(name)  \(about)\(moods)\(own)".printable)
        }
    }
}
