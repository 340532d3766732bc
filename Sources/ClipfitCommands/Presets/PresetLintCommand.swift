internal import ArgumentParser
internal import ClipCore
internal import ClipEditing

struct PresetLintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract:
            "Check presets: every key and value, what they build on, the files and looks that they name.")

    @Argument(
        help: "Presets, by name or as files (default: all of your own).", completion: Completions.presets)
    var presets: [FileArgument] = []

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        let shelf = PresetCatalogue()
        let own = PresetCatalogue.entries.compactMap { $0.path.map { FileArgument(bytes: $0.bytes) } }
        var codes: [ExitCode] = []
        for preset in presets.isEmpty ? own : presets {
            let error = try check(preset, shelf)
            tell(preset, error)
            if let error { codes.append(error.kind.exitCode) }
        }
        if let only = codes.first { throw codes.count == 1 ? only : ExitCode(1) }
    }

    private func check(_ preset: FileArgument, _ shelf: PresetCatalogue) throws -> ConfigurationError? {
        do {
            let settings = try shelf.resolved(try shelf.file(preset.path))
            _ = try OutputSettingsMaker(settings: settings, platforms: try shelf.platforms).chosenLook()
            return nil
        } catch let error as ConfigurationError {
            return error
        } catch let error as UsageError {
            return ConfigurationError(
                ConfigurationProblem(preset.path.shown, line: 1, column: 1, error.description))
        }
    }

    private func tell(_ preset: FileArgument, _ error: ConfigurationError?) {
        if common.asJSON {
            let problems = (error?.problems ?? []).map { problem -> JSONObject in
                [
                    "file": problem.file, "line": problem.line, "column": problem.column,
                    "key": problem.key, "message": problem.message, "hint": problem.hint,
                ]
            }
            Output.object(
                "clipfit.preset-lint/1",
                [
                    "path": preset.path.jsonText, "isSound": error == nil,
                    "exit": error?.kind.code.exit ?? 0, "problems": problems,
                ])
        } else if let error {
            _ = common.errors.print(error)
        } else if Console.level != .quiet {
            Output.line("\(preset.path.shown): sound")
        }
    }
}
