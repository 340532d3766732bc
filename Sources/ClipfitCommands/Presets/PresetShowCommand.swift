internal import ArgumentParser
internal import ClipCore
internal import ClipEditing

struct PresetShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a preset; with --resolved the final values, including inherited ones.")

    @Argument(help: "The preset, by name or as a file.", completion: Completions.presets)
    var preset: FileArgument

    @Flag(help: "With what it builds on; each value with the file and line that it is from.")
    var resolved = false

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        let shelf = PresetCatalogue()
        let file = try shelf.file(preset.path)
        let whole = resolved ? try shelf.resolved(file) : nil
        let settings = PresetField.allCases.compactMap { field in
            whole.map { $0.settings[field] } ?? file.settings.first { $0.field == field }
        }
        let locks = whole.map { Set($0.locks.keys) } ?? Set(file.locks.keys)
        if common.asJSON {
            Output.json("clipfit.preset-settings/1", JSONObject(file, whole, settings, locks))
        } else {
            showText(file, whole, settings, locks)
        }
    }

    private func showText(
        _ file: PresetFile, _ whole: Preset?, _ settings: [PresetSetting], _ locks: Set<PresetField>
    ) {
        let parents = whole?.ancestors ?? file.extends.map { [$0.text] } ?? []
        Output.plain("\(file.name) (\(file.file))\(parents.map { " <- \($0)" }.joined())".printable)
        let keys = settings.map(\.field.key.count).max() ?? 0
        let values = min(40, settings.map(\.value.shown.count).max() ?? 0)
        for setting in settings {
            var line = "  \(setting.field.key.padding(to: keys))  \(setting.value.shown)"
            let lock = locks.contains(setting.field) ? "locked" : nil
            let origin = whole == nil ? nil : Self.place(setting)
            let remarks = [origin, lock].compactMap { $0 }.joined(separator: ", ")
            if !remarks.isEmpty { line = "\(line.padding(to: keys + values + 4))  # \(remarks)" }
            Output.plain(line.printable)
        }
        for field in PresetField.allCases
        where locks.contains(field) && !settings.contains(where: { $0.field == field }) {
            Output.plain("  \(field.key.padding(to: keys))  (unset)  # locked")
        }
    }

    private static func place(_ setting: PresetSetting) -> String? {
        guard case .preset(_, let file, let place) = setting.origin else { return nil }
        return "\(file):\(place.line)"
    }
}

extension JSONObject {
    /// `clipfit.preset-settings/1`: a preset's own settings; `locked` lists fields.
    fileprivate init(
        _ file: PresetFile, _ whole: Preset?, _ settings: [PresetSetting], _ locks: Set<PresetField>
    ) {
        self = [
            "name": file.name, "builtIn": file.path == nil, "path": file.path?.jsonText,
            "extends": whole?.ancestors ?? file.extends.map { [$0.text] } ?? [], "resolved": whole != nil,
            "settings": settings.compactMap { setting in
                JSONObject(setting, isLocked: locks.contains(setting.field))
            },
            "locked": PresetField.allCases.filter(locks.contains).map(\.key),
        ]
    }

    private init?(_ setting: PresetSetting, isLocked: Bool) {
        guard case .preset(let preset, let file, let place) = setting.origin else { return nil }
        self = [
            "key": setting.field.key, "value": PlainPresetValue(setting.value), "locked": isLocked,
            "preset": preset, "file": file, "line": place.line, "column": place.column,
        ]
    }
}
