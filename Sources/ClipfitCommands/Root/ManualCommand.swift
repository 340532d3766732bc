internal import ArgumentParser
internal import ClipBatch
internal import ClipMedia
internal import ManualPage
internal import SystemPackage

/// Writes the manual pages: for `make man`.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "_manual", abstract: "Write the manual pages into a folder.", shouldDisplay: false)

    @Argument(help: "The folder.")
    var folder: FileArgument

    func run() throws {
        let manual = try ManualPages(help: Clipfit._dumpHelp(), version: Clipfit.version)
        try Folder.make(folder.path)
        for page in manual.pages {
            let file = try WrittenFile(folder.path.appending(page.fileName), overwrites: true)
            try file.write(Array(page.text.utf8))
            try file.commit()
        }
    }
}
