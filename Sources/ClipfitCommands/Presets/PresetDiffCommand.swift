internal import ArgumentParser
internal import ClipCore
internal import ClipEditing

struct PresetDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Compare the final values of two presets.")

    @Argument(help: "The one preset, by name or as a file.", completion: Completions.presets)
    var left: FileArgument

    @Argument(help: "The other.", completion: Completions.presets) var right: FileArgument

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        let shelf = PresetCatalogue()
        let one = try shelf.resolved(try shelf.file(left.path))
        let other = try shelf.resolved(try shelf.file(right.path))
        for field in PresetField.allCases {
            let values = (one.settings[field]?.value, other.settings[field]?.value)
            let locks = (one.locks[field] != nil, other.locks[field] != nil)
            guard values.0 != values.1 || locks.0 != locks.1 else { continue }
            if common.asJSON {
                Output.object(
                    "clipfit.preset-diff/1",
                    [
                        "key": field.key, "left": values.0.map(PlainPresetValue.init),
                        "right": values.1.map(PlainPresetValue.init), "leftLocked": locks.0,
                        "rightLocked": locks.1,
                    ])
            } else {
                let (before, after) = (Self.text(values.0, locks.0), Self.text(values.1, locks.1))
                Output.plain("\(field.key): \(before) -> \(after)".printable)
            }
        }
    }

    private static func text(_ value: PresetValue?, _ isLocked: Bool) -> String {
        (value?.shown ?? "(unset)") + (isLocked ? " (locked)" : "")
    }
}
