internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import Recommendation

struct MusicRemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Forget music and its licence; the file itself is left alone.")

    @Argument(help: "Ids, as 'music list' tells them.", completion: Completions.tracks) var ids: [String]

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        try Failures.each(ids, "remove", asJSON: common.asJSON, remove)
    }

    private func remove(_ id: String) throws(Failure) {
        // Do not create a missing library for this.
        let known = try TrackCatalogue.library(for: .reading)
        if TrackCatalogue.builtIn.contains(where: { $0.track.id == id }) {
            throw Failure(.notFound, FilePath(id), "it is built in", hint: "name a track of your own")
        }
        guard try known.track(id) != nil, try TrackCatalogue.library(for: .writing).removeTrack(id) else {
            throw try TrackCatalogue.unknown(id, in: known)
        }
        if common.asJSON {
            Output.object("clipfit.removed/1", ["id": id])
        } else {
            Output.line("removed \(id)".printable)
        }
    }
}

extension TrackCatalogue {
    static func unknown(_ id: String, in library: Library) throws(Failure) -> Failure {
        Failure(
            .notFound, FilePath(id), "there is no such track in the library",
            hint: meantHint(
                id, among: try all(in: library).map(\.track.id), else: "see 'clipfit music list'"))
    }
}
