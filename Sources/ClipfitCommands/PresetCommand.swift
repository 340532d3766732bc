internal import ArgumentParser

struct PresetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preset", abstract: "Looks: what there is, and how it looks.",
        subcommands: [PresetLooksCommand.self])
}
