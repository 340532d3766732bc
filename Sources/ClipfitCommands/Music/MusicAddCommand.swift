internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import ClipMedia
internal import Recommendation
internal import Sandbox

struct MusicAddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add music to the library, with the terms on which it may be used.",
        discussion: """
            Folders are searched, and the folders in them. Files stay where they are. Adding one again changes what is said, \
            and leaves the rest as it was.
            """)

    @Argument(help: "Files with music, or folders.") var files: [FileArgument]

    @OptionGroup(title: "Licence") var licence: LicenceOptions

    @Option(name: .customLong("mood"), help: "Words for it, e.g. calm,warm.") var moods: WordList?

    @Option(help: "Its title; else its tag, or the file's name.") var title: String?

    @Option(help: "Who made it; else its tag.") var artist: String?

    @Option(name: .customLong("sound-id"), help: "Ids under which boards list it, e.g. of a TikTok sound.")
    var soundIDs: WordList?

    @OptionGroup var sandbox: SandboxOptions

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        let found = MusicFinder(files.map(\.path))
        if found.pieces.count > 1, (title ?? artist) != nil || soundIDs != nil {
            throw ValidationError(
                "--title, --artist and --sound-id are of one piece, and \(found.pieces.count) were named")
        }
        var failures = Failures(verb: "add", asJSON: common.asJSON)
        for failure in found.failures { try failures.add(failure) }
        for path in found.passedOver { Console.warning("\(path.shown) is no music, and was passed over") }
        // Check the options before anything is stored.
        _ = try licence.applied(to: Licence(.unknown))
        if !found.pieces.isEmpty { try add(found.pieces, &failures) }
        if found.pieces.isEmpty && found.failures.isEmpty {
            Console.warning("there is no music in \(files.map(\.path.shown).joined(separator: ", "))")
        }
        try failures.finish()
    }

    private func add(_ pieces: [FilePath], _ failures: inout Failures) throws {
        let shift = try InputShift.begin(pieces, "add", asJSON: common.asJSON)
        try sandbox.confine(Confinement(reading: pieces, writing: TrackCatalogue.libraryFolder()))
        let library = try TrackCatalogue.library(for: .writing)
        var adder = try MusicAdder(library) { track in
            track.licence = try licence.applied(to: track.licence)
            track.moods = moods?.words.map { $0.lowercased() } ?? track.moods
            (track.title, track.artist) = (title ?? track.title, artist ?? track.artist)
            track.soundIDs = soundIDs?.words ?? track.soundIDs
        }
        try shift.each { index in
            let path = pieces[index]
            if pieces.count > 1 { Console.note("\(index + 1) of \(pieces.count): \(path.shown)") }
            do {
                let (track, change, tags) = try adder.add(path)
                show(track, change)
                if track.licence.kind == .unknown { tellUnknown(track, tags) }
            } catch let error as Failure { try failures.add(error, of: path) }
        }
    }

    private func show(_ track: Track, _ change: MusicAdder.Change) {
        if common.asJSON {
            Output.json("clipfit.music/1", JSONObject(TrackCatalogue.Entry(track: track, isBuiltIn: false)))
        } else {
            Output.line("\(change.rawValue) \(MusicText.line(track))".printable)
        }
    }

    private func tellUnknown(_ track: Track, _ tags: TrackTags) {
        let says = tags.copyright.map { "; the file says: \($0)" } ?? ""
        Console.warning(
            "\(track.id): its licence is unknown, so it is suggested to no business (--licence)\(says)")
    }
}
