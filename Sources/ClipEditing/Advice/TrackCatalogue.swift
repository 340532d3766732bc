package import ClipCore
package import ClipLibrary
internal import ClipMedia
internal import Foundation
internal import LibAV
internal import Presets
package import Recommendation
internal import StarterMusic
internal import SystemLibrary

/// All available music: built-in tracks and the user's library.
package enum TrackCatalogue {
    package struct Entry {
        package let track: Track
        /// Whether its file ships with the program and is extracted when used.
        package let isBuiltIn: Bool
        /// Creates an entry of a track.
        package init(track: Track, isBuiltIn: Bool) { (self.track, self.isBuiltIn) = (track, isBuiltIn) }

        /// Whether the file at its path is gone.
        package var isMissing: Bool { !isBuiltIn && access(track.path, R_OK) != 0 }
    }

    /// Quantiles of usual clips and music.
    package static func reference() throws -> Reference {
        try JSONDecoder().decode(Reference.self, from: Data(Presets.reference))
    }

    /// Opens the user's library. Throws if it cannot be used.
    package static func library(for purpose: Library.Purpose) throws(Failure) -> Library {
        guard let path = UserFolder.data("library.sqlite") else {
            throw Failure(
                .cannotCreate, "library.sqlite", "there is no folder for it",
                hint: "set HOME or XDG_DATA_HOME")
        }
        return try Library(at: path, for: purpose)
    }

    /// The folder of the user's library, created if `isMade`.
    package static func libraryFolder(isMade: Bool = true) -> [FilePath] {
        folder(of: UserFolder.data("library.sqlite"), isMade: isMade)
    }

    /// The folder for extracted built-in music.
    package static var musicFolder: [FilePath] { folder(of: UserFolder.cache("music/any"), isMade: true) }

    private static func folder(of file: FilePath?, isMade: Bool) -> [FilePath] {
        guard let file else { return [] }
        if isMade { try? LibraryFolder.make(file.folder, for: file) }
        return [file.folder]
    }

    /// All tracks: built-in ones by id, then the library's by id.
    ///
    /// - Parameter withSeries: also load the library tracks' beats, downbeats and other series.
    package static func all(in library: Library, withSeries: Bool = false) throws(Failure) -> [Entry] {
        let own = try library.tracks(withSeries: withSeries).map { Entry(track: $0.track, isBuiltIn: false) }
        return builtIn + own
    }

    package static var builtIn: [Entry] {
        StarterMusic.all.map { Entry(track: $0.track(at: path(of: $0).string), isBuiltIn: true) }
    }

    /// The track of that id with all known facts; nil if there is none.
    package static func find(_ id: String, in library: Library) throws(Failure) -> Entry? {
        if let entry = builtIn.first(where: { $0.track.id == id }) { return entry }
        return try library.track(id).map { Entry(track: $0.track, isBuiltIn: false) }
    }

    /// The licences of all tracks, by file content.
    ///
    /// Tracks added by older versions are fingerprinted once: their bytes, not their sound.
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
        // A read-only library is fingerprinted again next time.
        if !unread.isEmpty { try? library(for: .noting).note(contents: unread) }
        return catalogue
    }

    /// Path of a track's file; extracts a built-in one if it is missing.
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

extension MusicWord {
    /// - Throws: if music is named by its id and there is none, before any clip is opened.
    func check(among tracks: [TrackCatalogue.Entry]) throws {
        guard case .id(let id) = self else { return }
        guard let entry = tracks.first(where: { $0.track.id == id }) else {
            throw UsageError(
                "there is no music '\(id)', neither a file nor a track of the library",
                hint: meantHint(
                    id, among: tracks.map(\.track.id), else: "'clipfit music list' shows what there is"))
        }
        guard entry.isMissing else { return }
        throw Failure(
            .unreadable, FilePath(entry.track.path), "the file of the music '\(id)' is missing",
            hint: "put it back, or add it again from where it is: clipfit music add FILE")
    }
}
