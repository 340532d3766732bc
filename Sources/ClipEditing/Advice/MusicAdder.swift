internal import ClipCore
package import ClipLibrary
package import ClipMedia
package import Recommendation
internal import SystemLibrary
package import SystemPackage

/// Adds music tracks to the library, one at a time.
package struct MusicAdder {
    /// The result for a track.
    package enum Change: String { case added, updated, moved }

    private let library: Library
    /// Applies the command line's settings to a track.
    private let edit: (inout Track) throws -> Void
    private var taken: Set<String>

    package init(_ library: Library, edit: @escaping (inout Track) throws -> Void) throws {
        (self.library, self.edit) = (library, edit)
        taken = Set(try TrackCatalogue.all(in: library).map(\.track.id))
    }

    /// Reads a track's tags, analyses it if it is new or changed, and stores it.
    ///
    /// A known file keeps its id and all facts that were not set again; a moved file is recognised by its content.
    package mutating func add(_ path: FilePath) throws -> (track: Track, change: Change, tags: TrackTags) {
        guard path.base64IfNotText == nil else {
            throw Failure(.unusable, path, "its name is no UTF-8", hint: "rename it")
        }
        let tags = try TrackTags(of: path)
        let same = try library.track(atPath: path.string)
        let moved =
            try same == nil
            ? library.tracks(identity: tags.identity).first { access($0.track.path, F_OK) != 0 } : nil
        var stored = try same ?? moved ?? new(path, tags)
        if stored.identity != tags.identity { stored.track.analysis = try TrackAnalyzer().analyze(path) }
        (stored.track.path, stored.identity, stored.content) = (path.string, tags.identity, tags.content)
        try edit(&stored.track)
        stored.track.licence.attribution = stored.track.licence.attribution ?? attribution(stored.track)
        if stored.track.licence.kind.needsAttribution, stored.track.licence.attribution == nil {
            throw Failure(
                .unusable, path,
                "\(stored.track.licence.kind.rawValue) asks for its author to be named, and nobody is",
                hint: "add --artist 'NAME', or the whole line: --attribution 'TITLE by NAME, CC BY 4.0'")
        }
        try library.save(stored)
        taken.insert(stored.track.id)
        return (stored.track, same != nil ? .updated : moved != nil ? .moved : .added, tags)
    }

    private func new(_ path: FilePath, _ tags: TrackTags) throws -> StoredTrack {
        let stem = String(decoding: path.stemAndExtension.stem, as: UTF8.self)
        var track = Track(
            id: freeID(stem), path: path.string, title: tags.title ?? stem, artist: tags.artist ?? "",
            analysis: try TrackAnalyzer().analyze(path))
        if let genre = tags.genre?.lowercased() {
            track.moods = genre.split { $0 == "," || $0 == ";" || $0 == "/" }.map { word in
                String(word.drop(while: \.isWhitespace))
            }
        }
        track.isExplicit = tags.isExplicit
        return StoredTrack(track, identity: tags.identity, added: Clock.today)
    }

    /// An unused id: letters and digits of the file name in lower case, joined by `-`, with a number if taken.
    private func freeID(_ stem: String) -> String {
        let words = stem.lowercased().split { !$0.isLetter && !$0.isNumber }
        let name = words.isEmpty ? "track" : words.joined(separator: "-")
        if !taken.contains(name) { return name }
        return (2...).lazy.map { "\(name)-\($0)" }.first { !taken.contains($0) }!
    }

    /// The attribution that Creative Commons requires, unless one was set.
    private func attribution(_ track: Track) -> String? {
        guard track.licence.kind.needsAttribution, !track.artist.isEmpty else { return nil }
        return "\"\(track.title)\" by \(track.artist) (\(track.licence.kind.rawValue.uppercased()))"
    }
}
