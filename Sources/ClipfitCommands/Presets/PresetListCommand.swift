internal import ArgumentParser
internal import ClipCore
internal import ClipEditing

struct PresetListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the presets that can be named with -Z.")

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        let shelf = PresetCatalogue()
        var wrong: ExitCode?
        let entries = PresetCatalogue.entries
        let width = entries.map(\.name.count).max() ?? 0
        for entry in entries {
            do throws(ConfigurationError) {
                show(entry, try shelf.resolved(try shelf.file(entry)), width)
            } catch { wrong = common.errors.print(error) }
        }
        if let wrong { throw wrong }
    }

    private func show(_ entry: PresetCatalogue.Entry, _ preset: Preset, _ width: Int) {
        if common.asJSON {
            return Output.object(
                "clipfit.preset/1",
                [
                    "name": entry.name, "description": preset.summary, "platforms": preset.platforms,
                    "lengths": (preset.lengths ?? []).map(\.seconds), "extends": preset.ancestors,
                    "builtIn": entry.path == nil, "path": entry.path?.jsonText,
                ])
        }
        let name = entry.name.padding(to: width)
        let about =
            entry.path == nil
            ? [preset.summary.map(Language.text)] : [preset.summary, Language.text("your own")]
        Output.plain("\(name)  \(about.compactMap { $0 }.joined(separator: ", "))".printable)
    }
}
