internal import ArgumentParser
internal import ClipBatch
internal import ClipCore
internal import ClipEditing

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The settings file: what is in effect, and from where.",
        discussion: """
            Settings for everything are in $XDG_CONFIG_HOME/clipfit/config.yaml (else ~/.config/clipfit): preset, \
            language (en or id), jobs, transcriber. Flags and presets override them.
            """, subcommands: [ConfigShowCommand.self])
}

struct ConfigShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the settings that are in effect.")

    @Flag(help: "Each value with the file and line that it is from, or its default.") var origin = false

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        let settings = try UserSettings.read()
        let rows = UserSettings.Key.allCases.map { Row($0, settings) }
        if common.asJSON {
            Output.object(
                "clipfit.config/1", ["path": UserSettings.path?.jsonText, "settings": rows.map(\.json)])
        } else {
            let (keys, values) = (rows.map(\.key.count).max() ?? 0, rows.map(\.shown.count).max() ?? 0)
            for row in rows {
                let line = "\(row.key.padding(to: keys))  \(row.shown)"
                Output.line(
                    (origin ? "\(line.padding(to: keys + values + 4))# \(row.origin)" : line).printable)
            }
        }
    }

    /// A setting that is in effect.
    private struct Row {
        let key: String
        let words: [String]
        let line: Int?
        /// The flag or variable that overrides the settings file.
        let variable: String?
        let isList: Bool

        init(_ key: UserSettings.Key, _ settings: UserSettings) {
            (self.key, isList) = (key.rawValue, key == .transcriber)
            variable = key == .language ? Language.origin : nil
            line = variable == nil ? settings.lines[key] : nil
            words =
                switch key {
                case .preset: settings.preset.map { [$0.shown] } ?? []
                case .language: [Language.current.rawValue]
                case .jobs: ["\(settings.jobs ?? Machine.jobs)"]
                case .transcriber: settings.transcriber ?? []
                }
        }

        var shown: String { words.isEmpty ? "(unset)" : words.joined(separator: " ") }
        var origin: String {
            variable ?? line.map { "\(UserSettings.path?.shown ?? "config.yaml"):\($0)" } ?? "default"
        }
        var json: JSONObject {
            [
                "key": key, "value": isList ? nil : words.first, "words": isList ? words : nil, "line": line,
                "variable": variable, "isDefault": line == nil && variable == nil,
            ]
        }
    }
}
