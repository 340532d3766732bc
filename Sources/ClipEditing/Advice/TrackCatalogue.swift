package import ClipCore
package import ClipLibrary
internal import ClipMedia
internal import LibAV
package import Recommendation
internal import StarterMusic
internal import SystemLibrary
package import SystemPackage

/// The music that can be named or suggested: what is built in, and the user's library.
package enum TrackCatalogue {
    /// A piece, and where it is from.
    package struct Entry {
        package let track: Track
        /// Its file is part of the program, and written out when it is used.
        package let isBuiltIn: Bool
        /// A piece with all that is known of it.
        package init(track: Track, isBuiltIn: Bool) { (self.track, self.isBuiltIn) = (track, isBuiltIn) }

        /// There is no file at its path any more.
        package var isMissing: Bool { !isBuiltIn && access(track.path, R_OK) != 0 }
    }

    /// The user's library.
    ///
    /// - Throws: where it cannot be used.
    package static func library(for purpose: Library.Purpose) throws(Failure) -> Library {
        guard let path = UserFolder.data("library.sqlite") else {
            throw Failure(
                .cannotCreate, "library.sqlite", "there is no folder for it",
                hint: "set HOME or XDG_DATA_HOME")
        }
        return try Library(at: path, for: purpose)
    }

    /// The folder of the user's library, made where it is missing and wanted.
    package static func libraryFolder(isMade: Bool = true) -> [FilePath] {
        folder(of: UserFolder.data("library.sqlite"), isMade: isMade)
    }

    /// The folder into which built-in music is written out.
    package static var musicFolder: [FilePath] { folder(of: UserFolder.cache("music/any"), isMade: true) }

    private static func folder(of file: FilePath?, isMade: Bool) -> [FilePath] {
        guard let file else { return [] }
        if isMade { try? LibraryFolder.make(file.folder, for: file) }
        return [file.folder]
    }

    /// All of it: what is built in by id, then the library by id.
    ///
    /// - Parameter withSeries: also beats, downbeats and the like of the library's tracks.
    package static func all(in library: Library, withSeries: Bool = false) throws(Failure) -> [Entry] {
        let own = try library.tracks(withSeries: withSeries).map { Entry(track: $0.track, isBuiltIn: false) }
        return builtIn + own
    }

    /// What is built in.
    package static var builtIn: [Entry] {
        StarterMusic.all.map { Entry(track: $0.track(at: path(of: $0).string), isBuiltIn: true) }
    }

    /// The piece of that id with all that is known of it; nil where there is none.
    package static func find(_ id: String, in library: Library) throws(Failure) -> Entry? {
        if let entry = builtIn.first(where: { $0.track.id == id }) { return entry }
        return try library.track(id).map { Entry(track: $0.track, isBuiltIn: false) }
    }

    /// The terms of all of it, by what is in the files.
    ///
    /// What older versions added is read once more: its bytes, not its sound.
    package static func catalogue() throws -> MusicCatalogue {
        var catalogue = MusicCatalogue(on: Clock.today)
        for piece in StarterMusic.all {
            var print = try Fingerprint()
            print.add(piece.bytes)
            catalogue.add(
                piece.track(at: ""), names: [MusicContent.name(.bytes, print.hexadecimal())], isBuiltIn: true)
        }
        guard UserFolder.data("library.sqlite") != nil else { return catalogue }
        var unread: [String: String] = [:]
        for stored in try library(for: .reading).tracks() {
            var content = stored.content
            if content == nil, let read = try? MusicContent(of: FilePath(stored.track.path), [.bytes]) {
                content = read.prints[.bytes].map { MusicContent.name(.bytes, $0) }
                unread[stored.track.id] = content
            }
            catalogue.add(stored.track, names: [stored.identity] + (content.map { [$0] } ?? []))
        }
        // One that cannot be written to is read again the next time.
        if !unread.isEmpty { try? library(for: .noting).note(contents: unread) }
        return catalogue
    }

    /// Where the file of a piece is; one that is built in is written out first, if it is not there yet.
    package static func file(of entry: Entry) throws(Failure) -> FilePath {
        let path = FilePath(entry.track.path)
        guard entry.isBuiltIn, let piece = StarterMusic.all.first(where: { $0.id == entry.track.id }) else {
            return path
        }
        let bytes = piece.bytes
        var facts = stat()
        if path.withPlatformString({ stat($0, &facts) }) == 0, facts.st_size == bytes.count { return path }
        guard !path.isEmpty else {
            throw Failure(
                .cannotCreate, FilePath(piece.fileName), "there is no folder for it",
                hint: "set HOME or XDG_CACHE_HOME")
        }
        do throws(Failure) {
            try Folder.make(path.removingLastComponent())
            let file = try WrittenFile(path, overwrites: true)
            try file.write(bytes)
            try file.commit()
        } catch {
            throw Failure(
                error.kind, path, error.message, hint: "set XDG_CACHE_HOME to a folder that you may write to")
        }
        return path
    }

    private static func path(of piece: StarterMusic) -> FilePath {
        UserFolder.cache("music/\(piece.fileName)") ?? ""
    }
}
