internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import Recommendation
internal import SystemPackage

struct MusicRemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Forget music and its licence; the file itself is left alone.")

    @Argument(help: "Ids, as 'music list' tells them.", completion: Completions.tracks)
    var ids: [String]

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        var wrong: [ExitCode] = []
        for id in ids {
            do throws(LibraryError) { try remove(id) } catch {
                wrong.append(LibraryFailure.told(error, "remove", asJSON: common.asJSON))
            }
        }
        if let first = wrong.first { throw wrong.count == 1 ? first : ExitCode(1) }
    }

    private struct Removed: Encodable { let id: String }

    private func remove(_ id: String) throws(LibraryError) {
        // A library that is not there is not made for this.
        let known = try MusicShelf.library(for: .reading)
        if MusicShelf.builtIn.contains(where: { $0.track.id == id }) {
            throw LibraryError(.notFound, FilePath(id), "it is built in", hint: "name a track of your own")
        }
        guard try known.track(id) != nil, try MusicShelf.library(for: .writing).removeTrack(id) else {
            throw try MusicShelf.unknown(id, in: known)
        }
        if common.asJSON {
            Output.json("clipfit.removed/1", Removed(id: id))
        } else {
            Output.line("removed \(id)".printable)
        }
    }
}

extension MusicShelf {
    /// What is told of an id that there is not.
    static func unknown(_ id: String, in library: Library) throws(LibraryError) -> LibraryError {
        let meant = likelyMeant(id, among: try all(in: library).map(\.track.id))
        return LibraryError(
            .notFound, FilePath(id), "there is no such track in the library",
            hint: meant.map { "did you mean '\($0)'?" } ?? "see 'clipfit music list'")
    }
}
