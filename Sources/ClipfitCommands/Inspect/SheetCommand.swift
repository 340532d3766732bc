internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import Sandbox

struct SheetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sheet",
        abstract: "Draw frames of a clip side by side, with what platforms cover of them.",
        discussion: """
            --zones shades what the platforms' own buttons and words cover of a finished clip, darker where several \
            do, with a line around what is clear on all of them: that is where clipfit puts words and logos. The looks \
            are drawn by 'clipfit preset looks --sheet'.
            """)

    @Argument(help: "The clip.") var clip: FileArgument

    @Option(name: .shortAndLong, help: "The PNG file to write; with --best or --plan also an .html page.")
    var output: FileArgument

    @OptionGroup(title: "Parts before rendering") var parts: PartOptions

    @Flag(help: "Shade what platforms cover.") var zones = false

    @Option(name: .customLong("for"), help: "Whose zones, e.g. tiktok,reels (default: all that are known).")
    var platforms: PlatformList?

    @Option(
        name: .customLong("at"), parsing: .unconditionalSingleValue,
        help: "A frame: its time in the clip, or -10 from its end; may be given several times.")
    var times: [MediaTime] = []

    @Option(help: "How many frames at even distances, 1 to 48 (default: 6).") var frames: Int?

    @Flag(help: "Replace the sheet if it exists.") var overwrite = false

    @OptionGroup var sandbox: SandboxOptions

    @OptionGroup var common: CommonOptions

    func validate() throws {
        let isPage = output.path.stemAndExtension.extension == "html"
        if output.path.stemAndExtension.extension != "png", !isPage || !parts.areShown {
            throw ValidationError(
                parts.areShown ? "-o ends in .png or .html" : "-o names a PNG: it ends in .png")
        }
        if platforms != nil && !zones && parts.best == nil {
            throw ValidationError("--for is for --zones and --best")
        }
        if parts.areShown, zones || !times.isEmpty {
            throw ValidationError(
                "--zones and --at are for frames of the whole clip, not for --best and --plan")
        }
        if frames != nil && !times.isEmpty { throw ValidationError("--frames and --at both tell the frames") }
        if times.count > 48 { throw ValidationError("--at is given at most 48 times") }
        if let frames, !(1...48).contains(frames) { throw ValidationError("--frames goes from 1 to 48") }
    }

    func run() throws {
        common.apply()
        if parts.areShown { return try showParts() }
        var sheet = StillSheet()
        sheet.times = times
        sheet.count = frames ?? sheet.count
        if zones { sheet.zones = try chosen().compactMap { $0.safeZone?.value } }
        _ = try InputShift.begin([clip.path], "draw", asJSON: common.asJSON)
        try sandbox.confine(Confinement(reading: [clip.path], writing: [output.path.folder]), drawing: true)
        var failures = Failures(verb: "draw", asJSON: common.asJSON)
        do throws(Failure) {
            try sheet.draw(try SourceFile.open(clip.path), to: output.path, overwrites: overwrite)
        } catch { try failures.add(error) }
        try failures.finish()
        if common.asJSON { return Output.object("clipfit.sheet/1", ["output": output.path.jsonText]) }
        if Console.level != .quiet { Output.plain(output.path.shown) }
    }

    /// - Throws: for an unknown platform, and if no platform has a known safe zone.
    private func chosen() throws -> [Platform] {
        let all = try PresetCatalogue().platforms
        let chosen = try platforms.map { try OutputSettingsMaker.chosen($0.ids, among: all) } ?? all
        guard chosen.contains(where: { $0.safeZone != nil }) else {
            throw ValidationError(
                "nothing is known of what \(platforms?.ids.joined(separator: ", ") ?? "platforms") covers")
        }
        return chosen
    }
}
