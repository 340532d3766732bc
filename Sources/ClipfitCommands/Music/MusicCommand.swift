internal import ArgumentParser

struct MusicCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "music", abstract: "The music library: licences, tempo, beats and loudness of pieces.",
        discussion: """
            The library is one file, $XDG_DATA_HOME/clipfit/library.sqlite (else ~/.local/share/clipfit/library.sqlite). \
            Music itself stays where it is.
            """,
        subcommands: [
            MusicAddCommand.self, MusicListCommand.self, MusicShowCommand.self, MusicInspectCommand.self,
            MusicRemoveCommand.self,
        ])
}
