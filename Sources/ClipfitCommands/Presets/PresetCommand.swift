internal import ArgumentParser

struct PresetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preset",
        abstract: "Brand presets and looks: list, show, write, check and compare them.",
        discussion: """
            A preset is a YAML file of settings: what 'trim -Z NAME' does. Presets of your own lie in \
            $XDG_CONFIG_HOME/clipfit/presets (else ~/.config/clipfit/presets), one a file, NAME.yaml. One with the \
            name of a built-in preset takes its place, and may build on it (extends: NAME).
            """,
        subcommands: [
            PresetListCommand.self, PresetShowCommand.self, PresetNewCommand.self, PresetLintCommand.self,
            PresetDiffCommand.self, PresetSchemaCommand.self, PresetLooksCommand.self,
        ])
}
