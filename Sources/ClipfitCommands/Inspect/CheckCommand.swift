internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import Sandbox

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Tell whether platforms would take a file: each rule, who says so, and what mends it.",
        discussion: "Nothing is uploaded. The exit code is 1 where a platform would refuse a file.")

    @Argument(help: "The files to check.") var files: [FileArgument]

    @Option(
        name: .customLong("for"), help: "Platforms, e.g. tiktok,reels,shorts (default: all that are known).")
    var platforms: PlatformList?

    @Option(help: "The post's text, or a file that holds it: its length and its hashtags are checked too.")
    var caption: FileArgument?

    @Flag(help: "Listen to the sound too, and count flashes.") var deep = false

    @OptionGroup var sandbox: SandboxOptions

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        let platforms = try chosenPlatforms()
        var failures = Failures(verb: "check", asJSON: common.asJSON)
        var isRefused = false
        let caption = try caption.map { try CaptionWord.text(of: $0.bytes) }
        let shift = try InputShift.begin(files.map(\.path), "check", asJSON: common.asJSON)
        try sandbox.confine(Confinement(reading: files.map(\.path)))
        platforms.compactMap(\.age).forEach(Console.warning)
        try shift.each { number in
            do throws(Failure) {
                let path = files[number].path
                let found = try CheckedFile(path, for: platforms, caption: caption, isDeep: deep)
                if found.checks.contains(where: { $0.verdict == .refused }) {
                    isRefused = true
                    InputLink.tell(.failed(1))
                }
                show(path, found)
            } catch { try failures.add(error) }
        }
        if isRefused { throw ExitCode(1) }
        try failures.finish()
    }

    private func show(_ path: FilePath, _ found: CheckedFile) {
        found.info.warnings.forEach { Console.warning($0, of: path) }
        let provenance = found.info.provenance
        guard !common.asJSON else {
            return Output.json("clipfit.check/1", JSONObject(path, found.checks, found.senses, provenance))
        }
        found.checks.forEach { Output.line(CheckText(path, $0, isVerbose: common.verbose).text) }
        if let made = provenance.text { Output.line("\(path.shown): \(made)") }
        found.senses?.warnings.forEach { Console.warning($0, of: path) }
    }

    private func chosenPlatforms() throws -> [Platform] {
        let known = try PresetCatalogue().platforms
        guard let platforms else { return known }
        return try OutputSettingsMaker.chosen(platforms.ids, among: known)
    }
}

extension Platform {
    /// A warning that rules are over 180 days old; nil if none is.
    fileprivate var age: String? {
        let old = demands.filter { rule in
            CalendarDay(rule.asOf).map { Clock.today.days(since: $0) > 180 } ?? true
        }
        guard let oldest = old.map(\.asOf).min() else { return nil }
        let place = UserFolder.path("platforms.yaml")?.shown ?? "platforms.yaml"
        return "\(old.count) of \(demands.count) rules of \(name) are over 180 days old (\(oldest)): a newer "
            + "clipfit may know more, and \(place) may hold your own"
    }
}
