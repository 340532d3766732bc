internal import ArgumentParser

struct MusicCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "music",
        abstract: "Music: tempo, beats and loudness of pieces.",
        subcommands: [MusicInspectCommand.self])
}
