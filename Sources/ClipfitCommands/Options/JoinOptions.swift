internal import ArgumentParser
internal import ClipCore

/// Options for making one post of several sources, as typed.
struct JoinOptions: ParsableArguments {
    @Flag(
        help:
            "Join clips and photos in one post (batch: one for each folder): the best part of each, or the named one (A.mp4@12-15); cuts fall on beats of the music."
    )
    var join = false

    @Flag(
        help: .more(
            "With --join: the best source first (default: in the order given, in a batch that of their names)."
        ))
    var bestFirst = false

    /// Rejects what cannot act on joined sources.
    ///
    /// - Parameter others: more flags that cannot, and whether they are given.
    func check(_ command: some ClipCutting, _ others: [(Bool, String)]) throws {
        let options = command.options
        guard join else {
            if bestFirst { throw ValidationError("--best-first is for --join") }
            return
        }
        let own = [
            (options.start != nil, "--start"), (options.end != nil, "--end"),
            (options.duration != nil, "--duration"),
        ]
        if let flag = own.first(where: \.0)?.1 {
            throw ValidationError("\(flag) is for one clip: with --join name a part as in clip.mp4@12-15")
        }
        let more = [
            (command.window.clips != nil, "--clips"), (command.window.minGap != nil, "--min-gap"),
            (command.fit.margin != nil, "--margin"), (options.allAudio, "--all-audio"),
        ]
        if let flag = (more + others).first(where: \.0)?.1 { throw Self.unused(flag) }
    }

    /// Rejects flags, and warns of presets' settings, that have no effect on joined sources.
    ///
    /// - Parameter brands: flags and preset, merged, for each brand.
    func checkUse(in brands: [Preset]) throws {
        guard join else { return }
        var warned: Set<PresetSetting> = []
        for setting in brands.flatMap(\.unusedByJoining) where warned.insert(setting).inserted {
            switch setting.origin {
            case .flag(let flag):
                let word = if case .text(let word) = setting.value { " \(word)" } else { "" }
                throw Self.unused("\(flag)\(word)")
            case .preset(let preset, _, _):
                Console.warning(
                    "'\(setting.field.key)' of the preset '\(preset)' has no effect on joined clips and photos"
                )
            }
        }
    }

    private static func unused(_ flag: String) -> ValidationError {
        ValidationError("\(flag) is for one clip: leave it out with --join")
    }
}
